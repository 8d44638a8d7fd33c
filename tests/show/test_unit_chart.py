"""The chart of one unit: a point a year, an interval where chance has a law, no line over a change of counting."""

import numpy as np
import pytest

from antq_analysis.measures.usual import usual_measure, usual_series
from antq_analysis.panel.load import Panel
from antq_analysis.show.picture import Picture
from antq_analysis.show.unit_chart import draw_unit
from tests.panel.made import UNITS, figure, made_panel

YEARS = ("2021", "2022", "2023", "2024")


def panel_of(counts: tuple[float | None, ...], **more: object) -> Panel:
    rows = [figure(unit, "population", year, 5000.0) for unit in UNITS for year in YEARS]
    rows += [figure(UNITS[1], "incidents_total", year, 9.0) for year in YEARS]
    rows += [
        figure(UNITS[0], "incidents_total", year, count, **more)
        for year, count in zip(YEARS, counts, strict=True)
        if count is not None
    ]
    return made_panel(rows)


def drawn(panel: Panel) -> Picture:
    measure, whole = usual_measure(panel, "incidents_total"), usual_series(panel, "incidents_total")
    return draw_unit(measure, whole, UNITS[0], YEARS)


def marks(picture: Picture, gid: str) -> int:
    (axes,) = picture.axes
    return sum(artist.get_gid() == gid for artist in axes.get_children())


def test_a_line_joins_only_years_in_a_row() -> None:
    assert marks(drawn(panel_of((4.0, 6.0, 5.0, 7.0))), "unit") == 3
    assert marks(drawn(panel_of((4.0, 6.0, None, 7.0))), "unit") == 1


def test_every_count_has_its_interval() -> None:
    picture = drawn(panel_of((4.0, 6.0, 5.0, 7.0)))
    (bars,) = [artist for artist in picture.axes[0].get_children() if artist.get_gid() == "interval"]
    ends = np.asarray([segment[:, 1] for segment in bars.get_segments()])  # type: ignore[attr-defined]
    rates = np.asarray([4, 6, 5, 7]) / 5000 * 10_000
    assert ends.shape == (4, 2)
    assert (ends[:, 0] < rates).all()
    assert (rates < ends[:, 1]).all()


def test_what_was_apportioned_has_none() -> None:
    picture = drawn(panel_of((4.0, 6.0, 5.0, 7.0), status="apportioned", apportioned_share=0.4))
    (bars,) = [artist for artist in picture.axes[0].get_children() if artist.get_gid() == "interval"]
    assert len(bars.get_segments()) == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_tells_every_figure_to_who_cannot_see_it(lang: str) -> None:
    panel = panel_of((4.0, 6.0, None, 7.0))
    measure, whole = usual_measure(panel, "incidents_total"), usual_series(panel, "incidents_total")
    alt = draw_unit(measure, whole, UNITS[0], YEARS, lang).alt
    for year, rate in (("2021", 8.0), ("2022", 12.0), ("2024", 14.0)):
        assert f"{year}: {rate:.1f}".replace(".", "," if lang == "vi" else ".") in alt
    assert "2023: …" in alt
