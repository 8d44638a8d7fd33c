import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from antq_analysis.annual.run import run_year
from antq_analysis.errors import InputError, MissingError
from antq_analysis.findings import Severity
from antq_analysis.observations import COLUMNS, KEY, conform
from antq_analysis.panel.build import Built, build_panel
from antq_analysis.panel.carried import carry_all
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.sources.receiving.adding import add_file
from antq_analysis.vocabulary import load_vocabulary
from tests.given import PERIODS, part_of

MAPS = {"2017-01-01": 150, "2020-01-01": 143, "2025-07-01": 60}
FIGURE = ["period", "unit_date", "indicator", "category", "basis"]


@pytest.fixture(scope="module")
def built(built_demo: Built) -> Built:
    return built_demo


@pytest.fixture(scope="module")
def truth(made_demo: Project) -> pd.DataFrame:
    return conform(pd.read_parquet(made_demo.raw / "demo/truth.parquet"))


@pytest.fixture(scope="module", params=list(MAPS))
def panel(request: pytest.FixtureRequest, made_demo: Project, built: Built) -> Panel:
    return load_panel("demo", request.param, made_demo)


@pytest.fixture
def one_year(made_demo: Project, tmp_path: Path) -> Project:
    return part_of(made_demo, tmp_path / "project", "2025")


