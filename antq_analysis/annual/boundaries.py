"""What a change of boundaries changed: who became what, how figures were carried, and that totals stayed the same."""

import re
from collections.abc import Hashable, Mapping
from datetime import date

import pandas as pd

from antq_analysis.annual.shown import show
from antq_analysis.annual.where import REFUSALS, Seen
from antq_analysis.errors import InputError, MissingError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_date, format_number, format_percent, parse_number
from antq_analysis.panel.gaps import label_figure
from antq_analysis.panel.load import Panel
from antq_analysis.panel.reform import ALONE, FATES, KEPT, SPLIT, Reform, reform, steps_to
from antq_analysis.project import Project
from antq_analysis.show.reform_maps import draw_reform
from antq_analysis.show.words import unit_name

_CANNOT = (*REFUSALS, MissingError, InputError)
_LISTED = 6
_LINE = re.compile(r"(?P<old>\S+)(?: -> (?P<new>\S+))? \((?P<amount>[^)]+)\)")
_COUNTED = tuple(fate for fate in FATES if fate != ALONE)


def answer_reform(panel: Panel, lang: str = "vi", project: Project | None = None) -> str:
    """Say how many communes became how many, and whether totals stayed the same.

    Parameters
    ----------
    panel
        The panel; the last change up to its map is told.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        One paragraph; or why there is nothing to say.
    """
    try:
        found = reform(panel, project=project)
    except _CANNOT as refusal:
        return refusal.text(lang)
    old = {fate: int(n) for fate, n in found.old["fate"].value_counts().items()}
    alone = old.get(ALONE, 0)
    told = say(
        "annual.reform_answer",
        lang,
        before=date.fromisoformat(found.before),
        on=date.fromisoformat(found.on),
        basis=say("annual.reform_basis", lang, basis=found.basis) if found.basis else "",
        n_before=len(found.old),
        n_after=len(found.new),
        units=unit_name(panel.province, lang),
        alone=say("annual.reform_alone", lang, n=alone) if alone else "",
        **{fate: old.get(fate, 0) for fate in _COUNTED},
    )
    return f"{told} {_say_totals(panel, lang)}"


def _say_totals(panel: Panel, lang: str) -> str:
    account = panel.account
    if account.empty:
        return say("annual.reform_nothing_carried", lang)
    equal = int(account["difference"].eq(0).sum())
    if equal == len(account):
        return say("annual.reform_totals_equal", lang, all=equal)
    return say("annual.reform_totals", lang, equal=equal, all=len(account), rest=len(account) - equal)


def list_steps(panel: Panel, lang: str = "vi", project: Project | None = None) -> pd.DataFrame:
    """List every change of boundaries up to the map of a panel.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        One row a change: how many units before and after, and what became of the old ones.
    """
    rows = []
    try:
        for step in steps_to(panel, project):
            found = reform(panel, step, project)
            counted = found.counted()["old"]
            days = " → ".join(format_date(date.fromisoformat(day), lang) for day in step)
            numbers = (int(counted[fate]) for fate in _COUNTED)
            rows.append((days, len(found.old), len(found.new), *numbers, found.basis))
    except _CANNOT as refusal:
        return _only(refusal.text(lang), lang)
    if not rows:
        return _only(say("panel.no_reform", lang, map_date=date.fromisoformat(panel.map_date)), lang)
    heads = ("before_on", "n_before", "n_after", *_COUNTED, "basis")
    return pd.DataFrame(rows, columns=[say(f"annual.reform_column_{name}", lang) for name in heads])


def _only(text: str, lang: str) -> pd.DataFrame:
    return pd.DataFrame({say("annual.column_text", lang): [text]})


def list_new_units(panel: Panel, lang: str = "vi", project: Project | None = None) -> pd.DataFrame:
    """List the units of the later map that are not what they were, with the old units that they are made of.

    Parameters
    ----------
    panel
        The panel; the last change up to its map is told.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        One row a unit in register order; of a divided unit the share that came here, with what it rests on.
    """
    try:
        found = reform(panel, project=project)
    except _CANNOT as refusal:
        return _only(refusal.text(lang), lang)
    changed = found.new[found.new["fate"].ne(KEPT)]
    rows = [_made(found, str(code), lang) for code in changed.index]
    if not rows:
        return _only(say("annual.reform_nothing", lang), lang)
    heads = ("new_unit", "made", "parts", "share_basis")
    return pd.DataFrame(rows, columns=[say(f"annual.reform_column_{name}", lang) for name in heads])


def _made(found: Reform, code: str, lang: str) -> tuple[str, str, str, str]:
    parts = found.parts_of(code)
    told = [
        str(name)
        if share == 1
        else say("annual.reform_part", lang, name=name, share=format_percent(float(share), lang))
        for name, share in zip(parts["name"], parts["share"], strict=True)
    ]
    fate = str(found.new.at[code, "fate"])
    bases = dict.fromkeys(str(basis) for basis in parts["share_basis"] if basis)
    return (
        f"{found.new.at[code, 'name']} ({code})",
        say("annual.reform_with_part", lang) if fate == SPLIT else say(f"show.reform_{fate}", lang),
        ", ".join(told),
        ", ".join(say(f"annual.reform_share_{basis}", lang) for basis in bases),
    )


