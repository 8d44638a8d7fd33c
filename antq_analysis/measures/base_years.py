"""Of which years the bases of rates are where they are not those of the year itself, said for people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import lower_first
from antq_analysis.vocabulary import Indicator

INTERPOLATED, FIXED = "interpolated ", "fixed "


@dataclass(frozen=True)
class BaseYears:
    """What must be said of the bases that rates rest on.

    Parameters
    ----------
    label_vi, label_en
        What the base is called.
    spans
        By period, how many units rest on an interpolated base, by its two known years such as ``2019–2024``.
    lacking
        By period, how many units have figures and no base.
    fixed
        The one year whose base all rates rest on; empty where each year has its own.
    carried
        Periods that were computed on the map of `map_date`, because more of their base is known there.
    map_date
        Date of that map, ISO text.
    """

    label_vi: str
    label_en: str
    spans: Mapping[str, Mapping[str, int]]
    lacking: Mapping[str, int]
    fixed: str = ""
    carried: tuple[str, ...] = ()
    map_date: str = ""

    def label(self, lang: str = "vi") -> str:
        """Say what the base is, as within a sentence.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            For instance ``dân số``.
        """
        return lower_first(self.label_en if lang == "en" else self.label_vi)

    def short(self, lang: str = "vi", period: str = "") -> str:
        """Say in a few words what a subtitle must not leave out.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.
        period
            The period that is shown; by default all of them.

        Returns
        -------
        str
            For instance ``dân số nội suy 2019–2024 (151 đơn vị)``; empty where each unit has the base of the year.
        """
        if self.fixed:
            return say("measures.base_of_year", lang, base=self.label(lang), year=self.fixed)
        own = self.spans.get(period, {})
        if not own:
            return ""
        ends = sorted({end for span in own for end in span.split("–")})
        span = f"{ends[0]}–{ends[-1]}"
        return say("measures.base_between", lang, base=self.label(lang), span=span, n=sum(own.values()))

    def notes(self, lang: str = "vi", periods: Collection[str] | None = None) -> tuple[str, ...]:
        """Say on which years the bases rest, and where there is none and what to do.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.
        periods
            The periods that are shown; by default all.

        Returns
        -------
        tuple of str
            Sentences; none where each unit has the base of the year.
        """
        base, notes = self.label(lang), []
        if self.fixed:
            notes.append(say("measures.base_fixed", lang, base=base, year=self.fixed))
        by_span: dict[str, dict[str, int]] = {}
        for period in sorted(self._shown(self.spans, periods)):
            for span, n in self.spans[period].items():
                by_span.setdefault(span, {})[period] = n
        for span, counts in sorted(by_span.items()):
            notes.append(
                say("measures.base_interpolated", lang, base=base, span=span, years=_counted(counts))
            )
        if moved := self._shown(self.carried, periods):
            day = date.fromisoformat(self.map_date)
            notes.append(say("measures.base_carried", lang, years=", ".join(moved), day=day, base=base))
        if lacking := {period: self.lacking[period] for period in self._shown(self.lacking, periods)}:
            key = "measures.base_lacking_fixed" if self.fixed else "measures.base_lacking"
            notes.append(say(key, lang, base=base, years=_counted(lacking), year=self.fixed))
        return tuple(notes)

    def todo(self, lang: str = "vi", periods: Collection[str] | None = None) -> tuple[str, ...]:
        """Say what to do where bases are missing; no figure for leaders bears it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.
        periods
            The periods that are spoken of; by default all.

        Returns
        -------
        tuple of str
            At most one sentence.
        """
        if not self._shown(self.lacking, periods):
            return ()
        key = "measures.base_lacking_fixed_todo" if self.fixed else "measures.base_lacking_todo"
        return (say(key, lang, base=self.label(lang), year=self.fixed),)

    @staticmethod
    def _shown(known: Collection[str], periods: Collection[str] | None) -> list[str]:
        return [period for period in known if periods is None or period in periods]


def base_years(
    rows: pd.DataFrame, base: Indicator, *, fixed: str = "", carried: Collection[str] = (), map_date: str = ""
) -> BaseYears:
    """Count on which years the bases of rates rest.

    Parameters
    ----------
    rows
        Columns period, events, exposure, base; one row a unit and period.
    base
        The indicator that is divided by.
    fixed, carried, map_date
        As in :class:`BaseYears`.

    Returns
    -------
    BaseYears
        What must be said of them.
    """
    used = rows[rows["events"].notna() & rows["exposure"].notna()]
    drawn = used[used["base"].str.startswith(INTERPOLATED)]
    spans: dict[str, dict[str, int]] = {}
    for period, own in drawn.groupby("period"):
        counts = own["base"].str.removeprefix(INTERPOLATED).value_counts().sort_index()
        spans[str(period)] = {str(span): int(n) for span, n in counts.items()}
    without = rows.loc[rows["events"].notna() & rows["exposure"].isna(), "period"].value_counts()
    return BaseYears(
        label_vi=base.label_vi,
        label_en=base.label_en,
        spans=spans,
        lacking={str(period): int(n) for period, n in without.sort_index().items()},
        fixed=fixed,
        carried=tuple(sorted(carried)),
        map_date=map_date,
    )


def said_of(base: BaseYears | None, lang: str, periods: Collection[str] | None = None) -> str:
    """Say behind a sentence of which years its base is.

    Parameters
    ----------
    base
        What must be said of it; None says nothing.
    lang
        ``"vi"`` or ``"en"``.
    periods
        The periods that are spoken of; by default all.

    Returns
    -------
    str
        Sentences with what to do, each after a blank; empty where each unit has the base of the year.
    """
    notes = (*base.notes(lang, periods), *base.todo(lang, periods)) if base else ()
    return "".join(f" {note}" for note in notes)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{period} ({n})" for period, n in counts.items())
