"""Places of other countries: codes with letters, maps of every year, units created mid-panel; by data files alone."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from libpysal import examples
from shapely.geometry import box

from antq_analysis import observations as obs
from antq_analysis.places.carrying.carry import carry
from antq_analysis.places.maps.boundaries import LayerFile, import_layer, load_map
from antq_analysis.places.matching.match import match_units
from antq_analysis.places.reforms.conversion import import_crosswalk
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.official import PairTable
from antq_analysis.places.register import import_units, load_units
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary
from tests.given import bare_project

LAND, STATE = "pays-fictif", "estado-ficticio"
BLOCKS = f"""
[[province]]
id = "{LAND}"
name_vi = "Pays Fictif"
name_en = "Pays Fictif"
code = "2A"
territory = "{LAND}"
code_width = 5
unit_name_vi = "commune"
unit_name_en = "communes"
district_name_vi = "arrondissement"
district_name_en = "arrondissements"
unit_types = ["commune", "ville"]

[[province]]
id = "{STATE}"
name_vi = "Estado Ficticio"
name_en = "Estado Ficticio"
code = "30"
territory = "{STATE}"
code_width = 5
unit_name_vi = "municipio"
unit_name_en = "municipios"
not_stated = ["*999"]
"""
FIRST: Mapping[str, tuple[str, str]] = {
    "01004": ("Saint-Bréval-en-Brume", "Arrondissement de Brume"),
    "01005": ("L'Étang-Vieux", "Arrondissement de Brume"),
    "01006": ("Évrecourt", "Arrondissement de Brume"),
    "01033": ("H. Beaulieu", "Arrondissement de Brume"),
    "2A004": ("Ajarola", "Arrondissement du Cap"),
    "2A006": ("Bastelica-di-Mare", "Arrondissement du Cap"),
    "2A008": ("Le Hâvre-Noir", "Arrondissement du Cap"),
    "2A010": ("X", "Arrondissement du Cap"),
}
# year: (old code, new code, what happened), and the names of units that are new or renamed
EVENTS: Mapping[int, tuple[tuple[tuple[str, str, str], ...], Mapping[str, str]]] = {
    2017: ((("01004", "01004", "32"), ("01005", "01004", "32")), {"01004": "Val-de-Brume"}),
    2018: ((("01033", "2A033", "41"),), {"2A033": "H. Beaulieu"}),
    2019: ((("01004", "01004", "21"), ("01004", "01005", "21")), {"01005": "L'Étang-Vieux"}),
    2021: ((("2A010", "2A010", "10"),), {"2A010": "X-sur-Cap"}),
    2023: (
        (("2A004", "2A004", "32"), ("2A006", "2A004", "32"), ("2A010", "2A004", "32")),
        {"2A004": "Ajarola-les-Trois"},
    ),
}
PEOPLE = {code: float(100 * (number + 1)) for number, code in enumerate(FIRST)}
SPELT = ["ST-BREVAL-EN-BRUME", "Evrecourt", "H. Beaulieu", "LE HAVRE-NOIR", "X", "l'etang vieux"]


def years() -> dict[int, dict[str, tuple[str, str]]]:
    """The register of each year, worked out from the events."""
    now, found = dict(FIRST), {}
    for year in range(2016, 2025):
        events, names = EVENTS.get(year, ((), {}))
        made = {new: (names.get(new, now[old][0]), now[old][1]) for old, new, _ in events}
        for old, _, _ in events:
            now.pop(old, None)
        now |= made
        found[year] = dict(sorted(now.items()))
    return found


@pytest.fixture
def abroad(project: Project) -> Project:
    """A project with the two blocks added."""
    return with_blocks(project)


def with_blocks(project: Project) -> Project:
    path = project.reference / "provinces.toml"
    path.write_text(path.read_text("utf-8") + BLOCKS, "utf-8")
    return project


@pytest.fixture
def land(nine_maps: Project, tmp_path: Path) -> Project:
    """Nine maps of a country in which units merge, part, move and are renamed, with a table of events for each."""
    return find_project(shutil.copytree(nine_maps.root, tmp_path / "land"))


@pytest.fixture(scope="module")
def nine_maps(tmp_path_factory: pytest.TempPathFactory) -> Project:
    tmp_path = tmp_path_factory.mktemp("land")
    abroad = with_blocks(bare_project(tmp_path / "project"))
    for year, units in years().items():
        rows = [(code, name, place) for code, (name, place) in units.items()]
        listed = tmp_path / f"communes_{year}.csv"
        pd.DataFrame(rows, columns=["COM", "LIBELLE", "ARR"]).to_csv(listed, index=False)
        columns = {"unit_code": "COM", "name": "LIBELLE", "district_name": "ARR"}
        import_units(listed, LAND, f"{year}-01-01", columns=columns, project=abroad)
        if year > 2016:
            moves = tmp_path / f"mouvements_{year}.csv"
            events, _ = EVENTS.get(year, ((), {}))
            pd.DataFrame(events, columns=["COM_AV", "COM_AP", "MOD"], dtype="str").to_csv(moves, index=False)
            table = PairTable(moves, {"from_code": "COM_AV", "to_code": "COM_AP"}, partial=True)
            found = import_crosswalk(table, LAND, f"{year - 1}-01-01", f"{year}-01-01", abroad)
            assert not [finding for finding in found if finding.severity == "error"]
    return abroad


def people(values: Mapping[str, float], province: str, day: str) -> pd.DataFrame:
    rows = pd.DataFrame({"unit_code": list(values), "value": list(values.values()), "status": "reported"})
    told = {"province": province, "unit_date": day, "indicator": "population", "period": day[:4]}
    return obs.conform(rows.assign(**told, basis="stock"))


def test_codes_with_letters_and_leading_zeros_stay(land: Project) -> None:
    for year, expected in years().items():
        units = load_units(LAND, f"{year}-06-30", land)
        assert dict(zip(units["unit_code"], units["name"], strict=True)) == {
            code: name for code, (name, _) in expected.items()
        }


def test_no_word_of_a_foreign_name_is_taken_for_a_vietnamese_type(land: Project) -> None:
    units = load_units(LAND, "2016-01-01", land)
    assert set(units["type"]) == {""}


def test_what_happened_in_each_year_is_told(land: Project) -> None:
    def told(first: str, last: str) -> set[tuple[str, str, str]]:
        step = load_crosswalk(LAND, first, last, land)
        step = step[step["relation"].ne("unchanged")]
        return set(zip(step["from_code"], step["to_code"], step["relation"], strict=True))

    assert told("2016-01-01", "2017-01-01") == {("01004", "01004", "merge"), ("01005", "01004", "merge")}
    assert told("2017-01-01", "2018-01-01") == {("01033", "2A033", "recode")}
    assert told("2018-01-01", "2019-01-01") == {
        ("01004", "01004", "split_part"),
        ("01004", "01005", "split_part"),
    }
    assert told("2019-01-01", "2020-01-01") == set()
    assert told("2020-01-01", "2021-01-01") == {("2A010", "2A010", "rename")}


def test_totals_stay_over_nine_maps(land: Project) -> None:
    chained = load_crosswalk(LAND, "2016-01-01", "2024-01-01", land)
    carried = carry(people(PEOPLE, LAND, "2016-01-01"), "2024-01-01", chained, load_vocabulary(land))
    found = carried.observations.set_index("unit_code")["value"].to_dict()
    # 01004 and 01005 were one from 2017 to 2019, so that nobody can tell them apart afterwards.
    assert found == {
        "01004": 150.0,
        "01005": 150.0,
        "01006": 300.0,
        "2A004": 500.0 + 600.0 + 800.0,
        "2A008": 700.0,
        "2A033": 400.0,
    }


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("EVRECOURT", "01006"),
        ("H. Beaulieu", "01033"),
        ("H BEAULIEU", "01033"),
        ("Le Hâvre-Noir", "2A008"),
        ("LE HAVRE-NOIR", "2A008"),
        ("l’Étang-Vieux", "01005"),
        ("X", "2A010"),
        ("Bastelica di Mare", "2A006"),
        ("Val-de-Brume", ""),
    ],
)
def test_foreign_names_find_their_unit_or_none(land: Project, written: str, code: str) -> None:
    units = load_units(LAND, "2016-01-01", land)
    found = match_units(pd.DataFrame({"name": [written], "district": [""]}), units)
    assert found["unit_code"].tolist() == [code]


def squares(names: Mapping[str, str]) -> gpd.GeoDataFrame:
    cells = [box(2 + i / 10, 46, 2.1 + i / 10, 46.1) for i in range(len(names))]
    return gpd.GeoDataFrame(
        {"INSEE_COM": list(names), "NOM": list(names.values())}, geometry=cells, crs="EPSG:4326"
    )


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1"])
def test_letters_of_other_languages_are_no_old_vietnamese_font(
    land: Project, tmp_path: Path, encoding: str
) -> None:
    names = {code: name for code, (name, _) in FIRST.items()}
    file = tmp_path / "communes.shp"
    squares(names).to_crs("EPSG:2154").to_file(file, encoding=encoding)
    found = import_layer(
        LayerFile(file), LAND, "2016-01-01", code_column="INSEE_COM", name_column="NOM", project=land
    )
    assert [finding.rule for finding in found] == []
    shapes = load_map(LAND, "2016-01-01", land)
    assert shapes["name"].to_dict() == names
    assert not shapes.geometry.isna().any()


MUNICIPIOS = {"30001": "Acuatlán", "30002": "H. Cárdenas", "30003": "Xico Viejo", "30004": "Paso del Toro"}
NEW_ONE = {"30212": "Nuevo Paso"}
NOT_STATED = {"30999": "No especificado"}


@pytest.fixture
def state(abroad: Project, tmp_path: Path) -> Project:
    """Two maps; a municipality is made of parts of two, and the lists have a code for "not stated"."""
    for day, units in (("2010-01-01", MUNICIPIOS), ("2015-01-01", MUNICIPIOS | NEW_ONE)):
        file = tmp_path / f"{day}.xlsx"
        rows = [(int(code), name, "Municipio") for code, name in (units | NOT_STATED).items()]
        pd.DataFrame(rows, columns=["CVEGEO", "NOM_MUN", "TIPO"]).to_excel(file, index=False)
        columns = {"unit_code": "CVEGEO", "name": "NOM_MUN", "type": "TIPO"}
        import_units(file, STATE, day, columns=columns, project=abroad)
    return abroad


def made_of(state: Project, tmp_path: Path, *more: tuple[str, str, str]) -> list[str]:
    rows = [
        ("30003", "30003", "0.75"),
        ("30003", "30212", "0.25"),
        ("30004", "30004", "0.5"),
        ("30004", "30212", "0.5"),
        *more,
    ]
    file = tmp_path / "nuevos.csv"
    pd.DataFrame(rows, columns=["de", "a", "parte"]).to_csv(file, index=False)
    table = PairTable(file, {"from_code": "de", "to_code": "a", "pop_share": "parte"}, partial=True)
    return [finding.rule for finding in import_crosswalk(table, STATE, "2010-01-01", "2015-01-01", state)]


def test_a_code_for_not_stated_is_no_unit(state: Project) -> None:
    units = load_units(STATE, "2015-01-01", state)
    assert set(units["unit_code"]) == {*MUNICIPIOS, *NEW_ONE}
    assert set(units["type"]) == {"Municipio"}
    found = match_units(pd.DataFrame({"name": ["No especificado"], "district": [""]}), units)
    assert found[["unit_code", "how"]].to_numpy().tolist() == [["", "none"]]


def test_a_list_says_which_of_its_rows_are_no_units(abroad: Project, tmp_path: Path) -> None:
    file = tmp_path / "lista.xlsx"
    rows = [(int(code), name) for code, name in (MUNICIPIOS | NOT_STATED).items()]
    pd.DataFrame(rows, columns=["CVEGEO", "NOM_MUN"]).to_excel(file, index=False)
    columns = {"unit_code": "CVEGEO", "name": "NOM_MUN"}
    (found,) = import_units(file, STATE, "2010-01-01", columns=columns, project=abroad)
    assert (found.rule, found.written, found.values) == (
        "list_not_stated",
        "30999 No especificado",
        {"n": 1},
    )
    assert "No especificado" in found.text("vi")
    kept = import_units(
        file, STATE, "2010-01-01", columns=columns, only={"NOM_MUN": "Xico Viejo"}, project=abroad
    )
    # No row is left out any more; the shorter list takes the place of the longer.
    assert [item.rule for item in kept] == ["list_replaced"]


def test_a_layer_with_a_code_for_not_stated_makes_a_register_without_it(
    abroad: Project, tmp_path: Path
) -> None:
    file = tmp_path / "municipios.gpkg"
    squares(MUNICIPIOS | NOT_STATED).to_file(file)
    found = import_layer(
        file, STATE, "2010-01-01", code_column="INSEE_COM", name_column="NOM", project=abroad
    )
    assert [finding.written for finding in found if finding.rule == "layer_not_stated"] == [
        "30999 No especificado"
    ]
    assert set(load_map(STATE, "2010-01-01", abroad).index) == set(MUNICIPIOS)


def test_a_unit_made_mid_panel_takes_its_parts(state: Project, tmp_path: Path) -> None:
    assert "crosswalk_new_foreign" not in made_of(state, tmp_path)
    chained = load_crosswalk(STATE, "2010-01-01", "2015-01-01", state)
    values = dict(zip(MUNICIPIOS, (1000.0, 2000.0, 400.0, 200.0), strict=True))
    carried = carry(people(values, STATE, "2010-01-01"), "2015-01-01", chained, load_vocabulary(state))
    found = carried.observations.set_index("unit_code")["value"].to_dict()
    assert found == {"30001": 1000.0, "30002": 2000.0, "30003": 300.0, "30004": 100.0, "30212": 200.0}


def test_not_stated_enters_no_total_in_silence(state: Project, tmp_path: Path) -> None:
    assert "crosswalk_old_foreign" in made_of(state, tmp_path, ("30999", "30001", ""))
    assert not (state.places / STATE / "2015-01-01" / "crosswalk.csv").exists()
    made_of(state, tmp_path)
    chained = load_crosswalk(STATE, "2010-01-01", "2015-01-01", state)
    figures = people({"30001": 1000.0, "30999": 77.0}, STATE, "2010-01-01")
    carried = carry(figures, "2015-01-01", chained, load_vocabulary(state))
    assert carried.observations["value"].sum() == 1000.0
    assert "30999" in carried.account.to_string()


def test_real_counties_come_in_by_data_alone(abroad: Project, tmp_path: Path) -> None:
    path = abroad.reference / "provinces.toml"
    own = BLOCKS.split("[[province]]")[2].replace(STATE, "carolina").replace('"*999"', '"37999"')
    path.write_text(path.read_text("utf-8") + f"[[province]]{own}", "utf-8")
    file = tmp_path / "counties.gpkg"
    gpd.read_file(examples.get_path("sids2.shp")).set_crs("EPSG:4267").to_file(file)
    found = import_layer(
        file, "carolina", "1970-01-01", code_column="FIPS", name_column="NAME", project=abroad
    )
    assert not [finding for finding in found if finding.severity == "error"]
    shapes = load_map("carolina", "1970-01-01", abroad)
    assert len(shapes) == 100
    units = load_units("carolina", "1970-01-01", abroad)
    assert set(units["type"]) == {""}
    asked = pd.DataFrame({"name": units["name"].str.upper(), "district": ""})
    assert match_units(asked, units)["unit_code"].tolist() == units["unit_code"].tolist()
