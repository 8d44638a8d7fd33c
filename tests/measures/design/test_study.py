"""What is compared: exact counts by year, and a reason for every unit that has no part."""

import numpy as np
import pytest

from antq_analysis.errors import RefusedError
from antq_analysis.measures.design.study import LEFT_OUT, study
from antq_analysis.panel.load import Panel
from tests.measures.design.test_adoption import began
from tests.panel.made import figure, made_panel

CODES = tuple(f"99{n:03d}" for n in range(1, 17))
YEARS = range(2018, 2023)
STARTS = dict(zip(CODES, [2018, 2016, 2020, 2020, 2021, *[None] * 11], strict=True))


def plain(starts: dict[str, int | None] = STARTS, *more: dict[str, object], lacking: str = "") -> Panel:
    rows = [began(code, "2022", year) for code, year in starts.items() if code != lacking]
    for year in YEARS:
        for n, code in enumerate(CODES, 1):
            rows.append(figure(code, "incidents_total", str(year), n + year % 3))
            rows.append(figure(code, "population", str(year), 1000 * n))
    wanted = {(r["unit_code"], r["indicator"], r["period"]): r for r in [*rows, *more]}
    return made_panel(list(wanted.values()), units=CODES)


def test_counts_years_and_beginnings_are_those_of_the_panel() -> None:
    found = study(plain(), "incidents_total")
    assert found.years == tuple(YEARS)
    assert found.units.index.tolist() == list(CODES[2:])
    assert found.left_out["reason"].to_dict() == {CODES[0]: "always", CODES[1]: "always"}
    assert found.events[0].tolist() == [3 + year % 3 for year in YEARS]
    assert found.exposure[:, 0].tolist() == [1000.0 * n for n in range(3, 17)]
    assert found.treated[0].tolist() == [0, 0, 1, 1, 1]
    assert found.treated[3:].sum() == 0


def test_whoever_has_no_part_has_a_reason() -> None:
    silent = [figure(CODES[5], "incidents_total", str(year), None) for year in range(2019, 2023)]
    # Begins in 2020, without figures before; another says 2019 in one report and 2020 in the other.
    late = [figure(CODES[2], "incidents_total", str(year), None) for year in (2018, 2019)]
    panel = plain(STARTS, *silent, *late, began(CODES[3], "2021", 2019), lacking=CODES[6])
    found = study(panel, "incidents_total")
    assert found.left_out["reason"].to_dict() == {
        CODES[0]: "always",
        CODES[1]: "always",
        CODES[2]: "no_figures",
        CODES[3]: "contradicted",
        CODES[5]: "no_figures",
        CODES[6]: "unknown",
    }
    assert set(found.left_out["reason"]) <= set(LEFT_OUT)
    assert len(found.units) + len(found.left_out) == len(CODES)


def test_a_figure_that_is_no_exact_count_is_no_figure() -> None:
    shared = figure(CODES[8], "incidents_total", "2019", 4.5, status="apportioned", apportioned_share=0.5)
    found = study(plain(STARTS, shared), "incidents_total")
    row = found.units.index.get_loc(CODES[8])
    assert np.isnan(found.events[row]).tolist() == [False, True, False, False, False]


def test_years_can_be_chosen_and_later_beginnings_are_none() -> None:
    found = study(plain(), "incidents_total", until="2020")
    assert found.years == (2018, 2019, 2020)
    assert found.units.loc[CODES[4], "first_year"] != found.units.loc[CODES[4], "first_year"]


@pytest.mark.parametrize(
    ("outcome", "options", "words"),
    [
        ("population", {}, "không phải số vụ"),
        ("ntm_19_2_met", {}, "không phải số vụ"),
        ("incidents_total", {"until": "2019"}, "2 năm"),
        ("incidents_total", {"since": "2018", "until": "2018"}, "1 năm"),
    ],
)
def test_what_cannot_be_compared_is_refused(outcome: str, options: dict[str, str], words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        study(plain(), outcome, **options)


def test_too_few_units_and_no_beginning_are_refused_with_counts() -> None:
    with pytest.raises(RefusedError, match="14 xã có mô hình từ trước"):
        study(plain({code: 2017 if n < 14 else None for n, code in enumerate(CODES)}), "incidents_total")
    with pytest.raises(RefusedError, match="không xã nào được biết là bắt đầu"):
        study(plain({code: 2017 if n < 2 else None for n, code in enumerate(CODES)}), "incidents_total")
