"""The chart of states: every number from its data, bands only between comparable years, nothings told apart."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.patches import PathPatch, Rectangle

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.state_flows import StateFlows, state_flows
from antq_analysis.show.flows import draw_flows
from antq_analysis.show.picture import Picture
from tests.panel.made import figure, made_panel

MET = "ntm_19_2_met"
UNITS = tuple(f"99{n:03d}" for n in range(1, 41))


def flows(first: int = 2019) -> StateFlows:
    rows = []
    for year in range(first, 2025):
        for place, unit in enumerate(UNITS):
            if place >= 36:
                rows.append(figure(unit, MET, str(year), None, status="not_applicable"))
            elif place >= 34 and year == 2024:
                rows.append(figure(unit, MET, str(year), None))
            else:
                rows.append(figure(unit, MET, str(year), float((place * 7 + year) % 5 > 1)))
    return state_flows(made_panel(rows, units=UNITS), MET)


def axes(picture: Picture, label: str = "flows"):
    return next(one for one in picture.axes if one.get_label() == label)


def texts(picture: Picture, gid: str) -> list[str]:
    return [text.get_text() for text in axes(picture).texts if text.get_gid() == gid]


def test_columns_and_shares_are_those_of_the_data() -> None:
    made = flows()
    picture = draw_flows(made)
    boxes = [patch for patch in axes(picture).patches if isinstance(patch, Rectangle)]
    for year in made.periods():
        drawn = {b.get_gid(): round(b.get_height()) for b in boxes if round(b.get_x() + 0.17) == int(year)}
        assert drawn == made.at(year)
    for year in made.periods():
        part, _, percent = made.share(year).partition(" ")
        assert part in texts(picture, "share")
        assert percent.strip("()") in texts(picture, "share")


def test_bands_hold_the_moves_and_none_crosses_a_cut() -> None:
    made = flows()
    picture = draw_flows(made)
    bands: dict[int, dict[str, float]] = {}
    for patch in axes(picture).patches:
        if isinstance(patch, PathPatch):
            x, y = patch.get_path().vertices.T
            year = round(x.max() + 0.17)
            left = y[np.isclose(x, x.min())]
            bands.setdefault(year, {})[str(patch.get_gid())] = float(left.max() - left.min())
    # New criteria in 2022.
    assert sorted(bands) == [2020, 2021, 2023, 2024]
    for year, drawn in bands.items():
        told = made.matrix(str(year)).stack()
        assert drawn == {f"{a}-{b}": n for (a, b), n in told.items() if n}
    gained = [len(made.moved(str(year), "not_met", "met")) for year in sorted(bands)]
    assert [text for text in texts(picture, "moved") if text[0] == "+"] == [f"+{n}" for n in gained if n]
    cut = axes(picture, "cuts").lines
    assert [line.get_gid() for line in cut] == ["cut"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_alternative_text_tells_every_year(lang: str) -> None:
    made = flows()
    picture = draw_flows(made, lang=lang, notes=["Một ghi chú."])
    for year in made.periods():
        assert f"{year}: {made.share(year, lang)}" in picture.alt
    assert picture.alt.count({"vi": "không so với năm trước", "en": "not compared with"}[lang]) == 1
    assert "Một ghi chú." in picture.alt
    assert not re.search(r"\{|nan|None", picture.alt)


def test_bands_leave_and_enter_within_the_part_of_their_column() -> None:
    made = flows()
    picture = draw_flows(made)
    for patch in axes(picture).patches:
        if isinstance(patch, PathPatch):
            x, y = patch.get_path().vertices.T
            before, after = str(patch.get_gid()).split("-")
            for at, state in ((x.min(), before), (x.max(), after)):
                year = str(round(at - 0.17) if at == x.min() else round(at + 0.17))
                names = list(made.at(year))
                low = sum(made.at(year)[name] for name in names[: names.index(state)])
                ends = y[np.isclose(x, at)]
                assert low <= ends.min() < ends.max() <= low + made.at(year)[state]


def test_of_many_years_the_last_twelve_are_shown() -> None:
    picture = draw_flows(flows(2010))
    years = [label.get_text() for label in axes(picture).get_xticklabels()]
    assert years == [str(year) for year in range(2013, 2025)]


def test_one_year_is_drawn_alone() -> None:
    picture = draw_flows(flows(2024))
    assert not [patch for patch in axes(picture).patches if isinstance(patch, PathPatch)]
    assert "năm 2024" in picture.alt
    assert not texts(picture, "moved")


def test_the_kinds_of_nothing_differ_from_one_another_and_from_not_met() -> None:
    made = flows()
    picture = draw_flows(made, page="a4")
    looks = {}
    for patch in axes(picture).patches:
        if isinstance(patch, Rectangle):
            looks[str(patch.get_gid())] = (patch.get_facecolor(), patch.get_hatch())
    assert len(set(looks.values())) == 4


def test_no_two_words_lie_over_one_another() -> None:
    picture = draw_flows(flows())
    picture.canvas.draw()
    boxes = [
        text.get_window_extent()
        for text in axes(picture).texts
        if text.get_gid() in ("state", "share") and text.get_text()
    ]
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            # Lines of one column stand directly under one another.
            apart = (
                min(one.x1, other.x1) - max(one.x0, other.x0),
                min(one.y1, other.y1) - max(one.y0, other.y0),
            )
            assert min(apart) <= 3


def test_what_is_sensitive_is_not_released_and_files_are_saved(tmp_path: Path) -> None:
    made = flows(2023)
    assert draw_flows(made, audience="release", save=tmp_path / "flows.png").alt
    assert (tmp_path / "flows.png").exists()
    hidden = replace(made, series=replace(made.series, sensitive=True))
    with pytest.raises(RefusedError):
        draw_flows(hidden, audience="release")
    with pytest.raises(UsageError):
        draw_flows(made, audience="public")
