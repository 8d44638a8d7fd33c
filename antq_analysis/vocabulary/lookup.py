"""The vocabulary as one frozen whole, with the questions that other floors ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from antq_analysis.errors import UnknownNameError
from antq_analysis.vocabulary.changes import CUTTING_KINDS, Break
from antq_analysis.vocabulary.indicators import PROGRAMME, Ambiguous, Category, Dimension, Indicator
from antq_analysis.vocabulary.model_types import ModelGroup, ModelType
from antq_analysis.vocabulary.other_units import OtherWords
from antq_analysis.vocabulary.provinces import Province, plain_id

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Everything that may be named: indicators, categories, breaks, model types, provinces.

    Parameters
    ----------
    indicators
        By id, in the order of the file.
    dimensions
        By id, each with its categories.
    breaks
        In order of their first day.
    ambiguous
        Headers that must be asked about.
    model_types, model_groups
        By id, in the order of their tables.
    provinces
        By id, in the order of the file.
    other_units
        How the names of units begin that are no communes.
    """

    indicators: Mapping[str, Indicator]
    dimensions: Mapping[str, Dimension]
    breaks: tuple[Break, ...]
    ambiguous: tuple[Ambiguous, ...]
    model_types: Mapping[str, ModelType]
    model_groups: Mapping[str, ModelGroup]
    provinces: Mapping[str, Province]
    other_units: tuple[OtherWords, ...] = ()

    def indicator(self, indicator_id: str) -> Indicator:
        """Find an indicator.

        Parameters
        ----------
        indicator_id
            Its id.

        Returns
        -------
        Indicator
            The indicator.

        Raises
        ------
        UnknownNameError
            If there is none; the nearest is named.
        """
        return _find("errors.kind_indicator", indicator_id, self.indicators)

    def province(self, province_id: str) -> Province:
        """Find a province.

        Parameters
        ----------
        province_id
            Its id.

        Returns
        -------
        Province
            The province.

        Raises
        ------
        UnknownNameError
            If there is none; the one of that name, or the nearest, is named.
        """
        if province_id not in self.provinces:
            key = plain_id(province_id)
            meant = [
                entry.id
                for entry in self.provinces.values()
                if key in {entry.id, *(plain_id(name) for name in (entry.name_vi, entry.name_en))}
            ]
            one = meant[0] if len(meant) == 1 else ""
            raise UnknownNameError("errors.kind_province", province_id, self.provinces, one)
        return self.provinces[province_id]

    def indicators_of(self, province_id: str) -> tuple[Indicator, ...]:
        """List the indicators that a province may report.

        Parameters
        ----------
        province_id
            Its id.

        Returns
        -------
        tuple of Indicator
            Those of everywhere and those of this province alone.
        """
        self.province(province_id)
        return tuple(entry for entry in self.indicators.values() if entry.scope in ("", province_id))

    def categories(self, indicator_id: str) -> tuple[str, ...]:
        """List the categories that an indicator may have.

        Parameters
        ----------
        indicator_id
            Its id.

        Returns
        -------
        tuple of str
            Their ids, without the empty one that means all; empty when it has no dimension.

        Raises
        ------
        UnknownNameError
            If there is no such indicator.
        """
        dimension = self.indicator(indicator_id).dimension
        return tuple(value.id for value in self.dimensions[dimension].values) if dimension else ()

    def category(self, indicator_id: str, category_id: str) -> Category:
        """Find a category of an indicator.

        Parameters
        ----------
        indicator_id
            Id of the indicator.
        category_id
            Id of the category.

        Returns
        -------
        Category
            The category with its labels.

        Raises
        ------
        UnknownNameError
            If there is no such indicator, or it has no such category.
        """
        dimension = self.indicator(indicator_id).dimension
        values = self.dimensions[dimension].values if dimension else ()
        return _find("errors.kind_category", category_id, {value.id: value for value in values})

    def category_label(self, indicator_id: str, category_id: str, lang: str = "vi") -> str:
        """Say what a category is called.

        Parameters
        ----------
        indicator_id
            Id of the indicator.
        category_id
            Id of the category; empty text means all and has no label.
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The label.

        Raises
        ------
        UnknownNameError
            If there is no such indicator, or it has no such category.
        """
        if not category_id:
            return ""
        entry = self.category(indicator_id, category_id)
        return entry.label_en if lang == "en" else entry.label_vi

    def breaks_for(self, province_id: str, indicator_id: str) -> tuple[Break, ...]:
        """List the breaks that concern a series, in order of time.

        Parameters
        ----------
        province_id
            Id of the province.
        indicator_id
            Id of the indicator. A rate also breaks where one of its parts does.

        Returns
        -------
        tuple of Break
            Those that cut the series and those that are only facts beside it (``Break.cuts`` tells them apart).

        Raises
        ------
        UnknownNameError
            If there is no such province or indicator.
        """
        self.province(province_id)
        concerned = {indicator_id, *self.indicator(indicator_id).parts}
        return tuple(
            entry
            for entry in self.breaks
            if (not entry.provinces or province_id in entry.provinces)
            and (not entry.indicators or concerned & set(entry.indicators))
        )

    def method_version(self, province_id: str, indicator_id: str, day: date) -> str:
        """Say in which way a figure was made.

        Parameters
        ----------
        province_id
            Id of the province.
        indicator_id
            Id of the indicator.
        day
            Last day of the period, or the day of a stock.

        Returns
        -------
        str
            Version id; empty where the series never breaks. Two figures with different ids are two series.

        Raises
        ------
        UnknownNameError
            If there is no such province or indicator.
        """
        breaks = self.breaks_for(province_id, indicator_id)
        versions = []
        for kind in CUTTING_KINDS:
            chain = [entry for entry in breaks if entry.kind == kind]
            past = [entry for entry in chain if entry.on <= day]
            if chain:
                versions.append(past[-1].after if past else chain[0].before)
        return "+".join(versions)

    def contained_in(self, indicator_id: str) -> frozenset[str]:
        """List all that the definition of an indicator already contains, however deep.

        Parameters
        ----------
        indicator_id
            Id of an outcome.

        Returns
        -------
        frozenset of str
            Ids of indicators, and ``"programme"`` where the programme itself is part of the definition; the parts of
            a rate count as contained.

        Raises
        ------
        UnknownNameError
            If there is no such indicator.
        """
        found: set[str] = set()
        waiting = [indicator_id]
        while waiting:
            entry = self.indicator(waiting.pop())
            new = {*entry.contains, *entry.parts} - found
            found |= new
            waiting += sorted(new - {PROGRAMME})
        return frozenset(found)


def _find(what: str, name: str, known: Mapping[str, _Entry]) -> _Entry:
    if name not in known:
        raise UnknownNameError(what, name, known)
    return known[name]
