"""Moves between states: told only between years that count the same thing on the same map."""

from dataclasses import replace

import pandas as pd
import pytest

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.state_flows import GAINED, LOST, NEWLY_NO, STATES, state_flows
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from tests.panel.made import UNITS, figure, made_panel

MET = "ntm_19_2_met"


def panel(years: dict[str, tuple[float | str | None, ...]]) -> Panel:
    rows = []
    for year, states in years.items():
        for unit, state in zip(UNITS, states, strict=True):
            if state == "KX":
                rows.append(figure(unit, MET, year, None, status="not_applicable"))
            elif state != "no row":
                rows.append(figure(unit, MET, year, state))  # type: ignore[arg-type]
    return made_panel(rows)


def test_every_commune_is_counted_once_and_moves_from_what_it_was() -> None:
    flows = state_flows(
        panel({"2023": (1, 0, "KX", 1), "2024": (0, 1, 0, None), "2025": (0, 1, 1, "no row")}), MET
    )
    assert flows.at("2023") == {"met": 2, "not_met": 1, "unknown": 0, "outside": 1}
    assert flows.at("2024") == {"met": 1, "not_met": 2, "unknown": 1, "outside": 0}
    assert flows.at("2025")["unknown"] == 1
    assert [flows.since(year) for year in flows.periods()] == ["", "2023", "2024"]
    named = {move: flows.moved("2024", *move)["unit_code"].tolist() for move in (GAINED, LOST, NEWLY_NO)}
    assert named == {GAINED: [UNITS[1]], LOST: [UNITS[0]], NEWLY_NO: [UNITS[2]]}
    assert flows.share("2024") == "1/3 (33,3%)"
    assert flows.share("2024", "en") == "1/3 (33.3%)"
    # The last year has nothing of one commune.
    assert flows.sentence().endswith("2/3 (66,7%). (1 đơn vị không có số liệu, chưa biết đạt hay chưa.)")
    assert "nothing is known" not in state_flows(panel({"2023": (1, 0, "KX", 1)}), MET).sentence("en")
    matrix = flows.matrix("2024")
    assert matrix.to_numpy().sum() == len(UNITS)
    assert matrix.loc["met", "unknown"] == 1
    assert flows.matrix("2023").to_numpy().sum() == 0


def test_no_move_is_told_across_new_criteria_or_a_missing_year() -> None:
    flows = state_flows(
        panel({"2020": (1, 1, 1, 1), "2021": (1, 1, 0, 1), "2022": (0, 0, 0, 1), "2024": (1, 1, 1, 1)}), MET
    )
    assert [flows.since(year) for year in flows.periods()] == ["", "2020", "", ""]
    assert len(flows.moved("2022", *LOST)) == 0
    assert set(flows.criteria.values()) == {"QD1980-2016-2020", "QD318-2021-2025"}
    assert flows.criteria["2021"] != flows.criteria["2022"]


def test_no_move_is_told_across_a_change_of_the_map() -> None:
    made = panel({"2023": (1, 0, 1, 1), "2024": (0, 1, 1, 1)})
    later = made.reported["period"].eq("2024")
    reported = made.reported.assign(unit_date=made.reported["unit_date"].mask(later, "2024-01-01"))
    registers = {**made.registers, "2024-01-01": made.registers["2020-01-01"]}
    flows = state_flows(replace(made, reported=reported, registers=registers), MET)
    assert flows.since("2024") == ""
    assert flows.at("2024")["met"] == 3


def test_only_states_of_years_with_figures_are_followed() -> None:
    made = panel({"2023": (1, 0, 1, 1), "2024": (None, None, None, None)})
    assert state_flows(made, MET).periods() == ("2023",)
    with pytest.raises(UnknownNameError, match="2023"):
        state_flows(made, MET, until="2022")
    with pytest.raises(RefusedError):
        state_flows(made, "incidents_total")
    with pytest.raises(UnknownNameError):
        state_flows(made, "no_such_indicator")
    twice = replace(made, reported=pd.concat([made.reported, made.reported]))
    with pytest.raises(UsageError):
        state_flows(twice, MET)


def test_the_flows_of_the_demo_are_those_of_its_truth(made_demo: Project, built_demo: Built) -> None:
    truth = pd.read_parquet(made_demo.raw / "demo/truth.parquet")
    truth = truth[truth["indicator"].eq(MET)]
    wide = truth.pivot_table(index=["unit_date", "unit_code"], columns="period", values="value")
    flows = state_flows(load_panel("demo", project=made_demo), MET)
    told = 0
    for year in flows.periods():
        assert sum(flows.at(year).values()) == len(wide.loc[_map_of(truth, year)]) + flows.at(year)["outside"]
        assert flows.at(year)["met"] == int(wide[year].sum())
        if since := flows.since(year):
            told += 1
            assert len(flows.moved(year, *GAINED)) == int(((wide[since] == 0) & (wide[year] == 1)).sum())
            assert len(flows.moved(year, *LOST)) == int(((wide[since] == 1) & (wide[year] == 0)).sum())
            balance = flows.matrix(year)
            assert balance.sum(axis=1).tolist() == [flows.at(since)[name] for name in STATES]
            assert balance.sum(axis=0).tolist() == [flows.at(year)[name] for name in STATES]
    assert told == 5


def _map_of(truth: pd.DataFrame, year: str) -> str:
    return str(truth.loc[truth["period"].eq(year), "unit_date"].iloc[0])
