"""Model types that cannot be parts of their total: more of one type, or of all together, than the total says."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES, format_value
from antq_analysis.panel.gaps import SHOWN, label_figure, listed
from antq_analysis.vocabulary import Vocabulary

_FIGURE = ["level", "unit_code", "unit_date", "period", "indicator", "basis", "method_version"]
_REST = "other"
"""The type that holds all models of no other: with it, the types make up the whole."""


def find_type_sums(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> Iterator[Finding]:
    """Compare what is counted by model type with the total of the same unit, wherever the two stand.

    Types above their total are always wrong. Types below it are so only where they are all there: each has a figure,
    and one of them is "other".

    Parameters
    ----------
    best
        One figure for each key without its stage.
    registers
        Units of every map, by date.
    vocabulary
        Says which indicators are counted by type.
    names
        File name by ``source_id``.

    Yields
    ------
    Finding
        One warning for each period, indicator and pair of files, with the units and both figures.
    """
    typed = [
        name
        for name, entry in vocabulary.indicators.items()
        if entry.adds_up == "sum" and entry.dimension and vocabulary.dimensions[entry.dimension].values_from
    ]
    rows = best[best["indicator"].isin(typed)]
    sums = _sums(rows[rows["category"].ne("")])
    exact = rows["status"].isin(obs.WITH_VALUE) & rows["comparator"].isin(obs.EXACT)
    totals = rows[exact & rows["category"].eq("")]
    both = totals.merge(sums, on=_FIGURE, suffixes=("", "_types"))
    above = both["sum"].gt(both["value"])
    below = both["sum"].lt(both["value"]) & both["whole"]
    for rule, wrong in (("types_above_total", both[above]), ("types_below_total", both[below])):
        place = ["period", "indicator", "source_id", "source_id_types", "sheet_types"]
        for _, own in wrong.groupby(place, sort=True):
            yield _finding(rule, own, registers, vocabulary, names)


def _sums(types: pd.DataFrame) -> pd.DataFrame:
    """Add up the types of each unit; columns `sum`, `whole` and the place of the first."""
    known = types["status"].isin(obs.WITH_VALUE)
    told = types.assign(
        known=known & types["comparator"].isin(obs.EXACT),
        number=types["value"].where(known & types["comparator"].isin((*obs.EXACT, "over")), 0.0),
        rest=types["category"].eq(_REST),
    )
    return (
        told.groupby(_FIGURE, observed=True)
        .agg(
            sum=("number", "sum"),
            every=("known", "all"),
            rest=("rest", "any"),
            source_id=("source_id", "first"),
            sheet=("sheet", "first"),
            cell=("cell", "first"),
        )
        .assign(whole=lambda one: one["every"] & one["rest"])
        .reset_index()
    )


def _finding(
    rule: str,
    own: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> Finding:
    first = own.iloc[0]
    values: dict[str, object] = {
        "period": str(first["period"]),
        "n": len(own),
        "total_file": names.get(str(first["source_id"]), str(first["source_id"])),
        "total_sheet": str(first["sheet"]),
    }
    for lang in LANGUAGES:
        end = "" if lang == "vi" else "_en"
        values[f"label{end}"] = label_figure(str(first["indicator"]), "", vocabulary, lang)
        values[f"units{end}"] = listed([_unit(row, registers, lang) for row in own.to_dict("records")])
    cells = ", ".join(own["cell_types"].iloc[:SHOWN])
    types = str(first["source_id_types"])
    return Finding(
        rule, Severity.WARNING, names.get(types, types), str(first["sheet_types"]), cells, values=values
    )


def _unit(row: Mapping[Hashable, Any], registers: Mapping[str, pd.DataFrame], lang: str) -> str:
    code = str(row["unit_code"])
    units = registers.get(str(row["unit_date"]))
    name = code if units is None else units.set_index("unit_code")["name"].get(code, code)
    shown = (format_value(float(row[which]), lang) for which in ("sum", "value"))
    return f"{name}: {' > '.join(shown) if row['sum'] > row['value'] else ' < '.join(shown)}"
