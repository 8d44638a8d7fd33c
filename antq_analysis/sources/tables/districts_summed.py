"""Figures of districts beside those of their communes in one file: the first should be the sum of the second."""

from collections.abc import Iterator

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import EXACT, WITH_VALUE
from antq_analysis.sources.tables.total_findings import shown_cells
from antq_analysis.vocabulary import Vocabulary

RULE = "district_sum_differs"
_MEANING = ["indicator", "category", "basis", "period", "stage", "method_version"]


def districts_summed(
    observations: pd.DataFrame, units: pd.DataFrame, vocabulary: Vocabulary, file: str
) -> Iterator[Finding]:
    """Compare each figure of a district with the sum of its communes, where all of them reported.

    Parameters
    ----------
    observations
        The figures of one file.
    units
        The register: which communes a district has.
    vocabulary
        Says which indicators are sums over units.
    file
        Its name.

    Yields
    ------
    Finding
        One warning for each sheet and indicator; figures of both are kept.
    """
    told = observations[observations["status"].isin(WITH_VALUE) & observations["comparator"].isin(EXACT)]
    sums_up = {name: vocabulary.indicator(name).adds_up == "sum" for name in told["indicator"].unique()}
    told = told[told["indicator"].map(sums_up).astype("bool")]
    districts = told[told["level"].eq("district")]
    if districts.empty:
        return
    homes = units.set_index("unit_code")["district_code"]
    communes = told[told["level"].eq("commune")].assign(home=lambda frame: frame["unit_code"].map(homes))
    sums = communes.groupby(["home", *_MEANING])["value"].agg(["sum", "count"]).reset_index()
    beside = districts.merge(sums, left_on=["unit_code", *_MEANING], right_on=["home", *_MEANING])
    whole = beside["count"].eq(beside["unit_code"].map(homes.value_counts()))
    wrong = beside[whole & (beside["value"] - beside["sum"]).abs().gt(1e-6)]
    for (sheet, indicator), own in wrong.groupby(["sheet", "indicator"], sort=False):
        item = vocabulary.indicator(str(indicator))
        values = {
            "n": len(own),
            "indicator": item.label_vi,
            "indicator_en": item.label_en,
            "cells": shown_cells(own["cell"].tolist()),
        }
        cells = ", ".join(own["cell"])
        yield Finding(
            RULE, Severity.WARNING, file, str(sheet), cells, _shown(own["value"]), _shown(own["sum"]), values
        )


def _shown(values: pd.Series) -> str:
    return "; ".join(f"{value:.15g}" for value in values)
