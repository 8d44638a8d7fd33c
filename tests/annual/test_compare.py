"""What changed since last year: communes, figures that were handed in, unusual figures, program and vocabulary."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import antq_analysis as antq
from antq_analysis.annual.compare import compare, kept_before
from antq_analysis.annual.compare_page import PARTS, comparison_page, list_changes
from antq_analysis.annual.compared_units import compare_units
from antq_analysis.annual.comparison import Comparison
from antq_analysis.annual.frozen import Kept, freeze_year, load_reported
from antq_analysis.annual.revised import find_revised, sum_revised
from antq_analysis.errors import MissingError
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from tests.annual.kept import report_figures
from tests.commands import antq as command
from tests.panel.made import MAP, figure, made_panel

LATER = "2025-07-01"


@pytest.fixture
def built(built_part: Callable[..., Project], tmp_path: Path) -> Project:
    return built_part(tmp_path / "p", "2025")


def figures_of(project: Project) -> pd.DataFrame:
    return pd.read_parquet(project.panel / "demo/observations.parquet")


def rows_of(figures: pd.DataFrame, indicator: str) -> pd.Index:
    own = figures["indicator"].eq(indicator) & figures["level"].eq("commune") & figures["value"].notna()
    return figures.index[own & figures["period"].eq("2025") & figures["category"].eq("")]


# ---- figures that were handed in ---------------------------------------------------------------------------------


def test_every_revised_figure_is_found_with_both_values_and_cells(built: Project) -> None:
    figures = figures_of(built)
    incidents, tips, people = (
        rows_of(figures, name) for name in ("incidents_total", "tips_total", "population")
    )
    now = figures.loc[incidents[:2]]
    before = figures.copy()
    before.loc[incidents[:2], "value"] += 7
    before.loc[incidents[0], "cell"] = "Z99"
    # A bound is another figure; how a number was meant, its stage and its source alone are not.
    before.loc[people[0], "comparator"] = "over"
    before.loc[people[1], ["comparator", "stage", "sheet"]] = ["implied", "estimate", "Biểu cũ"]
    before = before.drop(index=tips[:1])
    gone = before.loc[[people[2]]].assign(period="2024")
    kept = Kept("demo", "2025", pd.concat([before, gone], ignore_index=True), {})
    panel = load_panel("demo", project=built)
    found = find_revised(panel, kept, built)
    assert sorted(found["state"]) == ["added", "changed", "changed", "changed", "lost"]
    revised = found[found["indicator"].eq("incidents_total")].set_index("unit_code")
    assert (revised["value_before"] - revised["value_after"]).tolist() == [7.0, 7.0]
    assert (
        revised["value_after"].sort_index().tolist()
        == now.set_index("unit_code")["value"].sort_index().tolist()
    )
    first = revised.loc[figures.at[incidents[0], "unit_code"]]
    assert first["place_before"].endswith(", Z99")
    assert first["place_before"].startswith("bieu")
    assert first["place_after"].endswith(f", {figures.at[incidents[0], 'cell']}")
    assert first["name"] in set(panel.units["name"])
    bound = found[found["indicator"].eq("population") & found["period"].eq("2025")]
    assert bound["unit_code"].tolist() == [figures.at[people[0], "unit_code"]]
    assert found["period"].tolist() == sorted(found["period"], reverse=True)
    sums = sum_revised(panel, kept, found).set_index(["indicator", "period"])
    assert sums.loc[("incidents_total", "2025"), "n"] == 2
    assert sums.loc[("incidents_total", "2025"), "before"] == revised["value_before"].sum()
    assert sums.loc[("tips_total", "2025"), "before"] == 0


def test_figures_of_which_nothing_changed_show_no_revision(built: Project) -> None:
    report_figures(built, "2025")
    panel = load_panel("demo", project=built)
    kept = load_reported("demo", "2025", built)
    assert kept is not None
    assert find_revised(panel, kept, built).empty
    assert sum_revised(panel, kept, find_revised(panel, kept, built)).empty


def test_only_years_that_it_knew_are_held_against_what_was_kept(built: Project) -> None:
    panel = load_panel("demo", project=built)
    assert find_revised(panel, Kept("demo", "2024", figures_of(built).iloc[:0], {}), built).empty


def test_a_figure_that_may_not_be_summed_has_no_sum(built: Project) -> None:
    panel = load_panel("demo", project=built)
    revised = pd.DataFrame(
        {
            "period": "2025", "indicator": ["model_established_year", "incidents_total"], "category": "",
            "basis": "stock", "state": "changed", "value_before": [2001.0, 3], "value_after": [2003.0, 4],
        }
    )  # fmt: skip
    revised.loc[2] = dict(revised.loc[1]) | {"value_after": float("nan")}
    revised.loc[3] = dict(revised.loc[1]) | {"value_before": float("nan"), "value_after": 0.0}
    sums = sum_revised(panel, Kept("demo", "2025", pd.DataFrame(), {}), revised).set_index("indicator")
    assert sums.loc["incidents_total", ["n", "came", "gone"]].tolist() == [3, 1, 1]
    assert sums.loc["model_established_year", ["before", "after"]].isna().all()
    assert sums.loc["incidents_total", ["before", "after"]].tolist() == [6, 4]


# ---- communes ----------------------------------------------------------------------------------------------------


def two_maps(monkeypatch: pytest.MonkeyPatch, pairs: list[tuple[str, str, float]] | None) -> Panel:
    """Four communes of an earlier map and what became of them: one renamed, two merged, one gone; one new."""
    old = pd.DataFrame({"unit_code": list("1234"), "name": ["Xã A", "Xã B", "Xã C", "Xã D"]})
    new = pd.DataFrame({"unit_code": list("159"), "name": ["Xã A Mới", "Xã B", "Xã Lạ"]})
    rows = [figure(code, "incidents_total", "2024", 3) for code in "1234"]
    rows += [figure(code, "incidents_total", "2025", 3, unit_date=LATER) for code in "159"]
    made = made_panel(rows, units=("1", "5", "9"))
    carried = made.observations.assign(
        unit_code=made.observations["unit_code"].replace({"2": "5", "3": "5", "4": "5"})
    )

    def crosswalk(*_: object) -> pd.DataFrame:
        if pairs is None:
            raise MissingError("places.no_vintage", province="demo", folder="x")
        return pd.DataFrame(pairs, columns=["from_code", "to_code", "share"])

    monkeypatch.setattr("antq_analysis.annual.compared_units.load_crosswalk", crosswalk)
    return replace(
        made, registers={MAP: old, LATER: new}, observations=carried.drop_duplicates(["unit_code", "period"])
    )


def listed(panel: Panel, project: Project) -> list[tuple[str, ...]]:
    return list(compare_units(panel, "2025", "2024", project).itertuples(index=False, name=None))


def test_communes_new_gone_merged_and_renamed_are_listed(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    panel = two_maps(monkeypatch, [("1", "1", 1.0), ("2", "5", 1.0), ("3", "5", 1.0), ("4", "", 1.0)])
    assert listed(panel, project) == [
        ("new", "", "Xã Lạ (9)"),
        ("gone", "Xã D (4)", ""),
        ("merged", "Xã B (2); Xã C (3)", "Xã B (5)"),
        ("renamed", "Xã A (1)", "Xã A Mới (1)"),
        ("back", "", "Xã 9 (9)"),
    ]


def test_parts_and_other_codes_are_told_apart(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    panel = two_maps(monkeypatch, [("1", "1", 0.6), ("1", "9", 0.4), ("2", "5", 1.0), ("3", "9", 1.0)])
    found = listed(panel, project)
    assert ("parts", "Xã A (1)", "Xã A Mới (1)") in found
    assert ("parts", "Xã A (1); Xã C (3)", "Xã Lạ (9)") in found
    assert ("recoded", "Xã B (2)", "Xã B (5)") in found


def test_without_a_table_of_old_and_new_units_codes_are_compared(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    found = listed(two_maps(monkeypatch, None), project)
    assert [row[0] for row in found] == ["new", "new", "gone", "gone", "gone", "back"]


def test_who_reported_last_year_and_not_this_year_is_named(project: Project) -> None:
    rows = [figure(code, "incidents_total", "2024", 3) for code in ("99001", "99002")]
    rows += [figure("99001", "incidents_total", "2025", 3), figure("99002", "incidents_total", "2025", None)]
    rows += [figure("99003", "incidents_total", "2025", 0)]
    assert listed(made_panel(rows), project) == [
        ("silent", "Xã 99002 (99002)", ""),
        ("back", "", "Xã 99003 (99003)"),
    ]


# ---- the whole ----------------------------------------------------------------------------------------------------


@pytest.fixture
def found(built: Project) -> Comparison:
    """A year against one that was handed in with three other figures and words that must stay words."""
    figures = figures_of(built)
    figures.loc[rows_of(figures, "incidents_total")[:3], "value"] += 7
    lost = figures.loc[[rows_of(figures, "population")[0]]].assign(
        period="2024", value=float("nan"), status="unparsed", value_text="<script>x"
    )
    counted = figures.loc[[rows_of(figures, "population")[0]]].assign(period="2024", value=12.0)
    rows = pd.concat([figures, lost.assign(category="x"), counted], ignore_index=True)
    report_figures(built, "2025", rows)
    freeze_year("demo", "2025", on="2025-12-20", project=built)
    panel = load_panel("demo", "2025-12-31", built, until="2025")
    return compare(panel, "2025", kept=kept_before(panel, "2025", built), project=built)


def test_it_says_itself_in_both_languages(found: Comparison) -> None:
    vi, en = found.sentence("vi"), found.sentence("en")
    assert str(found) == vi
    assert "Chưa nhận số liệu năm trước của 2025" in vi
    assert "4 số nay khác (3 đã sửa, 0 thêm, 1 không còn)" in vi
    assert "figures of 2025 handed in on 20/12/2025 (no. 1)" in en
    # Figures of the year itself are no footnote to the year before.
    assert found.footnotes("en") == [
        (
            "Population, 2024: 1 figure differs from what was handed in on 20/12/2025, together from 12 to 0 "
            "(down 12). 1 of them is not there any more, which is not 0."
        )
    ]


def test_every_part_is_a_table_and_stands_on_the_page(found: Comparison, built: Project) -> None:
    for lang in ("vi", "en"):
        page = comparison_page(found, lang, built)
        assert f'lang="{lang}"' in page
        assert "<script" not in page
        assert "http" not in page
        for part in PARTS:
            assert len(list_changes(found, part, lang)) >= 1
    revised = list_changes(found, "revised", "en")
    assert revised["Difference"].tolist()[:3] == ["-7"] * 3
    assert list_changes(found, "rules", "en")["What"].tolist() == ["Nothing."]
    assert "(no. 1)" in revised["Against"].iloc[0]


def test_what_changed_in_program_and_vocabulary_is_told(built: Project) -> None:
    report_figures(built, "2025")
    with (built.layouts / "demo_2025.toml").open("a", encoding="utf-8") as stream:
        stream.write("# a remark\n")
    path = built.reports / "demo/2025/manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["versions"]["pandas"], told["inputs"]["data/raw/demo/2025/old.xlsx"] = "1.0", "0"
    path.write_text(json.dumps(told), encoding="utf-8")
    antq.build_panel("demo", built)
    panel = load_panel("demo", "2025-12-31", built, until="2025")
    found = compare(panel, "2025", kept=kept_before(panel, "2025", built), project=built)
    # A file received is told by its figures.
    assert [(one.kind, one.name) for one in found.against[0].rules] == [
        ("version", "pandas"),
        ("layout", "data/layouts/demo_2025.toml"),
    ]


def test_a_first_year_says_that_there_is_nothing_to_compare_with(built: Project) -> None:
    panel = load_panel("demo", "2025-12-31", built, until="2025")
    found = antq.compare(panel, "2025", project=built)
    assert found.against == ()
    lines = found.sentence("en").splitlines()
    assert lines[0].startswith(
        "No figures of the year before 2025 were received, so there is nothing to compare"
    )
    assert lines[1].startswith("No count of 2025 has at least 3 earlier years that were counted alike")
    assert len(lines) == 2
    told = [antq.list_changes(found, part, "en").iloc[0, 0] for part in PARTS]
    assert sum("Nothing that was handed in was kept" in text for text in told) == 3


def test_by_default_the_year_is_held_against_what_was_handed_in_for_the_year_before(built: Project) -> None:
    report_figures(built, "2024", figures_of(built).iloc[:0])
    freeze_year("demo", "2024", project=built)
    report_figures(built, "2025")
    freeze_year("demo", "2025", project=built)
    panel = load_panel("demo", "2025-12-31", built, until="2025")
    assert [one.kept.year for one in compare(panel, "2025", project=built).against] == ["2024"]
    assert [one.year for one in kept_before(panel, "2025", built)] == ["2024", "2025"]


def test_what_was_handed_in_and_damaged_is_told_and_stops_no_report(built: Project) -> None:
    report_figures(built, "2024", figures_of(built).iloc[:0])
    freeze_year("demo", "2024", project=built)
    (built.panel / "demo/frozen/2024/1/observations.parquet").write_bytes(b"damaged")
    panel = load_panel("demo", "2025-12-31", built, until="2025")
    found = compare(panel, "2025", project=built)
    assert found.against == ()
    assert "frozen/2024/1" in found.sentence("en")
    said = command(built.root, "compare", "demo", "2025")
    assert (said.code, "frozen/2024/1" in said.err) == (2, True)


def test_the_command_writes_a_page_and_a_workbook(built: Project) -> None:
    figures = figures_of(built)
    figures.loc[rows_of(figures, "incidents_total")[:1], "value"] += 1
    report_figures(built, "2025", figures)
    said = command(built.root, "compare", "demo", "2025")
    assert said.code == 1
    folder = built.reports / "demo/compare/2025"
    assert str(folder / "compare.html") in said.out
    assert "báo cáo năm 2025 đang có" in said.out
    sheet = load_workbook(folder / "compare.xlsx").worksheets[0]
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert any("Từng số đã sửa" in row and "-1" in row for row in rows)
    report_figures(built, "2025")
    assert command(built.root, "compare", "demo", "2025", "--lang", "en").code == 0
    assert command(built.root, "compare", "demo", "2024").code == 3
    assert command(built.root, "compare", "demmo", "2025").code == 3
