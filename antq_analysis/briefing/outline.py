"""What the yearly briefing says and where, as ``data/reference/briefing.toml`` lists it."""

from collections.abc import Iterable
from dataclasses import dataclass

from antq_analysis.errors import SettingError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.project import Project, read_toml
from antq_analysis.vocabulary import load_vocabulary

FORMS = ("", "share", "rate")
BLOCKS = (
    "key_figures",
    "place",
    "model_types",
    "stock_flow",
    "criteria",
    "classes",
    "incidents_by_group",
    "clusters",
    "verdict",
    "statistics",
    "quality",
    "changes",
    "not_told",
    "not_reported",
)
SHOWN = ("key_figures", "trend", "groups", "map", "change", "model_types", "criteria", "verdict", "quality")
"""What a slide can show."""


@dataclass(frozen=True)
class Part:
    """One section of the main text.

    Parameters
    ----------
    id
        Its name.
    title_vi, title_en
        Its title.
    under
        The section that it stands below; empty for one of the main sections.
    says, compared
        Indicators of sentences, and of a table of this year and last; each ``"id"``, ``"share:id"`` or ``"rate:id"``.
    groups
        Indicators of a table by district or group.
    blocks
        Parts that are computed in their own way, of :data:`BLOCKS`.
    maps, trends, changes
        Indicators of pictures.
    own
        Name of the office's own paragraphs; empty where there are none.
    """

    id: str
    title_vi: str
    title_en: str
    under: str = ""
    says: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    trends: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    own: str = ""

    def named(self) -> tuple[str, ...]:
        """List what it speaks of.

        Returns
        -------
        tuple of str
            Indicators, in the form that each is shown in.
        """
        return (*self.says, *self.compared, *self.groups, *self.maps, *self.trends, *self.changes)

    def title(self, lang: str) -> str:
        """Give the title.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The title.
        """
        return self.title_en if lang == "en" else self.title_vi


@dataclass(frozen=True)
class Annex:
    """One table of communes.

    Parameters
    ----------
    id
        Its name.
    title_vi, title_en
        Its title.
    indicators, rates
        Columns, and those of which a rate or share is added.
    """

    id: str
    title_vi: str
    title_en: str
    indicators: tuple[str, ...]
    rates: tuple[str, ...] = ()

    def title(self, lang: str) -> str:
        """Give the title.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The title.
        """
        return self.title_en if lang == "en" else self.title_vi


@dataclass(frozen=True)
class Screen:
    """One slide.

    Parameters
    ----------
    shows
        One of :data:`SHOWN`.
    of
        What it is about.
    lead
        Those of them whose change is its title.
    """

    shows: str
    of: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    """The whole briefing.

    Parameters
    ----------
    baseline
        The year that targets of change are measured from.
    key_figures
        Indicators of the first table.
    section, annex, slide
        The parts, in order.
    """

    baseline: str
    key_figures: tuple[str, ...]
    section: tuple[Part, ...] = ()
    annex: tuple[Annex, ...] = ()
    slide: tuple[Screen, ...] = ()

    def below(self, name: str) -> tuple[Part, ...]:
        """List the sections right below one.

        Parameters
        ----------
        name
            Its id; empty for the main sections.

        Returns
        -------
        tuple of Part
            In order.
        """
        return tuple(part for part in self.section if part.under == name)

    def listed(self) -> tuple[str, ...]:
        """List every indicator that the main text or an annex speaks of.

        Returns
        -------
        tuple of str
            Ids, each once, in order.
        """
        names = [*self.key_figures, *(name for part in self.section for name in part.named())]
        names += [name for annex in self.annex for name in annex.indicators]
        return tuple(dict.fromkeys(split(name)[1] for name in names))


def split(name: str) -> tuple[str, str]:
    """Tell the form from the indicator.

    Parameters
    ----------
    name
        ``"id"``, ``"share:id"`` or ``"rate:id"``.

    Returns
    -------
    tuple of str
        Form, empty for the plain figure, and indicator id.

    Examples
    --------
    >>> split("share:tips_valuable"), split("tips_total")
    (('share', 'tips_valuable'), ('', 'tips_total'))
    """
    form, _, indicator = name.rpartition(":")
    return form, indicator


def load_outline(project: Project) -> Outline:
    """Read what the briefing says.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    Outline
        The lists.

    Raises
    ------
    SettingError
        If a list names what nobody defined: an indicator, a form, a block, a section; or a section stands twice.
    """
    path = project.reference / "briefing.toml"
    outline = read_toml(path, Outline)
    cases = [*_unknown(outline, load_vocabulary(project).indicators), *_misplaced(outline)]
    if cases:
        raise SettingError("errors.bad_settings", cases=cases, file=path, n=len(cases))
    return outline


def _unknown(outline: Outline, known: Iterable[str]) -> list[str]:
    known = set(known)
    listed = [*outline.key_figures, *(name for part in outline.section for name in part.named())]
    listed += [name for annex in outline.annex for name in (*annex.indicators, *annex.rates)]
    listed += [name for slide in outline.slide for name in (*slide.of, *slide.lead)]
    names = dict.fromkeys(listed)
    cases = [name for name in names if split(name)[0] not in FORMS or split(name)[1] not in known]
    cases += [name for part in outline.section for name in part.blocks if name not in BLOCKS]
    return cases + [slide.shows for slide in outline.slide if slide.shows not in SHOWN]


def _misplaced(outline: Outline) -> list[str]:
    seen: set[str] = set()
    cases: list[str] = []
    for part in outline.section:
        if part.id in seen:
            cases.append(Sentence("briefing.section_twice", id=part.id))
        # A section stands below one that was named before it: so none stands below itself, and none is lost.
        if part.under and part.under not in seen:
            cases.append(Sentence("briefing.section_nowhere", id=part.id, under=part.under))
        seen.add(part.id)
    return cases
