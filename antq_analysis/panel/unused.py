"""Cells that a later file prints for an earlier period and that are not used: named and counted."""

from collections.abc import Mapping

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import format_number
from antq_analysis.observations import EXACT
from antq_analysis.panel.gaps import SHOWN, listed
from antq_analysis.panel.printed_maps import FIGURE, Known

UNUSED = "earlier_year_unused"
WHO = [*FIGURE, "level", "unit_code", "unit_date"]


def find_unused(
    printed: pd.DataFrame, own: pd.DataFrame, known: Known, registers: Mapping[str, pd.DataFrame]
) -> list[Finding]:
    """Name the cells whose unit has no figure in the file of the period: they are not used, and are not lost.

    Parameters
    ----------
    printed
        What a later file prints for periods that have files of their own.
    own
        Figures of those files.
    known
        Names and labels.
    registers
        Units of every map, by date.

    Returns
    -------
    list of Finding
        One warning for each sheet, period and indicator; ``codes`` holds every unit, ``numbers`` what is printed for it
        (empty for a bound).
    """
    alone = printed[
        printed["value"].notna()
        & ~pd.MultiIndex.from_frame(printed[WHO]).isin(pd.MultiIndex.from_frame(own[WHO]))
    ]
    findings = []
    by = ["source_id", "sheet", "period", "indicator", "category"]
    for (source, sheet, period, indicator, category), rows in alone.groupby(by, sort=True):
        label = known.vocabulary.indicator(str(indicator))
        values: dict[str, object] = {
            "n": len(rows),
            "period": str(period),
            "indicator": str(indicator),
            "category": str(category),
            "codes": "; ".join(rows["unit_code"]),
            "numbers": "; ".join(_number(row) for _, row in rows.iterrows()),
            "label": label.label_vi,
            "label_en": label.label_en,
        }
        for end, lang in (("", "vi"), ("_en", "en")):
            values[f"units{end}"] = listed([_cell(row, registers, lang) for _, row in rows.iterrows()])
        at = (known.names.get(str(source), str(source)), str(sheet), ", ".join(rows["cell"].iloc[:SHOWN]))
        findings.append(Finding(UNUSED, Severity.WARNING, *at, values=values))
    return findings


def _cell(row: "pd.Series", registers: Mapping[str, pd.DataFrame], lang: str) -> str:
    code, day = str(row["unit_code"]), str(row["unit_date"])
    register = registers.get(day)
    units = {} if register is None else dict(zip(register["unit_code"], register["name"], strict=True))
    name = f"{units[code]} ({code})" if code in units else code
    return f"{name}: {format_number(float(row['value']), lang)} ({row['cell']})"


def _number(row: "pd.Series") -> str:
    exact = str(row["comparator"]) in EXACT
    return f"{float(row['value']):.15g}" if exact else ""


def unused_cells(part: pd.DataFrame, kept: pd.DataFrame) -> dict[str, int]:
    """Count the cells of a file that were read and gave way, by sheet.

    Parameters
    ----------
    part
        Observations of the file.
    kept
        What stays of them, as :func:`settle_earlier` gives it.

    Returns
    -------
    dict of str to int
        Filled cells by sheet.
    """
    gone = part.loc[part.index.difference(kept.index)]
    gone = gone[gone["status"].ne("not_reported")]
    cells = gone["cell"].str.findall(r"[A-Z]+[0-9]+").explode()
    there = pd.DataFrame({"sheet": gone["sheet"].reindex(cells.index), "cell": cells}).drop_duplicates()
    return {str(sheet): len(rows) for sheet, rows in there.groupby("sheet")}
