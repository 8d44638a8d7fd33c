"""The table of provinces: the figures of their reports, in the order of the list, with what is missing in words."""

import pytest

from antq_analysis.annual.many.province_row import province_row
from antq_analysis.annual.many.provinces import provinces_table, provinces_with_data, write_provinces
from antq_analysis.annual.many.task import FAILED, MADE, Outcome, ProvinceRow
from antq_analysis.panel.build import Built
from antq_analysis.project import Project
from antq_analysis.show.table import Table

pytestmark = pytest.mark.slow

# Of the reference table, in its order; none of them fictional.
NAMES = ("hai-duong", "hoa-binh", "bac-kan")


def row(
    people: float | None = 5000.0, lacking: int = 0, method: str = "", **more: tuple[float, int, str]
) -> ProvinceRow:
    return ProvinceRow(
        "2025-07-01",
        60,
        {"population": (people, lacking, method), **more},
        "Rate (per 10,000)",
        (6.2, 5.1, 7.4),
    )


def made(name: str, told: ProvinceRow) -> Outcome:
    return Outcome(name, "2025", MADE, row=told)


@pytest.fixture
def received(project: Project) -> Project:
    for name in NAMES:
        (project.raw / name).mkdir(parents=True)
    return project


def cells(table: Table) -> list[list[str]]:
    return [list(line) for line in table.printed().to_numpy()]


def test_provinces_stand_in_the_order_of_the_list(received: Project) -> None:
    names = provinces_with_data(received)
    listed = (received.reference / "provinces.toml").read_text(encoding="utf-8")
    assert set(names) == set(NAMES)
    assert list(names) == sorted(names, key=lambda name: listed.index(f'id = "{name}"'))
    outcomes = [made(name, row(float(i))) for i, name in enumerate(reversed(names), 1)]
    figures = [line[3] for line in cells(provinces_table(outcomes, "2025", "en", received))[1:]]
    assert figures == ["3", "2", "1"]


def test_what_is_missing_is_said(received: Project) -> None:
    first, second, *_ = provinces_with_data(received)
    outcomes = [
        made(first, row(lacking=7, tips_total=(9.0, 0, ""))),
        Outcome(second, "2025", FAILED, 2, "no map\nmore"),
    ]
    table = provinces_table(outcomes, "2025", "en", received)
    lines = cells(table)
    assert len(lines) == 3
    assert "7 of 60 communes" in lines[0][-1]
    assert lines[1][-1] == "no map"
    assert lines[2][-1] == "nothing received for this year"
    assert lines[1][3:5] == ["…", "…"]
    assert "1 of 3" in table.subtitle


@pytest.mark.parametrize(
    ("second", "summed"),
    [(row(2000.0), "7,000"), (row(2000.0, method="b"), ""), (row(None, 60), "")],
)
def test_a_sum_stands_only_where_all_counted_alike(
    received: Project, second: ProvinceRow, summed: str
) -> None:
    one, other, _ = provinces_with_data(received)
    lines = cells(provinces_table([made(one, row()), made(other, second)], "2025", "en", received))
    assert lines[0][0].startswith("Sum of the 2")
    assert lines[0][3] == summed


def test_nothing_is_summed_with_what_is_fictional(received: Project) -> None:
    (received.raw / "demo").mkdir()
    table = provinces_table([made("demo", row()), made(NAMES[0], row())], "2025", "en", received)
    assert not any(line[0].startswith("Sum") for line in cells(table))
    assert table.warning
    assert table.banner == received.settings.banner_en


def test_page_and_workbook_are_written(received: Project) -> None:
    paths = write_provinces([made(NAMES[0], row())], "2025", "vi", received)
    assert sorted(path.name for path in paths) == ["2025.html", "2025.xlsx"]
    assert "không xếp hạng" in paths[1].read_text(encoding="utf-8") + paths[0].read_bytes().decode(
        errors="ignore"
    )


def test_the_figures_are_those_of_the_communes(made_demo: Project, built_demo: Built) -> None:
    told = province_row("demo", "2018", "en", made_demo)
    rows = built_demo.observations.query("period == '2018' and category == '' and level == 'commune'")
    own = rows[rows["indicator"].eq("population")]["value"]
    value, lacking, _ = told.figures["population"]
    assert value == own.sum()
    assert lacking == told_missing(built_demo) > 0
    rate, low, high = told.rate
    assert low is not None
    assert rate is not None
    assert high is not None
    assert low < rate < high
    assert told.map_date == "2017-01-01"


def told_missing(built: Built) -> int:
    rows = built.observations.query("period == '2018' and category == '' and indicator == 'population'")
    return int((rows["level"].eq("commune") & rows["value"].isna()).sum())
