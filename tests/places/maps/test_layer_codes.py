"""Codes of a layer: leading zeros that were lost, rows without any."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from antq_analysis.findings import Severity
from antq_analysis.places.maps.boundaries import import_layer, load_map
from antq_analysis.places.maps.layer_codes import read_texts, settle_codes
from antq_analysis.project import Project
from antq_analysis.vocabulary import Province
from tests.places.made import NEW, PROVINCE, layer, register

OWN = Province("mau", "Mẫu", "Mau", "99", "mau", not_stated=("99999",))
UNITS = pd.DataFrame({"unit_code": ["00001", "00002", "12345"], "name": "Xã"})


def _codes(column: list[object], units: pd.DataFrame | None = UNITS) -> tuple[list[str], list[str]]:
    frame = layer([f"{at}" for at in range(len(column))]).assign(code=column)
    texts = read_texts(frame, "code", "ten", "")
    coded, findings = settle_codes(texts, units, True, OWN, "lop")
    return coded["unit_code"].tolist(), [finding.rule for finding in findings]


@pytest.mark.parametrize("column", [[1, 12345], [1.0, 12345.0], ["1", "12345"], [" 00001", "12345\u00a0"]])
def test_lost_zeros_come_back(column: list[object]) -> None:
    codes, rules = _codes(column)
    assert codes == ["00001", "12345"]
    assert rules == ([] if column[0] == " 00001" else ["layer_codes_padded"])
    assert _codes(column, None) == (codes, rules)


def test_a_code_for_not_stated_makes_no_unit() -> None:
    assert _codes(["00001", "99999"]) == (["00001", ""], ["layer_not_stated"])
    assert _codes(["00001", "99999"], None) == (["00001", ""], ["layer_not_stated"])


def test_codes_that_padding_does_not_explain_stay() -> None:
    assert _codes(["7", "00002", "A1"]) == (["7", "00002", "A1"], [])


def test_rows_without_a_code_are_told() -> None:
    codes, rules = _codes([1.0, np.nan])
    assert (codes, rules) == (["00001", ""], ["layer_codes_padded", "polygon_no_code"])
    assert _codes(["00001", None])[1] == ["polygon_no_code"]


def test_a_row_without_a_code_is_left_out_of_the_map_and_named(project: Project, tmp_path: Path) -> None:
    register(["00001", "00002"], project, NEW)
    layer(["00001", "00002", "00003"]).assign(code=["00001", "00002", None]).to_file(tmp_path / "lop.gpkg")
    (finding,) = import_layer(tmp_path / "lop.gpkg", PROVINCE, NEW, "code", "ten", "", project)
    assert (finding.rule, finding.severity, finding.written) == (
        "polygon_no_code",
        Severity.WARNING,
        "Xã Mẫu 00003",
    )
    assert isinstance(load_map(PROVINCE, NEW, project), gpd.GeoDataFrame)
    assert load_map(PROVINCE, NEW, project).geometry.notna().all()
