"""Organisations and police posts below the communes: in the list, in its total, in a note of the map."""

from antq_analysis.annual.listing import list_communes
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
