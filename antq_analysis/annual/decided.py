"""What of the sensitive indicators of a report may be published, each as far down as its counts allow."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from antq_analysis.annual.outputs import Job
from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.suppression.cells import COMMUNE
from antq_analysis.measures.suppression.decide import decide
from antq_analysis.measures.suppression.published import Scope
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.together import related_to
from antq_analysis.panel.load import Panel


@dataclass(frozen=True)
class Released:
    """What is in the copy for publication.

    Parameters
    ----------
    releases
        Of each sensitive indicator in it, what is shown and what hidden.
    left_out
        Indicators that are not in it, each with the reason.
    """

    releases: dict[str, Release]
    left_out: dict[str, RefusedError]

    def told(self, job: Job, folder: object) -> tuple[str, ...]:
        """Say what is in it, what is hidden and what is left out.

        Parameters
        ----------
        job
            What the report is made of.
        folder
            Where the copy is.

        Returns
        -------
        tuple of str
            Lines.
        """
        units = job.panel.province.unit_name(job.lang)
        lines = [say("annual.release_made", job.lang, folder=folder)]
        for release in self.releases.values():
            lines.append(release.sentence(job.lang))
            if not release.publishes(COMMUNE, job.year):
                lines[-1] += " " + say("annual.release_sums", job.lang, units=units)
        for name, why in self.left_out.items():
            label = job.panel.vocabulary.indicator(name).label(job.lang)
            lines.append(say("annual.release_left_out", job.lang, label=label, why=why.text(job.lang)))
        return (*lines, say("annual.release_no_pages", job.lang))


def decide_release(job: Job, names: Sequence[str], group: str) -> Released:
    """Decide what may be published of the year, and of the years before in sums.

    Indicators that hold one another are decided together, those named first first. One of which most communes would be
    hidden, or would give another away, is published by group, else of the whole province, else not at all.

    Parameters
    ----------
    job
        What the report is made of.
    names
        Sensitive indicators.
    group
        The grouping beside the communes; empty where there is none.

    Returns
    -------
    Released
        What may be shown, and what is left out.
    """
    found = Released({}, {})
    for family in families(job.panel, names):
        scopes: dict[str, Scope] = {}
        wide = next(_scopes(job, group))
        with suppress(RefusedError):
            found.releases.update(decide(job.panel, dict.fromkeys(family, wide), job.project, propose=False))
            continue
        for name in family:
            for scope in _scopes(job, group):
                asked = {**scopes, name: scope}
                try:
                    # What was found for the others stands only together with this one.
                    found.releases.update(decide(job.panel, asked, job.project, propose=False))
                except RefusedError as refused:
                    found.left_out.setdefault(name, refused)
                else:
                    scopes = asked
                    found.left_out.pop(name, None)
                    break
    return found


def families(panel: Panel, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Sort indicators into those that hang together by what their definitions hold.

    Parameters
    ----------
    panel
        Holds the vocabulary.
    names
        Indicator ids.

    Yields
    ------
    tuple of str
        Ids, in the order given.
    """
    left = list(dict.fromkeys(names))
    while left:
        kin = {left[0], *related_to(left[0], panel.vocabulary)}
        yield tuple(name for name in left if name in kin)
        left = [name for name in left if name not in kin]


def _scopes(job: Job, group: str) -> Iterator[Scope]:
    groups = (group,) if group else ()
    earlier = tuple(year for year in job.panel.years() if year < job.year)
    for inside, communes in ((groups, True), (groups, False), ((), False)):
        yield Scope(inside, ("",), (job.year,), communes, earlier)
