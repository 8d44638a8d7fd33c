"""The table of this year beside last year, its target and the year that targets are measured from."""

from collections.abc import Sequence

import numpy as np

from antq_analysis.briefing.communes.cells import mark
from antq_analysis.briefing.given import Given
from antq_analysis.briefing.laid_out import MISSING, Figured, figured, in_percent, lay_out, signed
from antq_analysis.briefing.standing import Standing
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import MIN_BASE, format_number, format_share
from antq_analysis.measures.frame import SUPPRESSED, Series
from antq_analysis.show.table import Table
from antq_analysis.show.words import say_source
from antq_analysis.sources.targets import AT_LEAST, CHANGE_AT_MOST, Target


class _Notes:
    """Reasons that stand beneath a table, each with its mark."""

    def __init__(self, given: Given) -> None:
        self.reasons: list[str] = []
        self.given = given

    def mark(self, reason: str) -> str:
        if reason not in self.reasons:
            self.reasons.append(reason)
        return f"({self.reasons.index(reason) + 1})"

    def revised(self, one: Standing, period: str) -> str:
        """Say how a figure of the whole differs from what was handed in; empty where it does not."""
        label = self.given.panel.vocabulary.indicator(one.series.indicator).label(one.lang)
        of_all = one.name in (label, one.series.label(one.lang))
        return self.given.revised.get((one.series.indicator, period), "") if of_all else ""

    def told(self) -> list[str]:
        return [f"({i}) {reason}" for i, reason in enumerate(self.reasons, start=1)]


def compared_table(
    given: Given, title: str, standings: Sequence[Standing], *, with_targets: bool = False
) -> Table:
    """Lay out this year, last year and the change; what may not be compared has the reason beneath.

    Parameters
    ----------
    given
        Panel, year and language.
    title
        What the table shows.
    standings
        What stands in the rows.
    with_targets
        Add targets, and the year that targets are measured from.

    Returns
    -------
    Table
        Columns: what, this year, last year, difference, percent; then target and base year.
    """
    lang, notes = given.lang, _Notes(given)
    since, baseline = given.before, given.outline.baseline
    # A base year that is one of the two columns already tells nothing more.
    based = with_targets and baseline < (since or given.year)
    heads = [say("briefing.column_what", lang), _year(given.year, lang)]
    if since:
        heads += [
            _year(since, lang),
            *(say(f"briefing.column_{name}", lang) for name in ("difference", "percent")),
        ]
    heads += [say("briefing.column_target", lang)] if with_targets else []
    heads += [_year(baseline, lang)] if based else []
    rows = []
    for one in standings:
        row: list[str | Figured] = [one.label(), _cell(one, given.year, notes)]
        row += [_earlier(one, since, notes), *_change(one, since, notes)] if since else []
        row += [_target(given, one)] if with_targets else []
        row += [_earlier(one, baseline, notes)] if based else []
        rows.append(row)
    under = [say("briefing.table_signs", lang, base=MIN_BASE), *notes.told()]
    periods = (since, baseline) if based else (since,)
    if any(one.is_hidden(period) for one in standings for period in periods if period):
        under.append(say("show.mark_suppressed_means", lang) + ".")
    under += _documents(given, standings) if with_targets else []
    under.append(say_source(given.panel.province, given.panel.map_date, lang))
    return lay_out(given, title, heads, rows, under)


def _year(year: str, lang: str) -> str:
    return say("briefing.column_year", lang, year=year)


def _is_share(series: Series) -> bool:
    return series.unit_vi == "%"


def _cell(one: Standing, period: str, notes: _Notes) -> Figured:
    if not one.has(period):
        return _nothing(one, period)
    row = one.series.at(period)
    value, lang = float(row["value"]), one.lang
    mark = ""
    if n := int(row["n_missing"]):
        units = one.series.province.unit_name(lang)
        words = {"n": n, "year": period, "label": one.name, "units": units}
        mark = " " + notes.mark(say("briefing.lacking_row", lang, **words))
    if stage := one.stage(period):
        mark += " " + notes.mark(say("briefing.not_final_row", lang, year=period, stage=stage))
    if revised := notes.revised(one, period):
        mark += " " + notes.mark(revised)
    if _is_share(one.series) and row["exposure"] > 0:
        return Figured(value, format_share(row["events"], row["exposure"], lang) + mark)
    if row["comparator"] != "exact":
        return Figured(value, one.figure(period).removesuffix(one.series.unit(lang)).strip() + mark)
    cell = figured(value, lang, one.series.decimals())
    return cell if not mark else Figured(value, (cell.symbol or format_number(value, lang, 0)) + mark)


