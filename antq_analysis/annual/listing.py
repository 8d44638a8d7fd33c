"""Lists for people: what was received, what was found, what was published."""

import pandas as pd

from antq_analysis.annual.carried_list import by_place
from antq_analysis.findings import findings_frame
from antq_analysis.language.catalogue import say
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel
from antq_analysis.panel.reconcile import reconcile, say_figure, say_reconciliation
from antq_analysis.panel.store import read_account
from antq_analysis.panel.until import rows_until
from antq_analysis.project import Project, find_project
from antq_analysis.sources.figures import read_figures
from antq_analysis.sources.published import load_published
from antq_analysis.vocabulary import load_vocabulary


def list_received(panel: Panel, lang: str = "vi", project: Project | None = None) -> pd.DataFrame:
    """List every sheet received, with what became of its rows and cells.

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
        One row a sheet; received = loaded + refused + ignored, for rows and for cells.

    Raises
    ------
    MissingError
        If the panel was not built yet.
    """
    project = project or find_project()
    account = rows_until(read_account(project, panel.province.id), panel.until)
    names = ["period", "file", "sheet"]
    names += [
        f"{what}_{part}"
        for what in ("rows", "cells")
        for part in ("received", "loaded", "refused", "ignored")
    ]
    return account[names].rename(columns={name: say(f"annual.column_{name}", lang) for name in names})


def list_coverage(panel: Panel, lang: str = "vi") -> pd.DataFrame:
    """List which indicator has figures of how many communes in which year.

    Parameters
    ----------
    panel
        The panel; communes are counted on the map of each year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row an indicator, one column a year; cells read ``148/150``. Communes that are not considered are no
        part of it; their number is said.
    """
    rows = panel.reported
    rows = rows[(rows["level"] == "commune") & rows["period"].isin(panel.years())]
    outside = _not_considered(rows)
    rows = rows[rows["value"].notna()]
    known = rows.pivot_table(
        index="indicator", columns="period", values="unit_code", aggfunc="nunique", fill_value=0
    )
    order = [name for name in panel.vocabulary.indicators if name in known.index]
    table = pd.DataFrame(
        {
            say("annual.column_indicator", lang): [
                panel.vocabulary.indicator(name).label(lang) for name in order
            ]
        }
    )
    for period, some in rows.groupby("period", sort=True):
        everyone = len(panel.registers[str(some["unit_date"].iloc[0])])
        told = known[str(period)]
        table[str(period)] = [
            _covered(int(told[name]), everyone, outside.get((name, str(period)), 0), lang) for name in order
        ]
    return table


def _not_considered(rows: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Count by indicator and period the communes of which nothing is asked."""
    keys = ["indicator", "period", "unit_code"]
    silent = rows["status"].eq("not_applicable").groupby([rows[name] for name in keys], observed=True).all()
    counted = silent.groupby(level=[0, 1], observed=True).sum().reset_index(name="n")
    lines = zip(counted["indicator"], counted["period"], counted["n"], strict=True)
    return {(str(indicator), str(period)): int(n) for indicator, period, n in lines}


def _covered(n: int, everyone: int, outside: int, lang: str) -> str:
    share = f"{n}/{everyone - outside}"
    return share + " " + say("annual.coverage_outside", lang, n=outside) if outside else share


def list_findings(panel: Panel, lang: str = "vi", *, carrying: bool = False) -> pd.DataFrame:
    """List what was found, gravest first.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.
    carrying
        List what was found while carrying figures to the map, instead of while reading; one row for all units and
        indicators that share a cause.

    Returns
    -------
    pandas.DataFrame
        Severity, place, what was found and what to do.
    """
    found = panel.findings
    if carrying:
        found = tuple(by_place(panel.carrying, panel.units["name"].to_dict(), lang))
    table = findings_frame(found, lang)
    names = (
        ["severity", "text", "remedy"]
        if carrying
        else ["severity", "file", "sheet", "cell", "text", "remedy"]
    )
    table = table[names]
    table["severity"] = [say(f"annual.severity_{grade}", lang) for grade in table["severity"]]
    return table.rename(columns={name: say(f"annual.column_{name}", lang) for name in names})


def list_published(panel: Panel, lang: str = "vi", project: Project | None = None) -> pd.DataFrame:
    """List the published figures of a province beside our sums.

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
        One row a figure, with the verdict and its reason.
    """
    table = reconcile(panel, own_figures(panel, project or find_project()))
    return (
        say_reconciliation(table, panel.vocabulary, lang)
        .rename_axis(say("annual.column_id", lang))
        .reset_index()
    )


def own_figures(panel: Panel, project: Project) -> pd.DataFrame:
    """Load the published figures of a province: those of the reference and those typed in beside what it sent.

    Parameters
    ----------
    panel
        The panel; of the years that it does not know nothing is told.
    project
        The project.

    Returns
    -------
    pandas.DataFrame
        As :func:`antq_analysis.sources.published.load_published`.
    """
    figures = load_published(project)
    province = panel.province.id
    typed = project.raw / province / "published.csv"
    if typed.exists():
        figures = pd.concat([figures, read_figures(typed, load_vocabulary(project))], ignore_index=True)
    return rows_until(figures[figures["province"] == province], panel.until).reset_index(drop=True)


def list_figures(
    panel: Panel, lang: str = "vi", project: Project | None = None, *, others: bool = False
) -> pd.DataFrame:
    """List the published figures of a province that are held, with the sentence each stands in.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.
    others
        List the figures of other provinces instead, as examples of method: for a fictional province, and for one of
        which the reference holds figures.

    Returns
    -------
    pandas.DataFrame
        One row a figure; where none is held, one row that says where to write them.
    """
    project = project or find_project()
    province = panel.province
    figures = own_figures(panel, project)
    if others:
        kept = rows_until(load_published(project), panel.until)
        shown = province.fictional or province.id in set(kept["province"])
        figures = kept[kept["province"].ne(province.id) & shown]
    elif figures.empty:
        nothing = say("annual.answer_no_published", lang, province=province.id)
        return pd.DataFrame({say("annual.column_quote", lang): [nothing]})
    vocabulary = load_vocabulary(project)
    table = pd.DataFrame(
        {
            "id": figures["id"],
            "name": figures["unit_name"],
            "indicator": [vocabulary.indicator(name).label(lang) for name in figures["indicator"]],
            "period": figures["period"],
            "published": [say_figure(row, lang) for row in figures.to_dict("records")],
            "quote": figures["quote"],
        }
    )
    return table.rename(columns={name: say(f"annual.column_{name}", lang) for name in table.columns})


def say_account(built: Built, lang: str = "vi") -> list[str]:
    """Say the account: everything received is loaded, refused or ignored, and the sums prove it.

    Parameters
    ----------
    built
        What reading gave.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of str
        One line for rows and one for cells, and one for cells that were read and gave way to those of other files.
    """
    lines = []
    for what in ("rows", "cells"):
        sums = {
            part: int(built.account[f"{what}_{part}"].sum())
            for part in ("received", "loaded", "refused", "ignored")
        }
        lines.append(say(f"annual.account_{what}", lang, **sums))
    unused = int(built.account["cells_unused"].sum())
    return [*lines, say("annual.account_unused", lang, n=unused)] if unused else lines
