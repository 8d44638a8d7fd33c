"""Figures of a later map laid to the units of an earlier one, only where somebody asks for it, and marked."""

import pandas as pd
import pytest

from antq_analysis.measures.series import totals
from antq_analysis.observations import conform
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.panel.origin import where_from
from antq_analysis.project import Project
from tests.given import part_of

OLD, NEW = "2020-01-01", "2025-07-01"
SUM, STATE = "incidents_total", "ntm_19_2_met"


@pytest.fixture(scope="module")
def project(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = part_of(made_demo, tmp_path_factory.mktemp("p") / "p", "2023", "2024", "2025")
    build_panel("demo", project)
    return project


@pytest.fixture(scope="module")
def back(project: Project) -> Panel:
    return load_panel("demo", OLD, project, backwards=True)


def of(panel: Panel, indicator: str, period: str = "2025") -> pd.DataFrame:
    rows = panel.select(indicator)
    return rows[rows["period"].eq(period)].set_index("unit_code")


def test_only_who_asks_gets_them(project: Project, back: Panel) -> None:
    plain = load_panel("demo", OLD, project)
    assert "2025" not in plain.years()
    assert {finding.rule for finding in plain.carrying} == {"newer_than_map"}
    assert "backwards=True" in "".join(finding.remedy("vi") for finding in plain.carrying)
    assert back.years()[-1] == "2025"
    assert "newer_than_map" not in {finding.rule for finding in back.carrying}
    assert "carry_apportioned_back" in {finding.rule for finding in back.carrying}
    assert (plain.backwards, back.backwards) == (False, True)


def test_nothing_is_lost_or_made_and_every_total_is_in_the_account(project: Project, back: Panel) -> None:
    new = load_panel("demo", NEW, project)
    assert of(back, SUM)["value"].sum() == pytest.approx(of(new, SUM)["value"].sum())
    assert totals(back, SUM).frame.at["2025", "value"] == totals(new, SUM).frame.at["2025", "value"]
    account = back.account[back.account["from_date"].eq(NEW)]
    assert account["difference"].eq(0).sum() > len(account) / 2
    assert back.observations["unit_date"].eq(OLD).all()


def test_a_commune_gets_its_share_by_the_people_of_the_last_year_of_its_map(
    project: Project, back: Panel, made_demo: Project
) -> None:
    truth = conform(pd.read_parquet(made_demo.raw / "demo/truth.parquet"))
    own = (
        truth[truth["category"].eq("")].set_index(["period", "indicator", "unit_code"])["value"].sort_index()
    )
    people = own["2024", "population"]
    pairs = pd.read_csv(project.places / "demo" / NEW / "crosswalk.csv", dtype="str")
    whole = pairs.groupby("from_code")["to_code"].transform("count").eq(1)
    merged = pairs[whole.groupby(pairs["to_code"]).transform("all")].groupby("to_code")["from_code"].agg(list)
    merged = merged[[len(codes) > 1 and people.reindex(codes).notna().all() for codes in merged]]
    assert len(merged) > 10
    found = of(back, SUM)
    for new, codes in merged.items():
        expected = own["2025", SUM, new] * people[codes] / people[codes].sum()
        pd.testing.assert_series_equal(
            found.loc[codes, "value"], expected, check_names=False, check_exact=False
        )
        assert found.loc[codes, "rule"].eq("population_share;backwards").all()
        assert found.loc[codes, "status"].eq("apportioned").all()


def test_states_never_go_back(back: Panel) -> None:
    found = of(back, STATE)
    moved = of(back, SUM).query("apportioned_share > 0").index
    assert found.loc[moved.intersection(found.index), "value"].isna().all()


def test_it_is_told_where_such_a_figure_comes_from(project: Project, back: Panel) -> None:
    unit = of(back, SUM).query("apportioned_share > 0").index[0]
    origin = where_from(back, unit, "2025", SUM, project=project)
    assert origin.parts["map_date"].eq(NEW).all()
    assert len(origin.parts)
    parts, known = origin.parts, origin.figure["value"].item()
    # Each part says which share of it counts here, and these add up to the figure.
    assert (parts["share"] * parts["value"]).sum() == pytest.approx(known)
    assert parts["share"].lt(1).any()
    assert "% (phân bổ theo dân số)" in origin.sentence()
    assert "số phân bổ ngược từ đơn vị mới" in origin.sentence()
    assert "apportioned back from new units" in origin.sentence("en")
    plain = where_from(load_panel("demo", OLD, project), unit, "2025", SUM, project=project)
    assert plain.parts.empty
