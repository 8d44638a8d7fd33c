"""How figures that are far from what the others have are told."""

from collections.abc import Iterator, Mapping

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES, format_number
from antq_analysis.panel.gaps import SHOWN, label_figure, listed
from antq_analysis.vocabulary import Vocabulary

LIKE = ["period", "unit_date", "indicator", "category", "basis"]
"""Figures with these in common are of one kind."""


def say_odd(
    rule: str,
    odd: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> Iterator[Finding]:
    """Say that figures are far from what the others have, those of one indicator, period and sheet together.

    Parameters
    ----------
    rule
        The rule.
    odd
        Their rows; where the rule tells what is usual, a column `usual`.
    registers
        Units of every map, by date.
    vocabulary
        Labels.
    names
        File name by ``source_id``.

    Yields
    ------
    Finding
        A warning a sheet, period and indicator.
    """
    for (source, sheet, *_), rows in odd.groupby(["source_id", "sheet", *LIKE], sort=True):
        first = rows.iloc[0]
        values: dict[str, object] = {"period": str(first["period"]), "n": len(rows)}
        for lang, end in zip(LANGUAGES, ("", "_en"), strict=True):
            values[f"label{end}"] = label_figure(first["indicator"], first["category"], vocabulary, lang)
            values[f"units{end}"] = listed([_line(row, registers, lang) for _, row in rows.iterrows()])
        if "usual" in rows:
            values["usual"] = float(first["usual"])
        cells = ", ".join(rows["cell"].iloc[:SHOWN])
        file = names.get(str(source), str(source))
        yield Finding(rule, Severity.WARNING, file, str(sheet), cells, values=values)


def _line(row: "pd.Series", registers: Mapping[str, pd.DataFrame], lang: str) -> str:
    register, code = registers[str(row["unit_date"])], str(row["unit_code"])
    named = dict(zip(register["unit_code"].astype("str"), register["name"].astype("str"), strict=True))
    name = named.get(code, code)
    return f"{name} ({code}): {format_number(float(row['value']), lang)}"
