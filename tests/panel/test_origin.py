"""Where a figure comes from, down to the row as it was received."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from antq_analysis.errors import UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.panel.origin import where_from
from antq_analysis.panel.origin_words import say_counted
from antq_analysis.project import Project
from tests.given import part_of


@pytest.fixture(scope="module")
def project(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = part_of(made_demo, tmp_path_factory.mktemp("p") / "p", "2019", "2025")
    build_panel("demo", project)
    return project


@pytest.fixture(scope="module")
def panel(project: Project) -> Panel:
    return load_panel("demo", project=project)


def cell(project: Project, period: str, part: dict[str, object]) -> object:
    """What the received file holds in that cell, read by another reader."""
    path = project.raw / "demo" / period / str(part["file"])
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(str(part["sheet"]))
    letters = str(part["cell"]).rstrip("0123456789")
    assert len(letters) == 1
    row = int(str(part["cell"])[1:]) - 1
    return rows.to_python(skip_empty_area=False)[row][ord(letters) - 65]


def test_a_merged_unit_shows_every_cell_that_its_figure_is_the_sum_of(project: Project, panel: Panel) -> None:
    merged = panel.observations[panel.observations["rule"].eq("merged")]
    merged = merged[merged["indicator"].eq("incidents_total") & merged["status"].eq("reported")]
    for code in merged["unit_code"].head(5):
        origin = where_from(panel, code, "2019", "incidents_total", project=project)
        total = merged.loc[merged["unit_code"].eq(code), "value"].item()
        cells = [cell(project, "2019", part) for part in origin.parts.to_dict("records")]
        assert len(cells) > 1
        assert sum(float(str(value)) for value in cells) == total
        assert origin.parts["written"].tolist() == [f"{float(str(value)):.0f}" for value in cells]
        assert origin.parts["counts"].all()


def test_the_row_is_shown_as_received_with_its_headers(project: Project, panel: Panel) -> None:
    code = panel.units.index[3]
    origin = where_from(panel, code, "2025", "population", project=project)
    (part,) = origin.parts.to_dict("records")
    assert panel.units.loc[code, "name"] in set(origin.rows.iloc[0])
    assert origin.rows.iloc[0][part["header"]] == part["written"]
    assert origin.rows.index[0][:2] == (part["file"], part["sheet"])
    for lang in ("vi", "en"):
        assert part["cell"] in origin.sentence(lang)


def test_a_figure_nobody_sent_has_no_origin_and_says_so(project: Project, panel: Panel) -> None:
    origin = where_from(panel, panel.units.index[0], "2025", "births", project=project)
    assert origin.parts.empty
    assert str(origin) == "Không tệp nào đã nhận có số liệu này."


@pytest.mark.parametrize(("code", "period"), [("00000", "2025"), ("09015", "1999")])
def test_an_unknown_unit_or_period_is_refused(project: Project, panel: Panel, code: str, period: str) -> None:
    with pytest.raises(UsageError):
        where_from(panel, code, period, "population", project=project)


def test_a_unit_and_an_indicator_may_be_named_in_words(project: Project, panel: Panel) -> None:
    names = panel.units["name"]
    code = names.index[~names.duplicated(keep=False)][5]
    named = where_from(panel, str(names[code]).upper(), "2025", "dân số", project=project)
    assert named.sentence() == where_from(panel, code, "2025", "population", project=project).sentence()
    assert code in named.sentence()


def test_an_unknown_indicator_names_the_nearest_and_not_all(project: Project, panel: Panel) -> None:
    with pytest.raises(UsageError) as refused:
        where_from(panel, panel.units.index[0], "2025", "incident_totals", project=project)
    assert 1 < len(refused.value.cases) <= 5
    assert any(case.startswith("incidents_total ") for case in refused.value.cases)


def test_a_name_of_two_units_is_asked_about(project: Project, panel: Panel) -> None:
    units = panel.units.copy()
    one, two = units.index[:2]
    units["name"] = units["name"].where(~units.index.isin([one, two]), "Xã Trùng Tên")
    units["type"] = units["type"].where(~units.index.isin([one, two]), "Xã")
    with pytest.raises(UsageError) as refused:
        where_from(replace(panel, units=units), "xã trùng tên", "2025", "population", project=project)
    assert [case.partition(" ")[0] for case in refused.value.cases] == [one, two]


def test_a_rate_shows_its_numerator_and_denominator(project: Project, panel: Panel) -> None:
    code = panel.units.index[3]
    origin = where_from(panel, code, "2025", "incident_rate", project=project)
    assert [part.indicator.id for part in origin.made_of] == ["incidents_total", "population"]
    above, below = (part.figure["value"].item() for part in origin.made_of)
    assert f"{10000 * above / below:.1f}".replace(".", ",") in origin.sentence()
    assert all(part.parts["cell"].item() in origin.sentence() for part in origin.made_of)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"value": 1602.0, "rule": "decided"}, "1.602 (theo quyết định đã ghi trong cells.csv)"),
        ({"value": 7.0, "rule": "part_rows_added"}, "7 (cộng các dòng của cùng đơn vị)"),
        ({"value": 2000.0, "comparator": "over"}, "trên 2.000"),
        ({"value": float("nan"), "status": "not_reported"}, "không có số (chưa báo cáo)"),
        ({"value": 3.0}, "3"),
    ],
)
def test_what_a_cell_counts_as_is_said_with_its_rule(row: dict[str, object], text: str) -> None:
    plain = {"value": 0.0, "comparator": "exact", "status": "reported", "rule": ""}
    assert say_counted(plain | row) == text


def test_what_was_refused_is_told_with_its_cell(project: Project, panel: Panel) -> None:
    code = panel.units.index[4]
    finding = Finding(
        "unit_unmatched",
        Severity.ERROR,
        "tệp.xlsx",
        "Trang",
        "B7",
        written=str(panel.units.at[code, "name"]),
        values={"period": "2025"},
    )
    own = replace(panel, findings=(finding, replace(finding, values={"period": "2019"}, cell="B8")))
    origin = where_from(own, code, "2025", "births", project=project)
    assert [item.cell for item in origin.findings] == ["B7"]
    assert where_from(own, code, "2025", "population", project=project).findings == ()


def test_superseded_stages_are_shown_as_not_used(made_demo: Project, tmp_path: Path, panel: Panel) -> None:
    project = part_of(made_demo, tmp_path / "p", "2025")
    record = project.raw / "demo/2025/source.toml"
    text = record.read_text(encoding="utf-8")
    entry = text[text.index("[[file]]") :]
    first = project.raw / "demo/2025" / entry.split('name = "')[1].split('"')[0]
    import hashlib
    import shutil

    import openpyxl

    copy = first.with_name("Sơ bộ.xlsx")
    shutil.copy(first, copy)
    book = openpyxl.load_workbook(copy)
    book.worksheets[0].cell(60, 40).value = None
    book.save(copy)
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    old = entry.split('sha256 = "')[1].split('"')[0]
    again = entry.replace(first.name, copy.name).replace(old, digest)
    again = again.replace('stage = "final"', 'stage = "preliminary"')
    record.write_text(text + "\n" + again, encoding="utf-8")
    build_panel("demo", project)
    own = load_panel("demo", project=project)
    origin = where_from(own, own.units.index[3], "2025", "population", project=project)
    assert sorted(zip(origin.parts["stage"], origin.parts["counts"], strict=True)) == [
        ("final", True),
        ("preliminary", False),
    ]
    assert "Không dùng" in origin.sentence()
    assert isinstance(origin.figure, pd.DataFrame)