def list_carried(panel: Panel, lang: str = "vi") -> pd.DataFrame:
    """List by indicator how the figures of earlier maps were carried to the map of a panel.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row an indicator: figures as reported, added up, with an apportioned part, of units that agree, and left
        empty because they could not be carried; and how much of the totals was apportioned.
    """
    rows = panel.observations
    on_map = panel.reported.loc[panel.reported["unit_date"].eq(panel.map_date), "period"]
    rows = rows[rows["level"].eq("commune") & ~rows["period"].isin(set(on_map))]
    rows = rows[rows["status"].ne("not_applicable")]
    if rows.empty:
        return _only(say("annual.reform_nothing_carried", lang), lang)
    there, rule = rows["value"].notna(), rows["rule"]
    shared = there & (rows["apportioned_share"].gt(0) | rows["status"].eq("apportioned"))
    ways = {
        "added": there & rule.str.contains("merged", regex=False) & ~shared,
        "shared": shared,
        "agreed": there & rule.str.contains("parts_agree", regex=False),
        "left_empty": ~there,
    }
    ways["as_was"] = ~pd.concat(ways, axis=1).any(axis=1)
    table = pd.DataFrame({name: some.groupby(rows["indicator"]).sum() for name, some in ways.items()})
    value = rows["value"].where(there, 0.0)
    parts = (value * rows["apportioned_share"]).groupby(rows["indicator"]).sum()
    whole = value.groupby(rows["indicator"]).sum()
    order = [name for name in panel.vocabulary.indicators if name in table.index]
    heads = ("as_was", "added", "shared", "agreed", "left_empty")
    columns: dict[str, list[object]] = {
        say("annual.column_indicator", lang): [panel.vocabulary.indicator(name).label(lang) for name in order]
    }
    columns |= {say(f"annual.reform_column_{name}", lang): table.loc[order, name].tolist() for name in heads}
    columns[say("annual.reform_column_shared_share", lang)] = [
        format_percent(float(parts[name] / whole[name]), lang) if parts[name] > 0 else "" for name in order
    ]
    return pd.DataFrame(columns)


def list_sums(panel: Panel, lang: str = "vi", *, differing: bool = False) -> pd.DataFrame:
    """List totals before and after they were carried to the map of a panel.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.
    differing
        List every total that differs, with the units behind it, instead of those of the last year that was carried.

    Returns
    -------
    pandas.DataFrame
        One row an indicator and period; of totals over all categories only.
    """
    account = panel.account
    if account.empty:
        return _only(say("annual.reform_nothing_carried", lang), lang)
    if differing:
        account = account[account["difference"].ne(0)]
        if account.empty:
            return _only(say("annual.reform_no_difference", lang), lang)
    else:
        years = account["period"][account["period"].str.len().eq(4)]
        account = account[account["period"].eq(years.max()) & account["category"].eq("")]
    labels = [
        label_figure(str(name), str(category), panel.vocabulary, lang)
        for name, category in zip(account["indicator"], account["category"], strict=True)
    ]
    columns: dict[str, object] = {
        say("annual.column_indicator", lang): labels,
        say("annual.column_period", lang): account["period"].tolist(),
        say("annual.reform_column_sum_before", lang): account["before"].round(1).tolist(),
        say("annual.reform_column_sum_after", lang): account["after"].round(1).tolist(),
        say("annual.reform_column_difference", lang): account["difference"].round(1).tolist(),
    }
    if differing:
        columns[say("annual.reform_column_where", lang)] = [
            _where(panel, str(day), str(text), lang)
            for day, text in zip(account["from_date"], account["units"], strict=True)
        ]
    return pd.DataFrame(columns)


def _where(panel: Panel, day: str, units: str, lang: str) -> str:
    old = panel.registers[day].set_index("unit_code")["name"].to_dict() if day in panel.registers else {}
    named = [_named(text, old, panel.units["name"].to_dict(), lang) for text in units.split("; ") if text]
    more = [say("panel.and_more", lang, n=len(named) - _LISTED)] if len(named) > _LISTED else []
    return "; ".join([*named[:_LISTED], *more])


def _named(text: str, old: Mapping[Hashable, str], new: Mapping[Hashable, str], lang: str) -> str:
    """Name the units of a line of the account; its amounts are written as Vietnamese writes them."""
    found = _LINE.fullmatch(text)
    amount = parse_number(found["amount"]) if found else None
    if found is None or amount is None:
        return text
    way = [old.get(found["old"], found["old"])]
    if found["new"]:
        way.append(new.get(found["new"], found["new"]))
    return f"{' → '.join(dict.fromkeys(way))} ({format_number(amount, lang)})"


def map_reform(panel: Panel, lang: str = "vi", project: Project | None = None) -> Seen:
    """Show the old and the new map beside each other.

    Parameters
    ----------
    panel
        The panel; the last change up to its map is shown.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Seen
        The maps with their words.
    """
    try:
        found = reform(panel, project=project)
    except _CANNOT as refusal:
        return Seen(refusal.text(lang))
    return show(lambda: draw_reform(found, lang=lang), lang)
