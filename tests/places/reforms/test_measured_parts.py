"""Parts of a split unit of which a table says nothing are measured where both maps have polygons."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Polygon, box

from antq_analysis.findings import Finding
from antq_analysis.places.maps.boundaries import import_layer
from antq_analysis.places.reforms.conversion import import_crosswalk
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.official import PairTable
from antq_analysis.project import Project
from tests.places.made import NEW, OLD, PROVINCE

OLD_SHAPES = {"00001": box(105, 20, 105.08, 20.02), "00002": box(105.08, 20, 105.1, 20.02)}
NEW_SHAPES = {"00003": box(105, 20, 105.06, 20.02), "00004": box(105.06, 20, 105.1, 20.02)}
TABLE = "cu,moi,dan\n00001,00003,{}\n00001,00004,{}\n00002,00004,\n"


def _import(
    text: str, project: Project, folder: Path, later: Mapping[str, Polygon] = NEW_SHAPES
) -> list[Finding]:
    for day, shapes in ((OLD, OLD_SHAPES), (NEW, later)):
        frame = pd.DataFrame({"ma": list(shapes), "ten": [f"Xã Mẫu {code}" for code in shapes]})
        file = folder / f"{day}.gpkg"
        gpd.GeoDataFrame(frame, geometry=list(shapes.values()), crs="EPSG:4326").to_file(file)
        import_layer(file, PROVINCE, day, "ma", "ten", project=project)
    path = folder / "bang.csv"
    path.write_text(text, encoding="utf-8")
    columns = {"from_code": "cu", "to_code": "moi", "pop_share": "dan"}
    return import_crosswalk(PairTable(path, columns), PROVINCE, OLD, NEW, project)


def _shares(project: Project) -> dict[str, tuple[float, str]]:
    table = load_crosswalk(PROVINCE, OLD, NEW, project)
    own = table[table["from_code"].eq("00001")]
    shares = zip(own["share"].round(4).tolist(), own["share_basis"].tolist(), strict=True)
    return dict(zip(own["to_code"].tolist(), shares, strict=True))


def test_parts_without_shares_are_divided_by_the_land_of_the_polygons(
    project: Project, tmp_path: Path
) -> None:
    found = {one.rule: one for one in _import(TABLE.format("", ""), project, tmp_path)}
    assert _shares(project) == {"00003": (0.75, "area"), "00004": (0.25, "area")}
    assert found["crosswalk_parts_measured"].written == "00001"
    assert "crosswalk_equal_shares" not in found


@pytest.mark.parametrize(
    ("people", "shares"),
    [
        (("0.9", "0.1"), {"00003": (0.9, "population"), "00004": (0.1, "population")}),
        (("0.9", ""), {"00003": (0.5, "equal"), "00004": (0.5, "equal")}),
        (("0", ""), {"00003": (0.0, "population"), "00004": (1.0, "population")}),
    ],
)
def test_what_a_table_says_itself_stands(
    people: tuple[str, str], shares: dict[str, tuple[float, str]], project: Project, tmp_path: Path
) -> None:
    _import(TABLE.format(*people), project, tmp_path)
    assert _shares(project) == shares


def test_polygons_that_do_not_show_the_parts_divide_nothing(project: Project, tmp_path: Path) -> None:
    elsewhere = {"00003": box(105, 20, 105.08, 20.02), "00004": box(105.08, 20, 105.1, 20.02)}
    found = {one.rule for one in _import(TABLE.format("", ""), project, tmp_path, elsewhere)}
    assert _shares(project) == {"00003": (0.5, "equal"), "00004": (0.5, "equal")}
    assert "crosswalk_equal_shares" in found
    assert "crosswalk_parts_measured" not in found
