"""Places, neighbours and the others on a grid of communes: the printed example, who is who, and what is refused."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import antq_analysis as antq
from antq_analysis.errors import BreakError, RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.since_start.differences import differences
from antq_analysis.measures.since_start.displaced import Displaced
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Break
from tests.measures.association.made import panel_of

OUTCOME, SIDE = "incidents_total", 12
YEARS = range(2012, 2018)
FIRST = 2015
PLACES = np.stack(np.divmod(np.arange(SIDE * SIDE), SIDE), axis=1)


def grid(events: np.ndarray, first_year: np.ndarray, people: np.ndarray | None = None) -> Panel:
    """Communes that border on each other; who has not begun by the last year says so."""
    many = len(first_year)
    size = np.full(many, 1000.0) if people is None else people
    figures = {}
    for year, counts in zip(YEARS, events.T, strict=True):
        figures[OUTCOME, str(year)] = counts
        figures["population", str(year)] = size
    figures["model_established_year", str(YEARS[-1])] = first_year
    panel = panel_of(figures, PLACES[:many].astype(float))
    rows = panel.observations.copy()
    none = rows["indicator"].eq("model_established_year") & rows["value"].isna()
    rows.loc[none, "status"] = "not_applicable"
    return replace(panel, observations=rows, reported=rows)


def block(low: int, high: int) -> np.ndarray:
    """Which communes lie in these rows and columns."""
    return np.isin(PLACES, range(low, high)).all(axis=1)


TARGET = block(3, 8)
NEAR = block(2, 9) & ~TARGET


@pytest.fixture(scope="module")
def panel() -> Panel:
    """25 places fall by half in 2015; of the 24 around half of that moves next door; nothing else changes."""
    events = np.full((SIDE * SIDE, len(YEARS)), 8.0)
    events[TARGET, 3:] = 4.0
    events[NEAR, 3:] += 2.0
    return grid(events, np.where(TARGET, float(FIRST), np.nan))


@pytest.fixture(scope="module")
def found(panel: Panel) -> Displaced:
    return antq.displacement(panel, OUTCOME)


def spread(total: float, over: np.ndarray) -> np.ndarray:
    """A whole number over communes, in whole numbers."""
    part = np.zeros(len(over))
    places = np.flatnonzero(over)
    part[places] = total // len(places)
    part[places[: int(total % len(places))]] += 1
    return part


def test_the_example_of_the_paper_comes_out_of_a_panel() -> None:
    # Wheeler & Ratcliffe 2018: 207 -> 110, around it 178 -> 157; 308 -> 318, around it 150 -> 140: -118, root of 1568.
    control = block(9, 11)
    near_control = block(8, 12) & ~control
    target = block(2, 4)
    near = block(1, 5) & ~target
    events = np.zeros((SIDE * SIDE, len(YEARS)))
    for year, counts in ((2, (207, 178, 308, 150)), (3, (110, 157, 318, 140))):
        for number, own in zip(counts, (target, near, control, near_control), strict=True):
            events[:, year] += spread(number, own)
    panel = grid(events, np.where(target, float(FIRST), np.nan))
    named = panel.units.index[control].tolist()
    found = antq.displacement(panel, OUTCOME, before="2013-2014", after="2015-2016", control=named)
    assert found.counts["n"].tolist() == [4, 12, 4, 12]
    assert found.counts["before"].tolist() == [207, 178, 308, 150]
    both = found.table.loc["both"]
    assert (both["value"], both["error"] ** 2) == (pytest.approx(-118), pytest.approx(1568))
    assert both[["low", "high"]].round().tolist() == [-196, -40]
    assert both["value"] / both["error"] == pytest.approx(-2.98, abs=0.005)
    # Four communes do not tell how much places differ anyway.
    assert np.isnan(both["error_between"])
    assert "measures.displacement_chance_only" in found.caveats


def test_people_weigh_the_control_as_areas_weigh_in_the_printed_example() -> None:
    # Wheeler's ptools, by area: 207 -> 110 on 1.2, 308 -> 318 on 0.9: -91.9 (31.5) for one unit of area.
    events, people = np.array([[207.0, 110], [308, 318]]), np.array([[1.2, 1.2], [0.9, 0.9]])
    row = differences(events, people, np.array(["target", "control"])).loc["both"] / 1.2
    assert (round(row["value"], 1), round(row["error"], 1)) == (-91.9, 31.5)


def test_places_and_neighbours_are_found_and_counted(found: Displaced, panel: Panel) -> None:
    assert found.years.said == ("2012-2014", "2015-2017")
    assert found.places["area"].eq("target").to_numpy().tolist() == TARGET.tolist()
    assert found.places["area"].eq("near").to_numpy().tolist() == NEAR.tolist()
    assert found.counts.loc["target", ["n", "before", "after"]].tolist() == [25, 600, 300]
    assert found.counts.loc["near", ["n", "before", "after"]].tolist() == [24, 576, 720]
    assert found.counts.loc["control", ["n", "before", "after"]].tolist() == [95, 2280, 2280]
    assert found.table["value"].round(9).to_dict() == {
        "target": -300,
        "near": 144,
        "both": -156,
        "ratio": -156,
        "earlier": 0,
    }
    assert found.quotient == pytest.approx(-144 / 300)
    assert found.checks["passed"].all()


def test_the_sentence_tells_counts_difference_quotient_and_what_must_be_known(found: Displaced) -> None:
    vi, en = found.sentence("vi"), found.sentence("en")
    assert "In the 25 communes that began between the two windows" in en
    assert "600 cases in 2012-2014, 300 in 2015-2017" in en
    assert "people: -156 cases in 2015-2017 against 2012-2014" in en
    assert "The communes with a model alone: -300; next door alone: +144" in en
    assert "The displacement quotient (WDQ) is -0.48" in en
    assert "This is description" in en
    assert "2012 and 2014 is 0" in en
    assert en.endswith("the verdict takes into account where models were sent.")
    assert "Chênh lệch dịch chuyển có trọng số (WDD)" in vi
    assert "Thương số dịch chuyển (WDQ) là -0,48" in vi
    assert "{" not in vi + en
    assert "<table" in found._repr_html_()


def test_differing_districts_widen_the_interval_and_alike_ones_do_not() -> None:
    rng = np.random.default_rng(4)
    districts = np.repeat(np.arange(24), 6)
    area = np.array(["target", "near", "control"])[districts % 3]
    people = np.full((144, 2), 1.0)
    wide = chance = 0.0
    for shock in (0.0, 0.5):
        ratios = []
        for _ in range(40):
            mean = 20 * np.exp(shock * rng.normal(size=(24, 2)))[districts]
            row = differences(rng.poisson(mean).astype(float), people, area, districts.astype(str)).loc[
                "both"
            ]
            ratios.append(row["error_between"] / row["error"])
        if shock:
            wide = float(np.mean(ratios))
        else:
            chance = float(np.mean(ratios))
    assert chance == pytest.approx(1, abs=0.1)
    assert wide > 3


def test_a_common_ratio_is_no_difference_by_ratio_but_one_for_people() -> None:
    # All fall by a fifth; the places with models have twice the counts on as many people.
    events = np.array([[200.0, 160], [100, 80]])
    found = differences(events, np.ones((2, 2)), np.array(["target", "control"]))
    assert found["value"].to_dict() == {"target": -20, "both": -20, "ratio": 0}


def test_no_fall_has_no_quotient_and_no_neighbour_is_told() -> None:
    events = np.full((SIDE * SIDE, len(YEARS)), 8.0)
    first = np.where(TARGET, float(FIRST), np.nan)
    still = antq.displacement(grid(events, first), OUTCOME)
    assert np.isnan(still.quotient)
    assert "There is no displacement quotient" in still.sentence("en")
    events[NEAR] = np.nan
    alone = antq.displacement(grid(events, first), OUTCOME)
    assert "near" not in alone.table.index
    assert "nothing can be seen of moving next door" in alone.sentence("en")
    assert "24 of the communes have no part: 24 without figures" in alone.sentence("en")
    assert alone.places.loc[NEAR, "reason"].eq("no_figures").all()


def test_who_began_inside_a_window_has_no_part(panel: Panel) -> None:
    found = antq.displacement(panel, OUTCOME)
    first = np.where(TARGET, float(FIRST), np.nan)
    first[0], first[-1] = 2014, 2017
    events = found.study.events.copy()
    late = antq.displacement(grid(events, first), OUTCOME, before="2013-2014", after="2015-2016")
    assert late.places["reason"].value_counts().to_dict() == {"": 143, "within": 1}
    assert late.counts["n"]["target"] == 25
    assert "1 that began inside one of the windows" in late.sentence("en")


def test_windows_that_do_not_fit_are_refused(panel: Panel) -> None:
    for before, after in (
        ("2013-2014", ""),
        ("2014", "2015-2016"),
        ("2015", "2014"),
        ("2010-2011", "2016-2017"),
        ("2014-6T", "2015-6T"),
    ):
        with pytest.raises(UsageError, match="Hai giai đoạn"):
            antq.displacement(panel, OUTCOME, before=before, after=after)
    with pytest.raises(RefusedError, match="0 xã bắt đầu"):
        antq.displacement(panel, OUTCOME, before="2014-2015", after="2016-2017")


def test_a_named_control_must_be_free(panel: Panel, found: Displaced) -> None:
    codes = panel.units.index
    with pytest.raises(RefusedError, match="2 xã không dùng") as refused:
        antq.displacement(panel, OUTCOME, control=[codes[TARGET][0], codes[NEAR][0], codes[0]])
    assert len(refused.value.cases) == 2
    with pytest.raises(UnknownNameError):
        antq.displacement(panel, OUTCOME, control=["00000"])
    some = codes[found.places["area"].eq("control")][:6].tolist()
    named = antq.displacement(panel, OUTCOME, control=some)
    assert named.counts["n"]["control"] == 6
    assert named.counts["n"]["near_control"] > 0
    assert "not named to be set beside them" in named.sentence("en")


def test_a_change_of_counting_between_the_windows_is_refused(panel: Panel) -> None:
    changed = Break(
        id="other",
        kind="counting_method",
        on=date(2014, 1, 1),
        before="a",
        after="b",
        label_vi="Thống kê theo mẫu mới.",
        label_en="Counted on a new form.",
        source="",
        indicators=(OUTCOME,),
        provinces=(),
    )
    vocabulary = replace(panel.vocabulary, breaks=(*panel.vocabulary.breaks, changed))
    broken = replace(panel, vocabulary=vocabulary)
    with pytest.raises(BreakError):
        antq.displacement(broken, OUTCOME)
    later = antq.displacement(broken, OUTCOME, before="2014", after="2016")
    assert later.table["value"]["both"] == pytest.approx(-52)


def test_what_a_study_refuses_is_refused(panel: Panel) -> None:
    with pytest.raises(RefusedError):
        antq.displacement(panel, "population")
    with pytest.raises(UnknownNameError):
        antq.displacement(panel, "incidents_totale")
    flat = replace(panel, units=panel.units.set_geometry([None] * len(panel.units)))
    with pytest.raises(UsageError, match="ranh giới"):
        antq.displacement(flat, OUTCOME)
