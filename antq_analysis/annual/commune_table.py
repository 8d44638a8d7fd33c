"""The table of communes of a year: the total, each district with its communes, and every kind of nothing told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.annual.stage_notes import say_stages
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_share
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.usual import usual_measure, usual_series
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.merging import PARTS_DIFFER, say_mixed
from antq_analysis.show.layer import district_keys
from antq_analysis.show.mapped import level_of
from antq_analysis.show.style import APPORTIONED_FROM
from antq_analysis.show.table import NOT_AVAILABLE, STAR, Column, Table
from antq_analysis.show.table_content import BOUNDS, HEADING, TOTAL, star_of
from antq_analysis.show.words import say_source, unit_name, warning_of
from antq_analysis.vocabulary import Indicator
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

SUM, STATE = "sum", "flags"
_CONFLICT = "≠"


@dataclass(frozen=True)
class _Row:
    code: str
    name: str
    kind: str
    members: tuple[str, ...]


def communes_table(
    panel: Panel, year: str, indicators: tuple[str, ...], rates: tuple[str, ...] = (), lang: str = "vi"
) -> Table:
    """Lay out the figures of every commune in one year: districts in order, communes in register order in each.

    The total of the province stands on top and that of a district above its communes, only for what may be summed; how
    many communes they lack stands behind them. What organisations, police posts and the like report stands in one row
    below and counts in the total of the province.

    Parameters
    ----------
    panel
        The panel.
    year
        The year.
    indicators
        Indicator ids, one a column.
    rates
        Ids of those whose rate or share is added, with its interval; others are passed over.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Table
        States in words; ``…`` no figure, ``KX`` not in scope, ``≠`` two contradicting figures.
    """
    rows = _rows(panel, lang)
    beside = _beside(panel, year, indicators)
    if len(beside):
        rows.append(_Row("", say("annual.others", lang, n=len(beside)), "", ()))
    texts = (say("annual.column_code", lang), say("annual.column_name", lang))
    columns = [
        Column(head, "text", (key,), (head,)) for head, key in zip(texts, ("code", "name"), strict=True)
    ]
    content: dict[str, list[Any]] = {"code": [row.code for row in rows], "name": [row.name for row in rows]}
    symbols: dict[str, list[str]] = {}
    stars: dict[str, list[str]] = {}
    for name in indicators:
        what = panel.vocabulary.indicator(name)
        figures = _figures(panel, name, year)
        if figures is None:
            continue
        cells = [_cell(row, figures, beside, what, lang) for row in rows]
        head = _own_head(what.label(lang), columns)
        values = pd.Series([value for value, _, _ in cells], dtype=float)
        columns.append(Column(head, "number", (name,), (head,), 0 if (values.dropna() % 1 == 0).all() else 1))
        content[name] = list(values)
        symbols[head], stars[head] = [mark for _, mark, _ in cells], [star for _, _, star in cells]
    based = [_add_rate(panel, year, name, rows, (columns, content, symbols), lang) for name in rates]
    signs, source = _notes(symbols, stars, panel, lang)
    return Table(
        title=say("annual.table_title", lang, year=year),
        subtitle=panel.province.name(lang),
        columns=tuple(columns),
        content=pd.DataFrame(content).astype({"code": "str", "name": "str"}),
        symbols=pd.DataFrame(symbols, dtype="str"),
        stars=pd.DataFrame(stars, dtype="str"),
        kinds=pd.Series([row.kind for row in rows], dtype="str"),
        notes=(
            signs,
            *say_stages(panel, year, tuple(dict.fromkeys((*indicators, *rates))), lang),
            *dict.fromkeys(note for notes in based for note in notes),
            source,
        ),
        warning=warning_of(panel.province, lang),
        lang=lang,
    )


def _rows(panel: Panel, lang: str) -> list[_Row]:
    units = pd.DataFrame(panel.units.drop(columns="geometry", errors="ignore"))
    keys = district_keys(units)
    order = pd.DataFrame({"district": keys, "name": units["name"]}, index=units.index)
    # Units without a district stand last, as in every other table.
    order = order.assign(last=order["district"].eq("") & bool(keys.ne("").any()))
    order = order.sort_values(["last", "district"], kind="stable")
    rows = [_Row("", say("annual.total", lang), TOTAL, tuple(map(str, order.index)))]
    for district, members in order.groupby("district", sort=False):
        codes = tuple(map(str, members.index))
        if district:
            rows.append(_Row("", str(units.loc[codes[0], "district_name"]), HEADING, codes))
        rows += [_Row(code, str(units.loc[code, "name"]), "", (code,)) for code in codes]
    return rows


def _figures(panel: Panel, indicator: str, year: str) -> pd.DataFrame | None:
    rows = panel.observations
    rows = rows[rows["level"].eq("commune") & rows["period"].eq(year)]
    rows = rows[rows["indicator"].eq(indicator) & rows["category"].eq("")]
    # Two ways of counting in one year are two figures of a commune: neither stands for both.
    if rows.empty or rows["unit_code"].duplicated().any():
        return None
    return rows.set_index("unit_code").reindex(panel.units.index)


def _beside(panel: Panel, year: str, indicators: Sequence[str]) -> pd.DataFrame:
    rows = panel.reported
    counted = [name for name in indicators if panel.vocabulary.indicator(name).adds_up == SUM]
    rows = rows[rows["level"].isin(OTHER_LEVELS) & rows["period"].eq(year) & rows["value"].notna()]
    rows = rows[rows["indicator"].isin(counted) & rows["category"].eq("")]
    return rows.pivot_table(index="unit_code", columns="indicator", values="value", aggfunc="sum")


def _cell(
    row: _Row, figures: pd.DataFrame, beside: pd.DataFrame, what: Indicator, lang: str
) -> tuple[float, str, str]:
    """Give a figure, what is printed in its place, and what is printed behind it."""
    if not row.members:
        value = beside[what.id].sum(min_count=1) if what.id in beside else np.nan
        return float(value), "", ""
    own = figures.loc[list(row.members)]
    if row.kind:
        others = beside[what.id].sum() if row.kind == TOTAL and what.id in beside else 0.0
        return _sum(own, float(others), what, lang)
    value, status = float(own["value"].iloc[0]), own["status"].iloc[0]
    if np.isnan(value) and PARTS_DIFFER in str(own["rule"].iloc[0]):
        return value, say_mixed(str(own["value_text"].iloc[0]), lang), ""
    if np.isnan(value):
        return value, _mark("" if pd.isna(status) else str(status), lang), ""
    if what.adds_up == STATE and value in (0, 1):
        words = what.unit(lang).split("/")[-2:]
        word = words[int(value)] if len(words) == 2 else what.label(lang)
        return value, word[:1].upper() + word[1:], ""
    star = star_of(float(own["apportioned_share"].iloc[0]), lang) if status == "apportioned" else ""
    return value, "", star + BOUNDS.get(str(own["comparator"].iloc[0]), "")


def _sum(own: pd.DataFrame, others: float, what: Indicator, lang: str) -> tuple[float, str, str]:
    known = own[own["value"].notna()]
    if what.adds_up not in (SUM, STATE):
        return np.nan, "", ""
    missing = int((own["value"].isna() & own["status"].ne("not_applicable")).sum())
    lacks = " " + say("annual.lacks", lang, n=missing) if missing else ""
    if known.empty:
        return np.nan, NOT_AVAILABLE if missing else _mark("not_applicable", lang), ""
    total = float(known["value"].sum()) + others
    if what.adds_up == STATE:
        return total, format_share(total, len(known), lang) + lacks, ""
    bound = BOUNDS.get(obs.join_comparators(known["comparator"]), "")
    return total, "", bound + lacks


def _mark(status: str, lang: str) -> str:
    if status == "not_applicable":
        return say("show.mark_not_applicable", lang)
    return _CONFLICT if status == "conflict" else NOT_AVAILABLE


def _own_head(label: str, columns: Sequence[Column]) -> str:
    taken = {column.head for column in columns}
    return label if label not in taken else f"{label} ({len(columns)})"


def _add_rate(
    panel: Panel,
    year: str,
    indicator: str,
    rows: Sequence[_Row],
    table: tuple[list[Column], dict[str, list[Any]], dict[str, list[str]]],
    lang: str,
) -> tuple[str, ...]:
    columns, content, symbols = table
    measure = usual_measure(panel, indicator)
    if year not in measure.periods() or measure.frame["exposure"].isna().all():
        return ()
    own = measure.at(year)
    # A quotient of a bound or an approximate number is none; the total has one where every part is exact.
    exact = own.assign(value=own["value"].where(own["comparator"].isin(obs.EXACT)))
    head = _own_head(f"{measure.label(lang)} ({measure.unit(lang)})", columns)
    keys = {part: f"{part}:{indicator}" for part in ("value", "low", "high")}
    # The rate of the province is the one of its headline, which counts what other units report as well.
    whole = usual_series(panel, indicator).frame
    told = whole["value"].where(whole["comparator"].eq("exact"))
    total = float(told.get(year, np.nan))
    lines = [(total, np.nan, np.nan) if row.kind == TOTAL else _rate_of(row, exact, measure) for row in rows]
    columns.append(Column(head, "number", (keys["value"],), (head,), 1))
    content[keys["value"]] = [line[0] for line in lines]
    symbols[head] = [_rate_mark(row, line[0], own, lang) for row, line in zip(rows, lines, strict=True)]
    if any(np.isfinite(line[1]) for line in lines):
        ends = tuple(say(f"show.col_{end}", lang) for end in ("low", "high"))
        columns.append(
            Column(say("show.col_interval", lang), "interval", (keys["low"], keys["high"]), ends, 1)
        )
        for place, part in enumerate(("low", "high"), 1):
            content[keys[part]] = [line[place] for line in lines]
    return measure.base.notes(lang, (year,)) if measure.base else ()


def _rate_of(row: _Row, exact: pd.DataFrame, measure: Measure) -> tuple[float, float, float]:
    own = exact[exact.index.isin(row.members)]
    if row.kind:
        level = level_of(own)
        return np.nan if level is None else level, np.nan, np.nan
    if own.empty or np.isnan(own["value"].iloc[0]):
        return np.nan, np.nan, np.nan
    one = own.iloc[0]
    # Of a share everything was counted; its interval says nothing that the table needs.
    ends = (np.nan, np.nan) if measure.unit_vi == "%" else (float(one["low"]), float(one["high"]))
    return float(one["value"]), *ends


def _rate_mark(row: _Row, value: float, own: pd.DataFrame, lang: str) -> str:
    if not np.isnan(value) or not row.members:
        return ""
    if row.kind:
        return ""
    status = str(own["status"].get(row.code, ""))
    return _mark(status if status in ("not_applicable", "conflict") else "", lang)


def _notes(
    symbols: dict[str, list[str]], stars: dict[str, list[str]], panel: Panel, lang: str
) -> tuple[str, str]:
    used = {mark for column in symbols.values() for mark in column}
    behind = "".join(star for column in stars.values() for star in column)
    parts = [say("show.mark_none_means", lang)]
    if NOT_AVAILABLE in used:
        parts.append(say("annual.mark_no_figure_means", lang))
    if say("show.mark_not_applicable", lang) in used:
        parts.append(say("show.mark_not_applicable_means", lang))
    if _CONFLICT in used:
        parts.append(say("show.mark_conflict_means", lang))
    if STAR in behind:
        parts.append(say("show.mark_apportioned_means", lang, least=f"{APPORTIONED_FROM:.0%}"))
    if any(sign in behind for sign in BOUNDS.values()):
        parts.append(say("show.mark_bounds_mean", lang))
    lacking = say("annual.lacks", lang, n="").partition(")")[0].strip()
    if any(lacking in text for text in (behind, *used)):
        parts.append(say("annual.lacks_means", lang, units=unit_name(panel.province, lang)))
    return ("; ".join(parts) + ".", say_source(panel.province, panel.map_date, lang))
