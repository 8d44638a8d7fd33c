"""What a fall in a stock can owe to the flows of its year when the way of counting changed in between."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from antq_analysis.errors import BreakError, SettingError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_percent, format_signed
from antq_analysis.project import Project, find_project, read_toml
from antq_analysis.sources.published import load_external, load_published
from antq_analysis.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Case:
    """Which published figures stand on the two sides of a break, as ``reconciliations.toml`` names them.

    Parameters
    ----------
    id, province
        Name of the case and its province.
    break_id
        The break between the two stocks.
    before, after
        Identifiers of the figures of the two stocks.
    added, removed
        Identifiers of the flows of the year.
    earlier
        Figures before, shown for the whole story.
    """

    id: str
    province: str
    break_id: str
    before: str
    after: str
    added: str
    removed: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Cases:
    stock_flow: tuple[Case, ...] = ()


@dataclass(frozen=True)
class StockFlow:
    """Two stocks counted in two ways, and the most that the flows between them can explain.

    Parameters
    ----------
    case
        Which figures.
    figures
        The figures in order of time: id, label, value, unit, as_of.
    fall
        Earlier stock minus later stock.
    removed, added
        Flows of the whole year.
    """

    case: Case
    figures: pd.DataFrame
    fall: float
    removed: float
    added: float

    @property
    def most_explained(self) -> float:
        """Largest share of the fall that removals can explain, even if both stocks counted the same thing."""
        return min(self.removed / self.fall, 1.0) if self.fall > 0 else float("nan")

    @property
    def least_unexplained(self) -> float:
        """Smallest part of the fall that is method or unexplained."""
        return max(self.fall - self.removed, 0.0)

    def text(self, lang: str = "vi") -> str:
        """Say the bound.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            Two sentences; never a percentage of change between the two stocks.
        """
        if not self.fall > 0:
            return say("panel.stock_flow_no_fall", lang)
        return say(
            "panel.stock_flow",
            lang,
            share=format_percent(self.most_explained, lang, 0),
            removed=self.removed,
            fall=self.fall,
            rest=self.least_unexplained,
        )

    def table(self, lang: str = "vi") -> pd.DataFrame:
        """Lay out the figures on both sides of the break and the flows.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        pandas.DataFrame
            Columns: as of, figure, counted in; flows signed.
        """
        head = [say(f"panel.column_{name}", lang) for name in ("as_of", "figure", "value", "counted_in")]
        rows = [
            (row.as_of, row.label_en if lang == "en" else row.label_vi, _value(row, lang), row.unit)
            for row in self.figures.itertuples()
        ]
        return pd.DataFrame(rows, columns=head)

    def percent_change(self) -> float:
        """Refuse the percentage that a reader would take for a fall of the movement.

        Raises
        ------
        BreakError
            Always: the two stocks were counted in two ways.
        """
        raise BreakError("panel.stock_flow_refused")


def _value(row: tuple[object, ...], lang: str) -> str:
    value = float(getattr(row, "value", float("nan")))
    sign = getattr(row, "sign", 0)
    return format_signed(sign * value, lang) if sign else format_number(value, lang)


def stock_flow(
    province: str, figures: pd.DataFrame | None = None, project: Project | None = None
) -> tuple[StockFlow, ...]:
    """Reconcile the stocks of a province across changes of counting.

    Parameters
    ----------
    province
        Province id.
    figures
        Published figures with a column `id`; by default those of the reports and of the press together.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    tuple of StockFlow
        One for every case of the province in ``data/reference/reconciliations.toml``.

    Raises
    ------
    SettingError
        If a case names a figure or a break that is not there.
    """
    project = project or find_project()
    path = project.reference / "reconciliations.toml"
    cases = read_toml(path, _Cases).stock_flow if path.exists() else ()
    if figures is None:
        figures = pd.concat([load_published(project), load_external(project)], ignore_index=True)
    table = figures.set_index("id")
    return tuple(_reconcile(case, table, project, path) for case in cases if case.province == province)


def _reconcile(case: Case, table: pd.DataFrame, project: Project, path: Path) -> StockFlow:
    vocabulary = load_vocabulary(project)
    order = [*case.earlier, case.before, case.added, case.removed, case.after]
    missing = [name for name in order if name not in table.index]
    if case.break_id not in {item.id for item in vocabulary.breaks}:
        missing.append(case.break_id)
    if missing:
        raise SettingError("errors.bad_settings", cases=missing, file=path, n=len(missing))
    rows = table.loc[order].copy()
    signs = {case.added: 1, case.removed: -1}
    rows["sign"] = [signs.get(name, 0) for name in order]
    rows["label_vi"] = [vocabulary.indicator(name).label_vi for name in rows["indicator"]]
    rows["label_en"] = [vocabulary.indicator(name).label_en for name in rows["indicator"]]
    ends = pd.to_datetime(rows["period_end"])
    rows["as_of"] = [
        period if sign else f"{end:%d/%m/%Y}"
        for period, end, sign in zip(rows["period"], ends, rows["sign"], strict=True)
    ]
    value = rows["value"].astype(float)
    return StockFlow(
        case=case,
        figures=rows.reset_index()[["id", "as_of", "label_vi", "label_en", "value", "unit", "sign"]],
        fall=float(value[case.before] - value[case.after]),
        removed=float(value[case.removed]),
        added=float(value[case.added]),
    )
