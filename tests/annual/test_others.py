"""Organisations and police posts below the communes: in the list, in its total, in a note of the map."""

from dataclasses import replace

from antq_analysis.annual.answers import answer_cases, list_cases, say_examples
from antq_analysis.annual.listing import list_figures
from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.language.catalogue import say
from antq_analysis.measures.others import Others
from antq_analysis.measures.rates import count
from tests.panel.made import UNITS, figure, made_panel


def _panel():
    rows = [figure(unit, "incidents_total", "2023", n) for unit, n in zip(UNITS, (3, 4, 5, 6), strict=True)]
    rows.append(figure("police_post:don-mau", "incidents_total", "2023", 2, level="police_post"))
    rows.append(figure("organisation:cong-ty-mau", "incidents_total", "2023", 1, level="organisation"))
    return made_panel(rows)


def test_the_list_ends_with_them_and_its_total_holds_them() -> None:
    table = communes_table(_panel(), "2023", ("incidents_total",)).content
    assert table["incidents_total"].tolist() == [21, 3, 4, 5, 6, 3]
    assert table["name"].iloc[-1] == say("annual.others", n=2)
    assert table["code"].iloc[-1] == ""


def test_a_measure_knows_how_many_lie_on_no_map() -> None:
    assert dict(count(_panel(), "incidents_total").others) == {"2023": Others(2, 3.0)}


def test_a_figure_of_another_province_is_never_listed_as_ones_own() -> None:
    panel = _panel()
    own = replace(panel, province=replace(panel.province, id="khong-co", fictional=False))
    table = list_figures(own)
    assert table.to_numpy().tolist() == [[say("annual.answer_no_published", province="khong-co")]]
    assert list_cases(own) == ()
    assert list_figures(own, others=True).empty


def test_a_province_of_the_reference_shows_the_others_apart() -> None:
    panel = _panel()
    real = replace(panel, province=panel.vocabulary.province("hoa-binh"))
    name = say("annual.column_name")
    assert "Hải Dương" not in set(list_figures(real)[name])
    others = set(list_figures(real, others=True)[name])
    assert "Hải Dương" in others
    assert "Hòa Bình" not in others
    assert "hư cấu" not in say_examples(real)


def test_a_fictional_province_shows_real_figures_apart_and_says_so() -> None:
    panel = _panel()
    own, others = list_figures(panel), list_figures(panel, others=True)
    name = say("annual.column_name")
    assert panel.province.fictional
    assert not set(own.get(name, ())) & {"Hòa Bình", "Hải Dương"}
    assert {"Hòa Bình", "Hải Dương"} <= set(others[name])
    assert panel.province.name_vi not in set(others[name])
    head = answer_cases(panel, list_cases(panel)).splitlines()[0]
    assert head == say_examples(panel)
    assert head.startswith("Số đã công bố của các tỉnh thật, để đối chiếu phương pháp")
    assert "số dưới đây là số thật" in head
