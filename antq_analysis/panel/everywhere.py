"""Figures of a whole province that changed their scale at once, or stand in another unit than their column says."""

from collections.abc import Iterator, Mapping

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.gaps import SHOWN, label_figure
from antq_analysis.sources.tables.implausible import whole_of
from antq_analysis.vocabulary import Vocabulary

BASE_TIMES = 3.0
"""People, households, land and residential areas of the median commune do not treble from one year to another."""
COUNT_TIMES = 10.0
"""What is counted may grow fast, but hardly tenfold in the median commune."""
FEWEST_UNITS = 3
"""Of fewer units nobody can say that all of them changed."""
_SERIES = ["unit_code", "unit_date", "indicator", "category", "basis", "method_version", "period_basis"]
_UNIT = ["unit_code", "unit_date", "period", "basis"]
_LIKE = ["indicator", "category", "basis", "period", "unit_date"]

_Found = tuple[pd.DataFrame, dict[str, object]]
"""Rows of one indicator and period, and what is said of them."""


def find_everywhere(
    best: pd.DataFrame, vocabulary: Vocabulary, names: Mapping[str, str]
) -> tuple[list[Finding], pd.DataFrame]:
    """Find indicators whose median commune leapt, or is of a size that no commune has.

    One commune that leaps is told by :func:`antq_analysis.panel.jumps.find_jumps`; where all leap alike the reason is
    the form: thousands instead of ones, hectares instead of square kilometres, another definition.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    vocabulary
        Tells bases from counts; sizes that are usual; labels.
    names
        File name by ``source_id``.

    Returns
    -------
    tuple
        An error for a base, which everything is divided by, and the rows of such bases, which must not be used; a
        warning for a count, which is used all the same. What a person decided is not doubted again.
    """
    counted = {str(name) for name in best["indicator"].unique() if _is_count(str(name), vocabulary)}
    yearly = {str(period) for period in best["period"].unique() if obs.is_year(str(period))}
    used = best["level"].eq("commune") & best["status"].isin(obs.WITH_VALUE) & best["rule"].ne("decided")
    rows = best[used & best["indicator"].isin(counted) & best["period"].isin(yearly)]
    rows = rows.sort_values([*_SERIES, "period"], kind="stable")
    impossible = [*_improbable(rows, vocabulary), *_crossed(rows, vocabulary)]
    # A year that leaps from an impossible one is itself as it should be.
    sizes = pd.Series(data=False, index=rows.index)
    for some, _ in impossible:
        sizes[some.index] = True
    found = [*_leapt(rows, sizes, vocabulary), *impossible]
    findings = [_finding(some, more, vocabulary, names) for some, more in found]
    errors = [
        some for (some, _), finding in zip(found, findings, strict=True) if finding.severity is Severity.ERROR
    ]
    return findings, pd.concat([rows.head(0), *errors]).drop_duplicates()


def _is_count(indicator: str, vocabulary: Vocabulary) -> bool:
    what = vocabulary.indicator(indicator)
    return what.adds_up == "sum" and what.kind in ("base", "stock", "flow")


def _leapt(rows: pd.DataFrame, impossible: "pd.Series[bool]", vocabulary: Vocabulary) -> Iterator[_Found]:
    measured = rows.assign(usable=rows["value"].where(~impossible), at=rows["period"].where(~impossible))
    kept = measured.groupby(_SERIES, observed=True)[["usable", "at"]].ffill()
    earlier = measured.assign(**kept).groupby(_SERIES, observed=True)[["usable", "at"]].shift()
    before, other = earlier["usable"], earlier["at"]
    rows = rows.assign(before=before, other=other).dropna(subset=["before"])
    rows = rows[rows["value"].gt(0) & rows["before"].gt(0)]
    for (indicator, *_), some in rows.groupby(_LIKE, observed=True, sort=True):
        base = vocabulary.indicator(str(indicator)).kind == "base"
        limit = BASE_TIMES if base else COUNT_TIMES
        times = float((some["value"] / some["before"]).median())
        if len(some) >= FEWEST_UNITS and not 1 / limit < times < limit:
            more = {
                "other": str(some["other"].mode().iloc[0]),
                "before": float(some["before"].median()),
                "usual": float(some["value"].median()),
            }
            rule = "base_leapt_everywhere" if base else "count_leapt_everywhere"
            yield some, {"rule": rule, **more}


def _improbable(rows: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[_Found]:
    for (indicator, *_), some in rows.groupby(_LIKE, observed=True, sort=True):
        entry = vocabulary.indicator(str(indicator))
        bounds, base = entry.median_between, entry.kind == "base"
        # Most communes have no fire: what is asked of a flow is the size of what happened, wherever it happened.
        happened = some if base else some[some["value"].gt(0)]
        usual = float(happened["value"].median())
        fewest = FEWEST_UNITS if base else 1
        if bounds and len(happened) >= fewest and not bounds[0] <= usual <= bounds[1]:
            yield happened, {"rule": "base_improbable", "usual": usual, "least": bounds[0], "most": bounds[1]}


def _crossed(rows: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[_Found]:
    """Find bases that most communes have more of than of what they can never exceed."""
    own = rows[rows["category"].eq("")]
    bases = [name for name in own["indicator"].unique() if vocabulary.indicator(str(name)).kind == "base"]
    pairs = ((part, whole) for part in bases for whole in whole_of(str(part), vocabulary) if whole in bases)
    for part, whole in pairs:
        parts, wholes = (own[own["indicator"].eq(name)] for name in (part, whole))
        both = parts.reset_index().merge(wholes.reset_index(), on=_UNIT, suffixes=("", "_whole"))
        for _, some in both.groupby(["period", "unit_date"], observed=True, sort=True):
            above = some[some["value"].gt(some["value_whole"])]
            if len(above) >= FEWEST_UNITS and 2 * len(above) > len(some):
                labels = {
                    f"whole{end}": label_figure(whole, "", vocabulary, lang)
                    for lang, end in zip(LANGUAGES, ("", "_en"), strict=True)
                }
                places = [*some["index"], *some["index_whole"]]
                yield rows.loc[places], {"rule": "bases_crossed", "units": len(above), **labels}


def _finding(
    rows: pd.DataFrame, more: Mapping[str, object], vocabulary: Vocabulary, names: Mapping[str, str]
) -> Finding:
    first = rows.iloc[0]
    values: dict[str, object] = {"period": str(first["period"]), "n": len(rows), **more}
    rule = str(values.pop("rule"))
    for lang, end in zip(LANGUAGES, ("", "_en"), strict=True):
        values[f"label{end}"] = label_figure(
            str(first["indicator"]), str(first["category"]), vocabulary, lang
        )
        values[f"unit{end}"] = vocabulary.indicator(str(first["indicator"])).unit(lang)
    severity = Severity.WARNING if rule == "count_leapt_everywhere" else Severity.ERROR
    places = rows[["source_id", "sheet"]].drop_duplicates()
    source, sheet = map(str, places.iloc[0])
    file = names.get(source, source)
    cells = ", ".join(map(str, rows["cell"].iloc[:SHOWN]))
    where = (file, sheet, cells) if len(places) == 1 else (file, "", "")
    return Finding(rule, severity, *where, values=values)