def _nothing(one: Standing, period: str) -> Figured:
    return Figured(symbol=mark(SUPPRESSED, one.lang)) if one.is_hidden(period) else MISSING


def _earlier(one: Standing, since: str, notes: _Notes) -> Figured:
    cell = _cell(one, since, notes)
    if not np.isfinite(cell.value):
        return cell
    now, then = one.series.at(one.year), one.series.at(since)
    if now["method_version"] == then["method_version"]:
        return cell
    # A figure counted in another way stands there with its reason, never bare beside this year's.
    mark = notes.mark(_reason(one, since))
    return Figured(cell.value, f"{cell.symbol or format_number(cell.value, one.lang, 0)} {mark}")


def _reason(one: Standing, since: str) -> str:
    return say("briefing.reason", one.lang, since=since, reason=one.why_not(since))


def _change(one: Standing, since: str, notes: _Notes) -> list[Figured]:
    if not one.has(since):
        return [_nothing(one, since), Figured()]
    if one.why_not(since):
        return [Figured(symbol=notes.mark(_reason(one, since))), Figured()]
    difference, percent = one.difference(since)
    points = " " + say("measures.percentage_points", one.lang) if _is_share(one.series) else ""
    decimals = one.series.decimals()
    return [signed(difference, one.lang, decimals, points), in_percent(percent, one.lang)]


def target_of(given: Given, one: Standing) -> Target | None:
    """Find the target of what stands in a row.

    Parameters
    ----------
    given
        Year and province.
    one
        The row.

    Returns
    -------
    Target or None
        None where there is none, or it is measured in something else.
    """
    target = given.targets.get(one.series.indicator)
    if target is None:
        return None
    of_share = target.unit == "%" and target.comparator != CHANGE_AT_MOST
    counted_in = given.panel.vocabulary.indicator(one.series.indicator).unit_vi
    is_rate = one.series.unit_vi not in ("%", counted_in)
    return target if of_share == _is_share(one.series) and not is_rate else None


def _target(given: Given, one: Standing) -> str:
    target = target_of(given, one)
    if target is None:
        return ""
    text = target.text(one.lang)
    if target.period != given.year:
        text = say("briefing.target_by", one.lang, target=text, year=target.period)
    if target.national:
        return say("briefing.target_national", one.lang, target=text)
    met = reached(target, one)
    if met is None:
        return text
    return say(f"briefing.target_{'met' if met else 'open'}", one.lang, target=text)


def reached(target: Target, one: Standing) -> bool | None:
    """Tell whether a target is reached.

    Parameters
    ----------
    target
        The target.
    one
        The figure.

    Returns
    -------
    bool or None
        None where communes are missing, the figure is a bound, or the change on its base year may not be computed.
    """
    row = one.series.at(one.year)
    value = float(row["value"])
    if row["n_missing"] or row["comparator"] != "exact":
        return None
    if target.comparator == CHANGE_AT_MOST:
        if one.why_not(target.baseline):
            return None
        percent = one.difference(target.baseline)[1]
        return None if np.isnan(percent) else percent <= target.value
    return value >= target.value if target.comparator == AT_LEAST else value <= target.value


def _documents(given: Given, standings: Sequence[Standing]) -> list[str]:
    notes = []
    for one in standings:
        target = target_of(given, one)
        if target is None:
            continue
        words = {"label": one.name, "target": target.text(one.lang), "document": target.document or "…"}
        text = say("briefing.target_source", one.lang, **words)
        if target.comparator == CHANGE_AT_MOST and one.has(target.baseline):
            reason = one.why_not(target.baseline)
            since = {"since": target.baseline}
            text += " " + (
                say("briefing.reason", one.lang, reason=reason, **since)
                if reason
                else say("briefing.since_base", one.lang, change=one.change(target.baseline), **since)
            )
        notes.append(text)
    return notes
