"""The result shapes print as sentences and tables, and never lose a unit."""

import pandas as pd
import pytest

from antq_analysis.measures.change import change
from antq_analysis.measures.frame import MEASURE_COLUMNS, Estimate, every_unit
from antq_analysis.measures.rates import rate
from antq_analysis.measures.series import totals
from tests.panel.made import UNITS, figure, made_panel


def made():
    rows = [figure(u, "population", year, 1000) for u in UNITS for year in ("2022", "2023")]
    rows += [figure(u, "incidents_total", year, n) for n, u in enumerate(UNITS) for year in ("2022", "2023")]
    return made_panel(rows)


def test_every_shape_prints_both_languages_and_its_rows() -> None:
    panel = made()
    shapes = [rate(panel, "incidents_total"), totals(panel, "incidents_total")]
    shapes.append(change(panel, "incidents_total", "2023", "2022"))
    for shape in shapes:
        text = str(shape)
        assert shape.sentence("vi") in text
        assert shape.sentence("en") in text
        assert "value" in text or "difference" in text
        assert "<table" in shape._repr_html_()


def test_names_are_data_never_markup() -> None:
    panel = made()
    measure = rate(panel, "incidents_total")
    object.__setattr__(measure, "label_vi", "<script>alert(1)</script>")
    assert "<script>" not in measure._repr_html_()


def test_an_estimate_is_never_said_without_its_caveats() -> None:
    table = pd.DataFrame({"value": [0.71], "low": [0.18], "high": [2.61]}, index=["ratio"])
    checks = pd.DataFrame({"passed": [True]}, index=["base"])
    estimate = Estimate(
        table, "measures.not_a_count", checks, ("panel.verdict_no_figure", "panel.reason_about")
    )
    with pytest.raises(KeyError):
        estimate.sentence()  # a caveat that needs a value must get it from who builds the estimate
    plain = Estimate(table, "panel.verdict_no_figure", checks, ("panel.reason_about",))
    assert plain.sentence("en") == "Not checked yet some numbers are bounds or approximate"
    assert "0.71" in str(plain)


def test_every_unit_stands_in_every_period() -> None:
    index = pd.MultiIndex.from_tuples([("b", "2023")], names=["unit_code", "period"])
    row = dict.fromkeys(MEASURE_COLUMNS, 1.0) | {"base": "", "comparator": "exact", "value_text": ""}
    row |= {"method": "m", "status": "reported"}
    frame = every_unit(pd.DataFrame([row], index=index), ["b", "a"], ["2022", "2023"])
    assert frame.index.tolist() == [("b", "2022"), ("b", "2023"), ("a", "2022"), ("a", "2023")]
    assert frame["status"].tolist() == ["no_row", "reported", "no_row", "no_row"]
    assert frame["value"].notna().sum() == 1
