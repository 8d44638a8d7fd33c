"""What a briefing is composed from: a panel, a year, and what is listed to be said."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from antq_analysis.briefing.listed import Contents, with_figures
from antq_analysis.briefing.outline import Outline, split
from antq_analysis.briefing.published import published_series
from antq_analysis.briefing.standing import Standing
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.language.numbers import lower_first
from antq_analysis.measures.frame import Series
from antq_analysis.measures.series import median_of_units, total_rate, total_share, totals
from antq_analysis.measures.suppression.release import Release
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.audience import INTERNAL, RELEASE
from antq_analysis.sources.targets import Target, load_targets

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Given:
    """A panel, a year, and what is listed to be said of it.

    Parameters
    ----------
    panel
        The panel.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.
    project, outline, contents
        The project, what a briefing says, and what a report shows.
    drawn
        Whether pictures are drawn; otherwise only their captions stand where they would.
    revised
        By indicator and period what is said of figures that are not as they were handed in.
    releases
        For publication: what may be shown of each sensitive indicator; None where the briefing is internal.
    made
        What was computed already, see :func:`once`.
    """

    panel: Panel
    year: str
    lang: str
    project: Project
    outline: Outline
    contents: Contents
    drawn: bool = True
    revised: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    releases: Mapping[str, Release] | None = field(default=None, repr=False)
    made: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False)

    @cached_property
    def before(self) -> str:
        """The year before; empty where it has no figures."""
        before, rows = str(int(self.year) - 1), self.panel.reported
        # Of an earlier year often nothing but the figures of the whole province arrived.
        whole = rows["level"].eq("province") & rows["value"].notna() & rows["period"].eq(before)
        return before if before in self.panel.years() or whole.any() else ""

    @cached_property
    def group(self) -> str:
        """The grouping that stands where the map has no districts; empty where it has, or there is none."""
        return self.contents.group_of(self.panel)

    @cached_property
    def outcome(self) -> str:
        """The indicator that public order is read from in the year; empty where there is none."""
        return next(iter(with_figures(self.panel, self.contents.outcomes, self.year)), "")

    @cached_property
    def there(self) -> frozenset[str]:
        """The indicators with a figure of the year."""
        rows = self.panel.reported
        return frozenset(rows.loc[rows["value"].notna() & rows["period"].eq(self.year), "indicator"])

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The targets of the year, by indicator."""
        return load_targets(self.panel.province.id, self.year, self.project)

    @property
    def audience(self) -> str:
        """For whom it is: a briefing with releases is for publication."""
        return INTERNAL if self.releases is None else RELEASE

    @cached_property
    def scope(self) -> frozenset[str]:
        """The indicators that this province may report: those of another province alone were never owed."""
        own = ("", self.panel.province.id)
        known = self.panel.vocabulary.indicators
        return frozenset(name for name, what in known.items() if what.scope in own)

    def series(self, name: str, category: str = "") -> Series | None:
        """Compute the figures of the province over the years.

        Parameters
        ----------
        name
            ``"id"`` for the sum, ``"share:id"`` for part and whole, ``"rate:id"`` for a rate.
        category
            Value of its dimension.

        Returns
        -------
        Series or None
            None where it may not be summed or is not reported.
        """
        if split(name)[1] not in self.there:
            return None
        try:
            return published_series(_series(self, name, category), self.panel, self.releases, category)
        except (RefusedError, UnknownNameError):
            return None

    def standing(self, name: str, category: str = "") -> Standing | None:
        """Find where an indicator stands in the year.

        Parameters
        ----------
        name, category
            As in :meth:`series`.

        Returns
        -------
        Standing or None
            None where it has no figure of the year.
        """
        series = self.series(name, category)
        if series is None:
            return None
        what = self.panel.vocabulary.indicator(split(name)[1])
        label = (
            series.label(self.lang)
            if name.startswith("rate:") or what.kind == "rate"
            else what.label(self.lang)
        )
        if category:
            told = self.panel.vocabulary.category_label(what.id, category, self.lang)
            label = f"{label} ({lower_first(told)})" if told else label
        standing = Standing(series, label, self.year, self.lang)
        return standing if standing.has(self.year) else None

    def standings(self, names: Iterable[str]) -> tuple[Standing, ...]:
        """Find where several indicators stand, each category of one without a total apart.

        Parameters
        ----------
        names
            As in :meth:`series`.

        Returns
        -------
        tuple of Standing
            Those with a figure of the year.
        """
        found = [one for name in names for one in self._one_or_each(name)]
        return tuple(found)

    def _one_or_each(self, name: str) -> list[Standing]:
        if whole := self.standing(name):
            return [whole]
        if not self.panel.vocabulary.indicator(split(name)[1]).dimension:
            return []
        # Two lists are never added: each has its own sentence.
        each = (self.standing(name, category) for category in self.categories(split(name)[1]))
        return [one for one in each if one]

    def categories(self, indicator: str) -> tuple[str, ...]:
        """List the categories of an indicator that have a figure in the year or the one before.

        Parameters
        ----------
        indicator
            Indicator id.

        Returns
        -------
        tuple of str
            In the order of the vocabulary.
        """
        rows = self.panel.reported
        rows = rows[rows["indicator"].eq(indicator) & rows["period"].isin([self.year, self.before])]
        there = set(rows.loc[rows["value"].notna() & rows["category"].ne(""), "category"])
        ordered = [name for name in self.panel.vocabulary.categories(indicator) if name in there]
        return (*ordered, *sorted(there.difference(ordered)))


def once(make: Callable[Concatenate[Given, P], T]) -> Callable[Concatenate[Given, P], T]:
    """Compute what the main text and the slides both show only once.

    Parameters
    ----------
    make
        Computes it.

    Returns
    -------
    Callable
        The same, which remembers what it made of what was given.
    """

    @wraps(make)
    def remembered(given: Given, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (make.__module__, make.__qualname__, args)
        if key not in given.made:
            given.made[key] = make(given, *args, **kwargs)
        found: T = given.made[key]
        return found

    return remembered


@once
def _series(given: Given, name: str, category: str) -> Series:
    form, indicator = split(name)
    if given.panel.vocabulary.indicator(indicator).kind == "rate":
        return median_of_units(given.panel, indicator)
    if form == "share":
        return total_share(given.panel, indicator, category=category)
    if form == "rate":
        return total_rate(given.panel, indicator, category=category)
    return totals(given.panel, indicator, category=category)
