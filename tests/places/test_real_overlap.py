"""Three provinces over eight years: old polygons joined by the crosswalk against the polygons of 2025."""

from pathlib import Path

import geopandas as gpd
import pytest

from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.derive import crosswalk_of
from antq_analysis.places.reforms.overlap import LOW_FIT, disagreements, fit, overlaps
from tests.places.real_vietnam import MAPS, PROVINCE, Imported

pytestmark = pytest.mark.slow

# Medians found before by other means, with how many units of 2025 miss two thirds of their land in the tables.
KNOWN = {"17": (0.958, 46, 3), "06": (0.927, 37, 0), "30": (0.924, 64, 12)}


SWAPPED: dict[str, list[str]] = {
    "17": ["04924 / 04960; 05200 / 05212"],
    "06": [],
    "30": ["10972 / 10993; 11050 / 11065"],
}


@pytest.fixture(scope="module")
def layers(shared: Path) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    file = shared / "data" / "vietnam" / "boundaries" / "communes_3prov.gpkg"
    old, new = (
        gpd.read_file(file, layer=layer).set_index("unit_code")
        for layer in ("communes_2017", "communes_2025")
    )
    return old.assign(name=old["unit_name"]), new.assign(name=new["unit_name"])


@pytest.mark.parametrize("province", list(KNOWN))
def test_joined_polygons_lie_where_the_new_ones_do(
    province: str, imported: Imported, layers: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]
) -> None:
    area_crs = imported.project.settings.area_crs
    old = layers[0][layers[0]["province_code"].eq(province)].to_crs(area_crs)
    new = layers[1][layers[1]["origin_provinces"].str.contains(province)].to_crs(area_crs)
    crosswalk = load_crosswalk(PROVINCE, MAPS[0], MAPS[-1], imported.project)
    crosswalk = crosswalk[crosswalk["from_code"].isin(old.index)]
    common = overlaps(old.geometry, new.geometry, area_crs)
    measured = fit(crosswalk, common, old.geometry, new.geometry)
    median, units, low = KNOWN[province]
    bad = measured[measured.lt(LOW_FIT)].round(3).sort_values()
    print(province, f"median {measured.median():.4f}", bad.to_dict())
    assert measured.median() >= median
    assert (len(measured), len(bad)) == (units, low)
    found = {
        finding.rule: finding for finding in disagreements(crosswalk, old.geometry, new.geometry, area_crs)
    }
    for finding in found.values():
        print(finding.text("en"))
    assert [finding.written for rule, finding in found.items() if rule == "crosswalk_swapped"] == SWAPPED[
        province
    ]


def test_a_crosswalk_from_polygons_alone_is_nearly_the_official_one(
    imported: Imported, layers: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]
) -> None:
    old, new = (
        layer[layer[column].str.contains("06")]
        for layer, column in zip(layers, ("province_code", "origin_provinces"), strict=True)
    )
    derived = crosswalk_of(old, new, imported.project.settings.area_crs)
    found = set(zip(derived["from_code"], derived["to_code"], strict=True))
    official = load_crosswalk(PROVINCE, MAPS[0], MAPS[-1], imported.project)
    official = official[official["from_code"].isin(old.index)]
    expected = set(zip(official["from_code"], official["to_code"], strict=True))
    assert len(found ^ expected) <= 3
    assert len(expected) > 120