def by_key(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[list(COLUMNS)].sort_values(list(KEY)).reset_index(drop=True)


def test_what_is_built_is_the_truth_cell_by_cell(built: Built, truth: pd.DataFrame) -> None:
    assert len(truth) > 30000
    pd.testing.assert_frame_equal(by_key(built.observations), by_key(truth))


def test_what_is_written_is_what_was_built(built: Built, truth: pd.DataFrame) -> None:
    written = pd.read_parquet(built.path)
    assert tuple(written) == COLUMNS
    pd.testing.assert_frame_equal(by_key(conform(written)), by_key(truth))


def test_every_sheet_stands_in_the_account_and_adds_up(built: Built, made_demo: Project) -> None:
    account = built.account
    for kind in ("rows", "cells"):
        parts = account[[f"{kind}_loaded", f"{kind}_refused", f"{kind}_ignored"]]
        assert (account[f"{kind}_received"] == parts.sum(axis=1)).all()
        assert (parts >= 0).all(axis=None)
    assert account["cells_refused"].sum() == 0
    filled = {}
    for path in (made_demo.raw / "demo").glob("*/*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            cells = [cell.row for row in sheet for cell in row if cell.value not in (None, "")]
            filled[path.parent.name, sheet.title] = (len(cells), len(set(cells)))
    received = account.set_index(["period", "sheet"])[["cells_received", "rows_received"]]
    assert received.index.is_unique
    assert {key: tuple(row) for key, row in received.T.items()} == filled


def test_loaded_cells_are_those_that_observations_name(built: Built) -> None:
    """Empty cells give observations without having been received; names of parts give two cells to one."""
    seen = built.observations
    loaded = built.account.set_index(["period", "sheet"])["cells_loaded"]
    for (period, sheet), rows in seen.groupby(["period", "sheet"]):
        empty = rows["status"].eq("not_reported") | rows["rule"].eq("tick_empty_is_zero")
        units = rows["unit_code"].nunique() + rows["rule"].eq("part_rows_added").any()
        cells = rows.loc[~empty, "cell"].str.split(r"[,;+] ?", regex=True).explode().nunique()
        assert loaded[period, sheet] >= cells, (period, sheet)
        assert loaded[period, sheet] <= cells + 2 * units, (period, sheet)


def test_findings_are_the_planted_faults_and_no_others(
    built: Built, made_demo: Project, truth: pd.DataFrame
) -> None:
    found = sorted((f.rule, str(f.severity), f.file, f.sheet, f.cell) for f in built.findings)
    file = {period: next((made_demo.raw / "demo" / period).glob("*.xlsx")).name for period in PERIODS}
    expected = [
        ("no_row", "warning", "", "", ""),
        ("part_rows_added", "warning", file["2021"], "Biểu 03"),
        ("ratio_differs", "warning", file["2022"], "Biểu 01"),
        ("row_without_figure", "note", "", "", ""),
        ("row_without_figure", "note", "", "", ""),
        ("subtotal_differs", "warning", file["2019"], "Biểu tổng hợp"),
        ("unit_accent_changed", "warning", file["2019"], "Biểu tổng hợp"),
    ]
    assert [item[: len(wanted)] for item, wanted in zip(found, expected, strict=True)] == expected
    text = {(f.rule, f.values.get("period", "")): f.text("en") + f.text("vi") for f in built.findings}
    units = load_units("demo", "2020-01-01", made_demo).set_index("unit_code")
    there = truth[(truth["period"] == "2022") & (truth["sheet"] == "Biểu 03")]["unit_code"]
    (absent,) = set(units.index) - set(there)
    assert absent in text["no_row", "2022"]
    assert units.at[absent, "name"] in text["no_row", "2022"]
    for period, n in (("2018", 1), ("2019", 3)):
        rows = truth[truth["period"] == period]
        silent = rows.loc[rows["status"] == "not_reported", "unit_code"].unique()
        assert len(silent) == n
        assert all(code in text["row_without_figure", period] for code in silent)


def test_a_second_build_gives_the_same_bytes(built_part: Callable[..., Project], tmp_path: Path) -> None:
    project = built_part(tmp_path / "dự án", "2024", "2025")
    folder = project.panel / "demo"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    build_panel("demo", project)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert set(before) == {"observations.parquet", "manifest.json", "findings.json", "account.csv"}


def test_one_period_keeps_its_own_findings(built: Built) -> None:
    only = built.of_period("2022")
    assert {finding.rule for finding in only.findings} == {"no_row", "ratio_differs"}
    assert set(only.account["period"]) == {"2022"}
    assert built.of_period("2024").worst() is None
    assert built.worst() == Severity.WARNING


# ---- several files, changed files -------------------------------------------------------------------------------


def second_file(project: Project, folder: Path, by: int) -> tuple[Path, str, float]:
    """Write the sheet of public order of 2025 once more, with one count of incidents changed."""
    path = next((project.raw / "demo/2025").glob("*.xlsx"))
    truth = build_panel("demo", project).observations
    row = truth[truth["indicator"] == "incidents_total"].iloc[7]
    book = openpyxl.load_workbook(path)
    book[row["sheet"]][row["cell"]].value = int(row["value"]) + by
    for name in set(book.sheetnames) - {row["sheet"]}:
        del book[name]
    copy = folder / "bieu_2025_ban_hai.xlsx"
    book.save(copy)
    return copy, row["unit_code"], row["value"]


def figure(built: Built, unit: str) -> pd.Series:
    rows = built.observations
    found = rows[(rows["indicator"] == "incidents_total") & (rows["unit_code"] == unit)]
    assert len(found) == 1
    return found.iloc[0]


def test_two_files_that_differ_in_one_figure_leave_it_empty(one_year: Project, tmp_path: Path) -> None:
    copy, unit, value = second_file(one_year, tmp_path, by=5)
    alone = build_panel("demo", one_year).observations
    add_file(copy, "demo", "2025", form="demo_2025", map_date="2025-12-31", project=one_year)
    built = build_panel("demo", one_year)
    row = figure(built, unit)
    assert np.isnan(row["value"])
    assert row["status"] == "conflict"
    conflicts = [finding for finding in built.findings if finding.rule == "figures_conflict"]
    assert [finding.severity for finding in conflicts] == [Severity.ERROR]
    assert conflicts[0].values["unit"] == unit
    assert f"{value:g}" in conflicts[0].written
    assert f"{value + 5:g}" in conflicts[0].written
    text = conflicts[0].text("vi")
    assert copy.name in text
    name = load_units("demo", "2025-07-01", one_year).set_index("unit_code").at[unit, "name"]
    assert text.startswith(f"“Vụ việc về ANTT” của {name} ({unit}) kỳ 2025")
    assert "incidents_total" not in text + conflicts[0].text("en")
    assert len(built.observations) == len(alone)
    assert built.observations["value"].notna().sum() == alone["value"].notna().sum() - 1


def test_a_file_that_replaces_another_counts_alone(one_year: Project, tmp_path: Path) -> None:
    copy, unit, value = second_file(one_year, tmp_path, by=5)
    old = next((one_year.raw / "demo/2025").glob("*.xlsx"))
    checksum = old.read_bytes()
    told = {"form": "demo_2025", "map_date": "2025-12-31", "replaces": old.name}
    add_file(copy, "demo", "2025", **told, project=one_year)
    built = build_panel("demo", one_year)
    assert figure(built, unit)["value"] == value + 5
    assert not [finding for finding in built.findings if finding.rule == "figures_conflict"]
    assert old.read_bytes() == checksum


def test_a_raw_file_that_changed_is_refused_by_name(one_year: Project) -> None:
    path = next((one_year.raw / "demo/2025").glob("*.xlsx"))
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(InputError) as caught:
        build_panel("demo", one_year)
    assert any(path.name in case for case in caught.value.cases)
    assert "source.toml" in caught.value.text("en")
    assert not one_year.panel.exists()


def test_a_raw_file_that_is_gone_is_named(one_year: Project) -> None:
    path = next((one_year.raw / "demo/2025").glob("*.xlsx"))
    path.unlink()
    with pytest.raises(MissingError) as caught:
        build_panel("demo", one_year)
    assert any(path.name in case for case in caught.value.cases)


def test_the_record_of_every_file_tells_the_checksum_that_the_panel_names(
    built: Built, made_demo: Project
) -> None:
    told = {
        entry["sha256"][:12]
        for path in (made_demo.raw / "demo").glob("*/source.toml")
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["file"]
    }
    assert set(built.observations["source_id"]) == told


def test_a_province_of_six_months_only_is_laid_out_and_a_year_of_it_is_refused(
    made_demo: Project, tmp_path: Path
) -> None:
    project = part_of(made_demo, tmp_path / "half", "2025-6T")
    build_panel("demo", project)
    panel = load_panel("demo", project=project)
    assert panel.years() == ()
    assert "2025-6T" in panel.sentence()
    assert len(panel.wide()) == 0
    assert len(panel.wide(kind="6T")) == 60
    with pytest.raises(MissingError, match="2025-6T"):
        run_year("demo", "2025", project=project)
    assert not (project.reports / "demo").exists()


# ---- on each map ------------------------------------------------------------------------------------------------


def test_a_panel_has_the_units_of_its_map_and_no_others(panel: Panel) -> None:
    assert len(panel.units) == MAPS[panel.map_date]
    assert panel.units.geometry.notna().all()
    communes = panel.observations[panel.observations["level"] == "commune"]
    assert set(communes["unit_date"]) == {panel.map_date}
    assert set(communes["unit_code"]) <= set(panel.units.index)
    assert not communes.duplicated([name for name in KEY if name != "stage"]).any()


def sums(rows: pd.DataFrame) -> pd.Series:
    return rows.groupby(["indicator", "category", "basis", "period"])["value"].sum()


def test_totals_of_what_adds_up_are_kept_or_the_account_says_why(
    panel: Panel, truth: pd.DataFrame, made_demo: Project
) -> None:
    vocabulary = load_vocabulary(made_demo)
    additive = {name for name, what in vocabulary.indicators.items() if what.merges == "additive"}
    told = truth[truth["indicator"].isin(additive) & (truth["unit_date"] <= panel.map_date)]
    carried = panel.observations[panel.observations["indicator"].isin(additive)]
    before, after = sums(told), sums(carried)
    assert set(before.index) == set(after.index)
    lost = (after.reindex(before.index) - before).round(6)
    gaps = (
        told[~told["status"].isin(["reported"])].groupby(["indicator", "category", "basis", "period"]).size()
    )
    changed = lost[lost != 0]
    # Only where a commune reported nothing can a merged commune lose its partners' figures.
    assert set(changed.index) <= set(gaps.index) | absences(told)
    assert (changed < 0).all()
    if panel.map_date == "2017-01-01":
        assert panel.account.empty
        return
    account = panel.account.set_index(["indicator", "category", "basis", "period"])
    explained = account.loc[account.index.isin(additive, level="indicator"), "difference"].round(6)
    pd.testing.assert_series_equal(
        explained[explained != 0].sort_index(), changed.sort_index(), check_names=False, atol=1e-5
    )
    assert account.loc[changed.index, "units"].ne("").all()
    if panel.map_date == "2025-07-01":
        assert len(changed) > 0


def absences(told: pd.DataFrame) -> set[tuple[str, str, str, str]]:
    """Figures for which some commune of its map has no row."""
    sizes = (
        told.groupby(["indicator", "category", "basis", "period", "unit_date"]).size().reset_index(name="n")
    )
    short = sizes[sizes["n"] < sizes["unit_date"].map(MAPS)]
    return set(zip(short["indicator"], short["category"], short["basis"], short["period"], strict=True))


def test_an_older_map_leaves_newer_figures_out_and_says_so(
    made_demo: Project, built: Built, truth: pd.DataFrame
) -> None:
    for day, later in (
        ("2017-06-01", ["2020-01-01", "2025-07-01"]),
        ("2020-01-01", ["2025-07-01"]),
        (None, []),
    ):
        panel = load_panel("demo", day, made_demo)
        told = [finding for finding in panel.carrying if finding.rule == "newer_than_map"]
        assert [finding.values["from_date"] for finding in told] == later
        assert [finding.severity for finding in told] == [Severity.WARNING] * len(later)
        left_out = truth[truth["unit_date"].isin(later)]
        assert sum(int(str(finding.values["n"])) for finding in told) == len(left_out)
        periods = set(truth["period"]) - set(left_out["period"])
        assert set(panel.observations["period"]) == periods
        assert panel.years() == tuple(sorted(period for period in periods if len(period) == 4))


def test_the_wide_view_agrees_with_the_truth_on_its_own_map(
    made_demo: Project, built: Built, truth: pd.DataFrame
) -> None:
    wide = load_panel("demo", "2025-07-01", made_demo).wide("incidents_total", "population")
    rows = truth[(truth["period"] == "2025") & (truth["category"] == "")]
    for name in ("incidents_total", "population"):
        own = rows[rows["indicator"] == name].set_index("unit_code")["value"]
        there = wide.xs("2025", level="period")[name]
        assert (there.reindex(own.index) == own).all()
        assert len(there) == 60


def test_a_revised_part_of_a_merged_unit_is_added_to_its_partners(
    made_demo: Project, truth: pd.DataFrame
) -> None:
    rows = truth[(truth["indicator"] == "incidents_total") & (truth["period"] == "2024")]
    mixed = rows.assign(stage=["revised", *["final"] * (len(rows) - 1)])
    vocabulary = load_vocabulary(made_demo)
    carried, _, _ = carry_all(mixed, "demo", "2025-07-01", made_demo, vocabulary)
    plain, _, _ = carry_all(rows, "demo", "2025-07-01", made_demo, vocabulary)
    assert len(carried) == carried["unit_code"].nunique() == 60
    values = carried.set_index("unit_code")["value"]
    pd.testing.assert_series_equal(values, plain.set_index("unit_code")["value"])


def test_a_figure_disputed_between_two_maps_arrives_once_and_empty(
    made_demo: Project, truth: pd.DataFrame
) -> None:
    rows = truth[(truth["indicator"] == "incidents_total") & (truth["period"].isin(["2024", "2025"]))]
    empty = rows.assign(value=np.nan, status="conflict", period="2025")
    carried, _, _ = carry_all(empty, "demo", "2025-07-01", made_demo, load_vocabulary(made_demo))
    assert len(carried) == carried["unit_code"].nunique() == 60
    assert carried["value"].isna().all()
