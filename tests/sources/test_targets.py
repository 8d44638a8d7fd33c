"""Targets of decisions: the country's, every province's, and one's own before both."""

import re

import pytest

from antq_analysis.errors import InputError, SettingError
from antq_analysis.project import Project
from antq_analysis.sources.targets import COLUMNS, load_targets

HEAD = ",".join(COLUMNS)


def write_own(project: Project, *lines: str) -> Project:
    path = project.data / "targets" / "demo.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return project


def test_the_country_s_targets_are_of_the_part_of_a_rate_and_bind_no_single_province(
    project: Project,
) -> None:
    found = load_targets("demo", "2025", project)
    met = found["ntm_19_2_met"]
    assert (met.value, met.national, met.text(), met.text("en")) == (99.0, True, "≥ 99%", "≥ 99%")
    crimes = found["crimes_social_order"]
    assert (crimes.national, crimes.baseline, crimes.text()) == (False, "2019", "-5% so với năm 2019")
    assert crimes.text("en") == "-5% on 2019"


def test_one_s_own_target_stands_before_the_country_s(project: Project) -> None:
    write_own(
        project,
        "A,ntm_19_2_met_rate,demo,2025,95,%,at_least,,NQ 1,,",
        "B,fires,demo,2025,40,vụ,at_most,,KH 2,,",
    )
    found = load_targets("demo", "2025", project)
    assert (found["ntm_19_2_met"].value, found["ntm_19_2_met"].national) == (95.0, False)
    assert (found["fires"].text(), found["fires"].document) == ("≤ 40", "KH 2")
    assert load_targets("hoa-binh", "2025", project)["ntm_19_2_met"].value == 99


def test_a_target_that_is_over_is_none_and_of_several_the_next_one_counts(project: Project) -> None:
    write_own(
        project, *(f"{y},fires,demo,{y},{n},vụ,at_most,,,," for y, n in ((2026, 6), (2024, 4), (2025, 5)))
    )
    assert load_targets("demo", "2025", project)["fires"].value == 5
    assert load_targets("demo", "2026", project)["fires"].value == 6
    assert "fires" not in load_targets("demo", "2027", project)
    assert "crimes_social_order" not in load_targets("demo", "2026", project)


@pytest.mark.parametrize(
    ("line", "case"),
    [
        ("A,firess,demo,2025,5,vụ,at_most,,,,", "firess"),
        ("A,fires,demo,2025,5,vụ,under,,,,", "under"),
        ("A,fires,demo,2025,năm,vụ,at_most,,,,", "năm"),
        ("A,fires,demo,cuối kỳ,5,vụ,at_most,,,,", "cuối kỳ"),
        ("A,fires,demo,2025,-5,%,change_at_most,,,,", "baseline_period"),
    ],
)
def test_a_fault_is_named_with_its_line_and_column(project: Project, line: str, case: str) -> None:
    with pytest.raises(SettingError, match=rf"2.*{re.escape(case)}"):
        load_targets("demo", "2025", write_own(project, line))


def test_a_table_with_other_columns_is_refused(project: Project) -> None:
    path = write_own(project).data / "targets" / "demo.csv"
    path.write_text("id,indicator\n", encoding="utf-8")
    with pytest.raises(InputError, match="comparator"):
        load_targets("demo", "2025", project)
