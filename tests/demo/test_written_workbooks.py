import hashlib
import math
import tomllib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from antq_analysis.demo import write_demo
from antq_analysis.demo.workbooks import World
from antq_analysis.observations import COLUMNS, KEY
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.sources.tables.reading import read_received

pytestmark = pytest.mark.slow

BANNER = "SỐ LIỆU HƯ CẤU, không phải số liệu thật của bất kỳ địa phương nào"


def files_of(project: Project) -> dict[str, str]:
    folders = (project.raw / "demo", project.places / "demo", project.decisions / "demo")
    kept = [path for folder in folders for path in folder.rglob("*")]
    return {
        str(path.relative_to(project.root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in kept
        if path.is_file()
    }


def workbooks(project: Project) -> list[Path]:
    return sorted((project.raw / "demo").glob("*/*.xlsx"))


def test_two_writes_give_the_same_bytes(demo: Project, project: Project) -> None:
    before = files_of(demo)
    for _ in ("into a folder of its own", "over what is there"):
        write_demo(project)
        assert files_of(project) == before
    assert len(workbooks(demo)) == 10


def test_another_seed_gives_another_province(demo: Project, project: Project) -> None:
    settings = project.data / "project.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("seed = 20251231", "seed = 7"), encoding="utf-8"
    )
    write_demo(Project(project.root, type(project.settings)(**{**vars(project.settings), "seed": 7})))
    assert (project.places / "demo/2017-01-01/communes.parquet").read_bytes() != (
        demo.places / "demo/2017-01-01/communes.parquet"
    ).read_bytes()


def test_every_sheet_says_in_red_that_it_is_fictional(demo: Project) -> None:
    for path in workbooks(demo):
        for sheet in openpyxl.load_workbook(path):
            assert sheet["A1"].value == BANNER, path
            assert sheet["A1"].fill.start_color.rgb == "FFC00000"


def test_the_source_of_each_file_is_recorded(demo: Project) -> None:
    for path in workbooks(demo):
        told = tomllib.loads((path.parent / "source.toml").read_text(encoding="utf-8"))["file"]
        assert len(told) == 1
        assert told[0]["name"] == path.name
        assert (
            told[0]["sha256"] == told[0]["received_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        )
        assert told[0]["period"] == path.parent.name


def test_plain_numbers_stand_in_the_cells_that_the_truth_names(demo: Project, truth: pd.DataFrame) -> None:
    plain = truth[
        (truth["rule"] == "") & (truth["status"] == "reported") & (truth["indicator"] == "incidents_total")
    ]
    for path in workbooks(demo):
        book = openpyxl.load_workbook(path)
        for row in plain[plain["period"] == path.parent.name].itertuples():
            assert float(book[row.sheet][row.cell].value) == row.value


def test_printed_totals_agree_with_the_truth_except_the_planted_one(
    demo: Project, truth: pd.DataFrame
) -> None:
    wrong = []
    for path in sorted((demo.raw / "demo").glob("201*/*.xlsx")):
        sheet = openpyxl.load_workbook(path).worksheets[0]
        here = truth[(truth["period"] == path.parent.name) & (truth["indicator"] == "incidents_total")]
        column = here["cell"].iloc[0].rstrip("0123456789")
        names = {row: str(sheet[f"B{row}"].value or "") for row in range(1, sheet.max_row + 1)}
        total = next(row for row, name in names.items() if name.startswith("TỔNG CỘNG"))
        assert sheet[f"{column}{total}"].value == here["value"].sum()
        headings = [row for row, name in names.items() if name.startswith(("HUYỆN ", "THÀNH PHỐ "))]
        rows = here["cell"].str.removeprefix(column).astype(int)
        for start, end in zip(headings, [*headings[1:], sheet.max_row + 1], strict=True):
            difference = sheet[f"{column}{start}"].value - here["value"][rows.between(start, end - 1)].sum()
            if difference:
                wrong.append((path.parent.name, difference))
    assert wrong == [("2019", 7)]


def test_one_printed_percentage_disagrees(demo: Project, truth: pd.DataFrame) -> None:
    sheet = openpyxl.load_workbook(next((demo.raw / "demo/2022").glob("*.xlsx")))["Biểu 01"]
    wide = truth[(truth["period"] == "2022") & (truth["sheet"] == "Biểu 01")].pivot_table(
        index="unit_code", columns="indicator", values=["value"], aggfunc="first"
    )["value"]
    cells = truth[(truth["period"] == "2022") & (truth["indicator"] == "residential_areas_with_model")]
    off = 0
    for code, cell in zip(cells["unit_code"], cells["cell"], strict=True):
        printed = sheet.cell(sheet[cell].row, sheet[cell].column + 1).value
        right = 100 * wide.at[code, "residential_areas_with_model"] / wide.at[code, "residential_areas_total"]
        off += abs(printed - right) > 0.051
    assert off == 1


def test_a_commune_without_a_report_is_so_in_the_truth(truth: pd.DataFrame) -> None:
    silent = (
        truth[truth["period"] == "2018"]
        .groupby("unit_code")["status"]
        .agg(lambda status: status.eq("not_reported").all())
    )
    assert silent.sum() == 1
    absent = truth[(truth["period"] == "2022")].groupby("sheet")["unit_code"].nunique()
    assert absent.to_dict() == {"Biểu 01": 143, "Biểu 02": 143, "Biểu 03": 142, "Biểu 04": 143}


def test_forms_differ_over_the_years(demo: Project) -> None:
    sheets = {path.parent.name: openpyxl.load_workbook(path).sheetnames for path in workbooks(demo)}
    assert sheets["2017"] == ["Biểu tổng hợp"]
    assert sheets["2024"] == ["Biểu 01", "Biểu 02", "Biểu 03", "Biểu 04"]
    assert "Dân cư" in sheets["2025"]
    assert sheets["2025-6T"] == ["6 tháng"]


@pytest.mark.parametrize(
    "period", ["2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025-6T", "2025"]
)
def test_a_perfect_reader_returns_the_truth(
    demo: Project, world: World, truth: pd.DataFrame, period: str
) -> None:
    file = next(file for file in received_files("demo", demo) if file.period == period)
    aliases = pd.read_csv(demo.decisions / "demo/aliases.csv", dtype=str, keep_default_na=False)
    read = read_received(
        file,
        load_layout(file.form, demo, vocabulary=world.vocabulary),
        load_units("demo", file.map, demo),
        world.vocabulary,
        aliases,
    )
    expected = truth[truth["period"] == period].sort_values(list(KEY)).reset_index(drop=True)
    found = read.observations[list(COLUMNS)].sort_values(list(KEY)).reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected)
    assert [item for item in read.findings if item.severity == "error"] == []
    assert not math.isnan(found["value"].sum())
