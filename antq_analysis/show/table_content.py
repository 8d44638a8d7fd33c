"""What stands in a table: from a measure, a series or a frame to rows, columns, symbols and notes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from antq_analysis.errors import UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.frame import MIXED, SUPPRESSED, YEAR, Measure, Series
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.places.carrying.merging import say_mixed
from antq_analysis.places.groups import NO_GROUPS
from antq_analysis.show.layer import district_keys, district_order
from antq_analysis.show.level import bound_of, lacking_of, level_of, shown_sum
from antq_analysis.show.lines import cut_text, cuts_of, trend_notes, trend_subtitle
from antq_analysis.show.mapped import subtitle_of
from antq_analysis.show.style import APPORTIONED_FROM
from antq_analysis.show.table import NOT_AVAILABLE, STAR, Column
from antq_analysis.show.words import say_source, unit_name, units_name

TOTAL, HEADING, CUT = "total", "heading", "cut"
_FIGURES = ("events", "exposure", "value", "low", "high")

BOUNDS = {"over": "≥", "under": "≤", "about": "≈"}
"""Signs behind figures of which a source gives only a bound, or about how many."""


def from_measure(measure: Measure, period: str | None, lang: str, *, summed: bool) -> dict[str, Any]:
    """Lay out a measure: the total, then each district with its units in register order.

    Parameters
    ----------
    measure
        What.
    period
        One period, or None for all side by side.
    lang
        ``"vi"`` or ``"en"``.
    summed
        Whether plain figures may be added up; rates and shares are recomputed from their parts in any case.

    Returns
    -------
    dict
        Fields of a table.

    Raises
    ------
    UnknownNameError
        If the measure has no such period.
    """
    if period is not None and period not in measure.periods():
        raise UnknownNameError("errors.kind_period", period, measure.periods())
    periods = measure.periods() if period is None else (period,)
    columns = _measure_columns(measure, periods, lang)
    order = _register_order(measure)
    rows = [
        _total_row(measure, periods, order["unit_code"], (say("show.total", lang), TOTAL), (lang, summed))
    ]
    for district, members in order.groupby("district", sort=False):
        if district:
            name = str(members["district_name"].iloc[0])
            rows.append(_total_row(measure, periods, members["unit_code"], (name, HEADING), (lang, summed)))
        named = zip(members["unit_code"], members["name"], strict=True)
        rows += [_unit_row(measure, periods, code, name, lang) for code, name in named]
    cells = _assemble(rows, columns)
    return {
        "title": measure.label(lang),
        "subtitle": subtitle_of(
            measure, f"{periods[0]}-{periods[-1]}" if len(periods) > 1 else periods[0], lang
        ),
        "columns": columns,
        **cells,
        "notes": (
            *_legend(cells, columns, lang),
            *_without_others(measure, periods, lang),
            *measure.notes(lang, periods),
            say_source(measure.province, measure.map_date, lang),
        ),
    }


def _without_others(measure: Measure, periods: tuple[str, ...], lang: str) -> tuple[str, ...]:
    known = [f"{period} ({measure.others[period].n})" for period in periods if period in measure.others]
    units = unit_name(measure.province, lang)
    return (say("show.note_others_table", lang, units=units, years=", ".join(known)),) if known else ()


def _register_order(measure: Measure) -> pd.DataFrame:
    codes = measure.units.index.union(measure.frame.index.get_level_values("unit_code").unique())
    units = pd.DataFrame(measure.units.drop(columns="geometry", errors="ignore")).reindex(codes)
    table = pd.DataFrame(
        {
            "unit_code": codes.astype("str"),
            "name": units["name"].fillna("").to_numpy(),
            "district": district_keys(units).to_numpy(),
            "rank": district_order(units).to_numpy(),
            "district_name": units["district_name"].fillna("").to_numpy() if "district_name" in units else "",
        }
    )
    if isinstance(measure, GroupMeasure):
        return table.set_index("unit_code").reindex(measure.units.index).reset_index(names="unit_code")
    # Units without a district (posts, parks) stand last, beneath the communes.
    return table.sort_values(["rank", "unit_code"], kind="stable", ignore_index=True)


def _is_share(measure: Measure) -> bool:
    return measure.unit_vi.startswith("%") and bool(measure.frame["exposure"].notna().any())


def _measure_columns(measure: Measure, periods: tuple[str, ...], lang: str) -> tuple[Column, ...]:
    frame = measure.frame
    decimals = 0 if (frame["value"].dropna() % 1 == 0).all() else 1
    columns = list(_name_columns(measure, lang))
    for period in periods:
        keys = {figure: f"{figure}:{period}" for figure in _FIGURES}
        tail = f" {period}" if len(periods) > 1 else ""
        part, whole = (say(f"show.col_{key}", lang) + tail for key in ("events", "exposure"))
        value = period if len(periods) > 1 else f"{measure.label(lang)} ({measure.unit(lang)})"
        if _is_share(measure):
            heads = (part, whole, f"{say('show.col_percent', lang)}{tail}")
            columns.append(
                Column(value, "share", (keys["events"], keys["exposure"], keys["value"]), heads, 1)
            )
            continue
        if len(periods) == 1 and frame["exposure"].notna().any():
            columns.append(Column(part, "number", (keys["events"],), (part,)))
            columns.append(Column(whole, "number", (keys["exposure"],), (whole,)))
        kind = "year" if frame["method"].eq(YEAR).any() else "number"
        columns.append(Column(value, kind, (keys["value"],), (value,), decimals))
        if len(periods) == 1 and frame["low"].notna().any():
            ends = tuple(say(f"show.col_{end}", lang) for end in ("low", "high"))
            columns.append(
                Column(say("show.col_interval", lang), "interval", (keys["low"], keys["high"]), ends, 1)
            )
    return tuple(columns)


def _name_columns(measure: Measure, lang: str) -> tuple[Column, Column]:
    units = units_name(measure, lang)
    heads = say("show.col_code", lang), units[:1].upper() + units[1:]
    return tuple(
        Column(head, "text", (key,), (head,)) for key, head in zip(("code", "name"), heads, strict=True)
    )  # type: ignore[return-value]


def _unit_row(measure: Measure, periods: tuple[str, ...], code: str, name: str, lang: str) -> dict[str, Any]:
    if isinstance(measure, GroupMeasure):
        name = measure.name_of(code, lang)
    shown = "" if code in NO_GROUPS else code
    row: dict[str, Any] = {"code": shown, "name": name, "kind": "", "marks": {}, "stars": {}}
    for period in periods:
        if (code, period) not in measure.frame.index:
            continue
        row |= {f"{figure}:{period}": measure.frame.at[(code, period), figure] for figure in _FIGURES}
        status = str(measure.frame.at[(code, period), "status"])
        text = str(measure.frame.at[(code, period), "value_text"])
        row["marks"][period] = say_mixed(text, lang) if status == MIXED else _mark(status, lang)
        bound = BOUNDS.get(str(measure.frame.at[(code, period), "comparator"]), "")
        row["share"] = measure.frame.at[(code, period), "apportioned_share"]
        row["stars"][period] = (star_of(row["share"], lang) if status == "apportioned" else "") + bound
        if isinstance(measure, GroupMeasure):
            row["stars"][period] += _lacks(measure, pd.Index([code]), period, lang)
        if text and status != MIXED:
            row["stars"][period] += f" ({say_mixed(text, lang)})"
    return row


def _lacks(measure: Measure, codes: pd.Index, period: str, lang: str) -> str:
    lacking = lacking_of(measure, codes, period)
    return f" {say('show.lacks', lang, n=lacking)}" if lacking else ""


def star_of(share: float, lang: str = "vi") -> str:
    """Mark an apportioned value, with the share of it that was apportioned where this is not little.

    Parameters
    ----------
    share
        Share of the value that was apportioned, 0 to 1.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``* (35%)``.

    Examples
    --------
    >>> star_of(0.351), star_of(0.02)
    ('* (35%)', '*')
    """
    return f"{STAR} ({format_number(share * 100, lang, 0)}%)" if share >= APPORTIONED_FROM else STAR


def _mark(status: str, lang: str) -> str:
    words = {"not_available": NOT_AVAILABLE, "conflict": "≠"}
    if status in ("suppressed", "not_applicable"):
        return say(f"show.mark_{status}", lang)
    return words.get(status, "")


def _total_row(
    measure: Measure,
    periods: tuple[str, ...],
    codes: pd.Series,
    head: tuple[str, str],
    marks: tuple[str, bool],
) -> dict[str, Any]:
    lang, summed = marks
    row: dict[str, Any] = {"code": "", "name": head[0], "kind": head[1], "marks": {}, "stars": {}}
    for period in periods:
        rows = measure.at(period)
        rows = rows[rows.index.isin(codes)]
        known, hidden = rows[rows["value"].notna()], rows["status"].eq(SUPPRESSED)
        whole = shown_sum(measure, rows.index, period)
        plain = bool(measure.frame["exposure"].isna().all())
        level = _sum_of(known, whole) if plain and summed else None if plain else level_of(rows, whole=whole)
        withheld = measure.shown_sums is not None and whole is None and len(known) > 0
        if (hidden.any() and level is None) or withheld:
            # A total beside the visible parts would give the hidden ones away.
            row["marks"][period] = say("show.mark_suppressed", lang)
        elif level is not None:
            lacks = _lacks(measure, pd.Index(codes), period, lang)
            row["stars"][period] = BOUNDS.get(bound_of(rows), "") + lacks
            events = whole if whole is not None and hidden.any() else float(known["events"].sum())
            row |= {f"events:{period}": events, f"value:{period}": level}
            row[f"exposure:{period}"] = float(
                rows.loc[known.index.union(rows.index[hidden]), "exposure"].sum()
            )
    return row


def _sum_of(known: pd.DataFrame, whole: float | None) -> float | None:
    if whole is not None:
        return whole
    same = len(known) > 0 and bool((known["events"] == known["value"]).all())
    return float(known["value"].sum()) if same else None


def _assemble(rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> dict[str, Any]:
    texts = {key for column in columns if column.kind == "text" for key in column.keys}
    keys = [key for column in columns for key in column.keys]
    content = pd.DataFrame({k: [row.get(k, "" if k in texts else np.nan) for row in rows] for k in keys})
    content = content.astype({k: "str" if k in texts else float for k in keys})
    signs = {
        field: pd.DataFrame(
            {
                column.head: [row.get(field, {}).get(column.keys[0].partition(":")[2], "") for row in rows]
                for column in columns
                if column.kind != "text" and not column.keys[0].startswith("exposure")
            },
            dtype="str",
        )
        for field in ("marks", "stars")
    }
    kinds = pd.Series([row["kind"] for row in rows], dtype="str")
    return {"content": content, "symbols": signs["marks"], "stars": signs["stars"], "kinds": kinds}


def _legend(cells: dict[str, Any], columns: tuple[Column, ...], lang: str) -> tuple[str, ...]:
    used = set(cells["symbols"].to_numpy().ravel())
    numbers = [key for column in columns if column.kind == "number" for key in column.keys]
    parts = [say("show.mark_none_means", lang)] if (cells["content"][numbers] == 0).any(axis=None) else []
    signs = "".join(cells["stars"].to_numpy(dtype=str).ravel())
    if STAR in signs:
        parts.append(say("show.mark_apportioned_means", lang, least=f"{APPORTIONED_FROM:.0%}"))
    if any(sign in signs for sign in BOUNDS.values()):
        parts.append(say("show.mark_bounds_mean", lang))
    if NOT_AVAILABLE in used:
        parts.append(say("show.mark_not_available_means", lang))
    if "≠" in used:
        parts.append(say("show.mark_conflict_means", lang))
    parts += [
        say(f"show.mark_{status}_means", lang)
        for status in ("suppressed", "not_applicable")
        if say(f"show.mark_{status}", lang) in used
    ]
    parts.append(say("show.mark_blank_means", lang))
    lacks = say("show.lacks", lang, n=0).rstrip("0)")
    total = "show.note_total_lacks" if lacks in signs else "show.note_total"
    told = "; ".join(parts) + "."
    return (told[:1].upper() + told[1:], say(total, lang))


def from_series(series: Series, lang: str) -> dict[str, Any]:
    """Lay out a series: one row a period, with a remark where the way of counting changed.

    Parameters
    ----------
    series
        What.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict
        Fields of a table.
    """
    frame = series.frame
    named = ("period", "events", "exposure", "interval", "low", "high", "n_missing")
    heads = {key: say(f"show.col_{key}", lang) for key in named}
    value = f"{series.label(lang)} ({series.unit(lang)})"
    decimals = 0 if (frame["value"].dropna() % 1 == 0).all() else 1
    columns = [Column(heads["period"], "text", ("period",), (heads["period"],))]
    if frame["exposure"].notna().any():
        columns += [Column(heads[key], "number", (key,), (heads[key],)) for key in ("events", "exposure")]
    columns.append(Column(value, "number", ("value",), (value,), decimals))
    if frame["low"].notna().any():
        columns.append(
            Column(heads["interval"], "interval", ("low", "high"), (heads["low"], heads["high"]), decimals)
        )
    columns.append(Column(heads["n_missing"], "number", ("n_missing",), (heads["n_missing"],)))
    cuts = {cut.after: cut_text(cut, lang) for cut in cuts_of(series)}
    rows: list[dict[str, Any]] = []
    for i, (name, row) in enumerate(frame.iterrows()):
        words = {"period": str(name), "kind": CUT if i - 1 in cuts else "", "remark": cuts.get(i - 1, "")}
        rows.append(words | {key: row[key] for key in (*_FIGURES, "n_missing")})
    if cuts:
        columns.append(
            Column(say("show.col_remark", lang), "text", ("remark",), (say("show.col_remark", lang),))
        )
    return {
        "title": series.label(lang),
        "subtitle": trend_subtitle(series, lang),
        "columns": tuple(columns),
        "notes": trend_notes(series, lang, rows=True),
        **_assemble(rows, tuple(columns)),
    }


def from_frame(frame: pd.DataFrame, heads: Mapping[str, str], lang: str) -> dict[str, Any]:
    """Lay out any frame as it stands: text as text, numbers as numbers; of an empty one that there is nothing.

    Parameters
    ----------
    frame
        What.
    heads
        Heads of columns by name.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict
        Fields of a table.
    """
    if frame.empty:
        frame = pd.DataFrame({" ": [say("show.nothing", lang)]})
    table = frame.reset_index() if any(name is not None for name in frame.index.names) else frame
    columns, content = [], {}
    for name in table.columns:
        head, key = heads.get(str(name), str(name)), str(name)
        numeric = pd.api.types.is_numeric_dtype(table[name]) and not pd.api.types.is_bool_dtype(table[name])
        texts = ["" if pd.isna(cell) else str(cell) for cell in table[name]]
        cells = table[name].astype(float) if numeric else pd.Series(texts, dtype="str")
        decimals = 0 if not numeric or (cells.dropna() % 1 == 0).all() else 1
        columns.append(Column(head, "number" if numeric else "text", (key,), (head,), decimals))
        content[key] = cells.reset_index(drop=True)
    rows = len(table)
    return {
        "title": "",
        "subtitle": "",
        "columns": tuple(columns),
        "content": pd.DataFrame(content),
        "symbols": pd.DataFrame(index=range(rows)),
        "stars": pd.DataFrame(index=range(rows)),
        "kinds": pd.Series([""] * rows, dtype="str"),
    }
