"""Organisations and police posts below the communes: in the list, in its total, in a note of the map."""

from dataclasses import replace

from antq_analysis.annual.answers import list_cases
from antq_analysis.annual.listing import list_communes, list_figures
from antq_analysis.language.catalogue import say
from antq_analysis.measures.rates import count
from tests.panel.made import UNITS, figure, made_panel


def _panel():
    rows = [figure(unit, "incidents_total", "2023", n) for unit, n in zip(UNITS, (3, 4, 5, 6), strict=True)]
    rows.append(figure("police_post:don-mau", "incidents_total", "2023", 2, level="police_post"))
    rows.append(figure("organisation:cong-ty-mau", "incidents_total", "2023", 1, level="organisation"))
    return made_panel(rows)


def test_the_list_ends_with_them_and_its_total_holds_them() -> None:
    table = list_communes(_panel(), "2023", ("incidents_total",))
    assert table.iloc[:, -1].tolist() == [21, 3, 4, 5, 6, 3]
    assert table.iloc[-1, 1] == say("annual.others", n=2)
    assert table.iloc[-1, 0] == ""


def test_a_measure_knows_how_many_lie_on_no_map() -> None:
    assert dict(count(_panel(), "incidents_total").others) == {"2023": 2}


def test_a_total_without_any_figure_has_no_row() -> None:
    rows = [figure(unit, "incidents_total", "2023", n) for unit, n in zip(UNITS[:2], (3, 4), strict=True)]
    table = list_communes(made_panel(rows), "2023", ("incidents_total",))
    assert say("annual.total") not in table.iloc[:, 1].tolist()


def test_a_figure_of_another_province_is_never_listed_as_ones_own() -> None:
    panel = _panel()
    own = replace(panel, province=replace(panel.province, id="khong-co", fictional=False))
    table = list_figures(own)
    assert table.to_numpy().tolist() == [[say("annual.answer_no_published", province="khong-co")]]
    assert list_cases(own) == ()
