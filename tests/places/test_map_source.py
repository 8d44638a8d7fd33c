"""Where polygons came from, and on what terms, stands on the printed map of a province without words of its own."""

from dataclasses import replace
from datetime import date

import pytest

from antq_analysis.measures.rates import count
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.vintage import Vintage, map_source, territory, write_vintage
from antq_analysis.project import Project
from antq_analysis.show.mapped import notes_of, read_map
from antq_analysis.show.words import say_source
from tests.panel.made import UNITS, figure, made_panel
from tests.show.made import make_units

DAY = "2025-07-01"


@pytest.mark.parametrize(
    ("source", "licence", "told"),
    [
        ("Sở Nội vụ", "CC BY 4.0", "Sở Nội vụ (CC BY 4.0)"),
        ("Sở Nội vụ", "", "Sở Nội vụ"),
        ("", "", ""),
        ("", "CC0", "CC0"),
    ],
)
def test_source_and_licence_are_one_text(project: Project, source: str, licence: str, told: str) -> None:
    folder = territory("demo", project) / DAY
    folder.mkdir(parents=True)
    assert map_source("demo", DAY, project) == ""
    write_vintage(folder, Vintage(date.fromisoformat(DAY), source=source, licence=licence))
    assert map_source("demo", DAY, project) == told
    assert map_source("demo", "2025-12-31", project) == told


def test_a_loaded_map_knows_it(made_demo: Project) -> None:
    assert load_map("demo", DAY, made_demo).attrs["source"] == "antq demo (CC0-1.0)"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_printed_map_tells_it_unless_the_province_has_words_of_its_own(lang: str) -> None:
    panel = made_panel([figure(unit, "incidents_total", "2025", 3) for unit in UNITS])
    panel.units.geometry = make_units(4, districts=0).geometry.to_numpy()
    panel.units.attrs["source"] = "Sở Nội vụ (CC BY 4.0)"
    plain = replace(panel.province, source_vi="", source_en="")
    measure = replace(count(panel, "incidents_total"), province=plain)
    last = notes_of(read_map(measure, "2025"), lang)[-1]
    assert last.endswith("01/01/2020: Sở Nội vụ (CC BY 4.0).")
    own = notes_of(read_map(count(panel, "incidents_total"), "2025"), lang)[-1]
    assert "Sở Nội vụ" not in own
    assert own == say_source(panel.province, panel.map_date, lang)
