"""The movement by type of model, and whether the stock follows from what was added and removed."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from antq_analysis.briefing.communes.cells import say_lacks
from antq_analysis.briefing.given import Given, once
from antq_analysis.briefing.laid_out import MISSING, Figured, figured, in_percent, lay_out, signed
from antq_analysis.briefing.parts import Grid, Paragraph
from antq_analysis.briefing.standing import Standing
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import MIN_BASE, format_number
from antq_analysis.panel.stock_flow import stock_flow as published_cases
from antq_analysis.show.words import say_source

POINTS, UNITS = "model_points_active", "model_units_active"
NEW, REMOVED = "model_points_new", "model_points_removed"


def counted_in(given: Given) -> str:
    """Tell whether models are counted in points or in units in the year.

    Parameters
    ----------
    given
        Panel and year.

    Returns
    -------
    str
        Indicator id; empty where neither is reported.
    """
    return next((name for name in (POINTS, UNITS) if given.standing(name)), "")


@once
def model_types(given: Given) -> tuple[Grid | Paragraph, ...]:
    """Lay out the models of the year and the year before by type within working groups.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Grid or Paragraph
        A sentence with the number of types, and the table; nothing where no type is reported.
    """
    name = counted_in(given)
    found = types_of_year(given, name) if name else {}
    if not found:
        return ()
    lang, vocabulary = given.lang, given.panel.vocabulary
    groups: dict[str, list[str]] = defaultdict(list)
    for kind in found:
        known = vocabulary.model_types.get(kind)
        groups[known.group if known else ""].append(kind)
    since = given.before
    heads = [say("briefing.column_model_type", lang), say("briefing.column_model_group", lang)]
    heads += [say("briefing.column_year", lang, year=year) for year in (given.year, since) if year]
    heads += [say(f"briefing.column_{key}", lang) for key in ("difference", "percent") if since]
    rows: list[list[str | Figured]] = []
    reasons: dict[str, None] = {}
    for group in sorted(groups):
        for kind in groups[group]:
            row, reason = _row(given, found[kind], since)
            known = vocabulary.model_types.get(kind)
            labels = [vocabulary.category_label(name, kind, lang), ""]
            if known and known.group in vocabulary.model_groups:
                labels[1] = getattr(vocabulary.model_groups[known.group], f"name_{lang}")
            rows.append([*labels, *row])
            reasons |= {reason: None} if reason else {}
    what = vocabulary.indicator(name)
    words = {"label": what.label(lang), "unit": what.unit(lang), "year": given.year}
    title = say("briefing.model_types_title", lang, **words)
    notes = [
        say("briefing.table_signs", lang, base=MIN_BASE),
        *reasons,
        *_reserved(given, found.values()),
        say("briefing.model_groups_working", lang),
        say_source(given.panel.province, given.panel.map_date, lang),
    ]
    n = sum(one.has(given.year) and one.series.at(given.year)["value"] > 0 for one in found.values())
    told = Paragraph(say("briefing.model_types", lang, n=n, groups=len([g for g in groups if g]), **words))
    return told, Grid("model_types", title, lay_out(given, title, heads, rows, notes))


def _reserved(given: Given, types: Iterable[Standing]) -> list[str]:
    """Say what a mark of missing communes means, and which figures are not final."""
    pairs = [(one, year) for one in types for year in (given.year, given.before) if year and one.has(year)]
    lacks = any(one.series.at(year)["n_missing"] for one, year in pairs)
    units = given.panel.province.unit_name(given.lang)
    notes = [say("annual.lacks_means", given.lang, units=units) + "."] if lacks else []
    stages = dict.fromkeys((year, one.stage(year)) for one, year in pairs if one.stage(year))
    told = [say("briefing.not_final_row", given.lang, year=year, stage=stage) for year, stage in stages]
    return [*notes, *told]


def types_of_year(given: Given, name: str) -> dict[str, Standing]:
    """Give the figures of each type of model.

    Parameters
    ----------
    given
        Panel and year.
    name
        What models are counted in.

    Returns
    -------
    dict of str to Standing
        By type; those with a figure of the year.
    """
    found = {kind: given.standing(name, kind) for kind in given.categories(name)}
    return {kind: one for kind, one in found.items() if one}


def _row(given: Given, one: Standing, since: str) -> tuple[list[Figured], str]:
    now = _cell(given, one, given.year)
    if not since:
        return [now], ""
    if not one.has(since):
        return [now, MISSING, MISSING, Figured()], ""
    lang, then = given.lang, _cell(given, one, since)
    if reason := one.why_not(since):
        sentence = say("briefing.reason", lang, since=since, reason=reason)
        return [now, then, Figured(symbol="x"), Figured()], say("briefing.crossed", lang, reason=sentence)
    difference, percent = one.difference(since)
    decimals = one.series.decimals()
    return [now, then, signed(difference, lang, decimals), in_percent(percent, lang)], ""


def _cell(given: Given, one: Standing, period: str) -> Figured:
    row = one.series.at(period)
    lacks = say_lacks(int(row["n_missing"]), 0, given.lang)
    if row["comparator"] != "exact":
        return Figured(
            row["value"], one.figure(period).removesuffix(one.series.unit(given.lang)).strip() + lacks
        )
    cell = figured(row["value"], given.lang, one.series.decimals())
    return (
        Figured(cell.value, (cell.symbol or format_number(cell.value, given.lang)) + lacks) if lacks else cell
    )


def stock_flow(given: Given) -> tuple[Paragraph, ...]:
    """Say whether the points of the year follow from those of last year, what was added and what was removed.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        The account, and what published figures say across a change of counting of the year; nothing without figures.
    """
    told = []
    flows = [given.standing(name) for name in (NEW, REMOVED)]
    if all(flows):
        new, removed = (one.figure(given.year) for one in flows if one)
        told.append(say("briefing.flows", given.lang, year=given.year, new=new, removed=removed))
        told += _lacking(given, flows)
    told += _account(given, flows)
    cases = published_cases(given.panel.province.id, project=given.project)
    # The flows of a year belong to the report of that year.
    own = [one for one in cases if one.figures["as_of"].eq(given.year).any()]
    paragraphs = [Paragraph(" ".join(told))] if told else []
    return (*paragraphs, *(Paragraph(one.text(given.lang), "note") for one in own))


def _lacking(given: Given, flows: list[Standing | None]) -> list[str]:
    units = given.panel.province.unit_name(given.lang)
    told = []
    for one in filter(None, flows):
        if n := int(one.series.at(given.year)["n_missing"]):
            words = {"label": one.name, "n": n, "units": units, "year": given.year}
            told.append(say("briefing.lacking_row", given.lang, **words))
    stages = {one.stage(given.year): None for one in flows if one}
    told += [say("briefing.not_final", given.lang, year=given.year, stage=stage) for stage in stages if stage]
    return told


def _account(given: Given, flows: list[Standing | None]) -> list[str]:
    stock = given.standing(POINTS)
    if stock is None or not all(flows) or not given.before or stock.why_not(given.before):
        return []
    rows = [one.series.at(given.year) for one in (stock, *flows) if one]
    rows.append(stock.series.at(given.before))
    if any(row["n_missing"] for row in rows):
        return [say("briefing.account_open", given.lang)]
    if any(row["comparator"] != "exact" for row in rows):
        return [say("briefing.account_bound", given.lang)]
    now, new, removed, then = (float(row["value"]) for row in rows)
    due = then + new - removed
    words = {"since": given.before, "year": given.year, "then": then, "new": new, "removed": removed}
    words |= {"due": due, "now": now, "rest": abs(now - due)}
    key = "fits" if np.isclose(now, due) else "differs"
    return [say(f"briefing.account_{key}", given.lang, **words)]
