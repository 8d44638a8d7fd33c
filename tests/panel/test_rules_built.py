"""Every finding of this floor, from received files to the built panel: one story for each rule."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from antq_analysis.annual.form import write_form
from antq_analysis.findings import Finding
from antq_analysis.language.catalogue import sentences
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.carried import carry_all
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.vintage import territory
from antq_analysis.project import Project
from antq_analysis.sources.deciding.decisions import GAP_COLUMNS, GAPS
from antq_analysis.sources.receiving.adding import add_file
from antq_analysis.vocabulary import load_vocabulary
from tests.panel.received import (
    CODES,
    FIRST_MAP,
    NAMES,
    NEW_NAMES,
    PROVINCE,
    SECOND_MAP,
    Rows,
    add_map,
    make_province,
    receive,
    table,
)
from tests.places.made import pairs

HEADERS = ("Dân số", "Tổng số vụ việc")
BLOCK = ("Khối cơ quan", 310, 31)


def plain(number: int, year: int) -> list[object]:
    """Figures that nobody wonders about, different in every commune and year."""
    return [4000 + 37 * number + 11 * (year - 2020), 60 + 7 * number + 3 * (year - 2020)]


@dataclass
class Story:
    """Files of a province as they arrive."""

    project: Project
    folder: Path
    count: int = field(default=0)

    def add(self, period: str, rows: Rows, **options: str) -> str:
        self.count += 1
        name = f"tep_{self.count}.xlsx"
        receive(self.project, self.folder, period, name, rows, **options)
        return name

    def year(
        self, year: int, change: dict[int, Sequence[object] | None] | None = None, **options: str
    ) -> str:
        """A file of a year, with other figures of some communes; None: without their rows."""
        rows = self.rows(year, change)
        return self.add(options.pop("period", str(year)), rows, **options)

    def rows(self, year: int, change: dict[int, Sequence[object] | None] | None = None) -> Rows:
        return table(HEADERS, lambda n: (change or {}).get(n, plain(n, year)))

    def one(self, period: str, header: str, value: Callable[[int], object], **options: str) -> str:
        """A file with one column."""
        return self.add(period, table([header], lambda n: [value(n)]), **options)

    def windows(self, *bases: str) -> None:
        """Say in the drafted forms, in the order of their names, which days they cover."""
        for path, basis in zip(sorted(self.project.layouts.glob("tinh_thu_*")), bases, strict=True):
            text = path.read_text(encoding="utf-8")
            assert '"unknown"' in text
            path.write_text(text.replace('"unknown"', f'"{basis}"'), encoding="utf-8")


def copied_year(story: Story, columns: Sequence[int] = (0, 1), communes: Sequence[int] = range(8)) -> None:
    def values(number: int) -> list[object]:
        told = plain(number, 2024)
        if number in communes:
            told = [plain(number, 2023)[at] if at in columns else told[at] for at in range(len(told))]
        return told

    story.year(2023)
    # A title of its own: the same bytes for two periods are refused on receipt.
    story.add("2024", [["BIỂU NĂM SAU"], *table(HEADERS, values)])


# ---- one story a rule ----------------------------------------------------------------------------------------------


def same_figure_twice(story: Story) -> None:
    story.year(2024)
    story.add("2024", [["BIỂU GỬI LẠI"], *story.rows(2024)])


def figures_conflict(story: Story) -> None:
    story.year(2024)
    story.year(2024, {2: [4200, 999]})


def newer_than_map(story: Story) -> None:
    add_map(story.project, story.folder)
    story.add("2025", table(HEADERS, lambda n: plain(n, 2025), NEW_NAMES))


def no_row(story: Story) -> None:
    story.year(2024, {2: None})


def no_row_known(story: Story) -> None:
    story.year(2024, {2: None})
    row = dict.fromkeys(GAP_COLUMNS, "") | {"period": "2024", "unit_code": CODES[2], "answer": "not_reported"}
    row |= {"reason": "đã hỏi", "decided_on": "2025-01-05"}
    folder = story.project.decisions / PROVINCE
    folder.mkdir(parents=True)
    pd.DataFrame([row]).to_csv(folder / GAPS, index=False)


def no_row_replaced(story: Story) -> None:
    old = story.year(2024)
    story.year(2024, {2: None}, replaces=old)


def row_without_figure(story: Story) -> None:
    story.year(2024, {2: [4200, None]})


def newly_no(story: Story) -> None:
    for period, last in (("2023", "KX"), ("2024", "Không đạt")):
        story.one(period, "Xã không ma túy", lambda n, last=last: last if n == 3 else "Đạt")


def returned_form(story: Story, change: Callable[[list[list[object]]], list[list[object]]]) -> None:
    """Our own form of 2025 comes back, its lines of figures and printed figures changed."""
    story.year(2024)
    build_panel(PROVINCE, story.project)
    form = write_form(PROVINCE, "2025", project=story.project)
    book = openpyxl.load_workbook(form.paths[0])
    sheet = book.worksheets[0]
    rows = [row for row in range(1, 60) if sheet.cell(row, 1).value in CODES]
    figures = [[plain(n, 2025)[0], plain(n, 2024)[0], plain(n, 2025)[1], plain(n, 2024)[1]] for n in range(8)]
    for row, line in zip(rows, change(figures), strict=True):
        for column, value in enumerate(line, 4):
            sheet.cell(row, column).value = value
    path = story.folder / "tra_lai.xlsx"
    book.save(path)
    add_file(path, PROVINCE, "2025", form=form.layout, project=story.project)


def form_rows_moved(story: Story) -> None:
    returned_form(story, lambda lines: lines[::-1])


def form_before_differs(story: Story) -> None:
    returned_form(story, lambda lines: [[lines[0][0], 4, *lines[0][2:]], *lines[1:]])


def types_beside_total(story: Story, more: int) -> None:
    """The total in one file, all types of models in another; together they differ by `more` in one commune."""
    story.one("2024", "Số điểm mô hình", lambda n: 9 + n)
    kinds = ("Tiếng kẻng an ninh", "Tổ liên gia tự quản về ANTT", "Mô hình khác")
    headers = [f"Điểm mô hình chia theo loại / {kind}" for kind in kinds]
    story.add("2024", table(headers, lambda n: [2, 3 + n, 4 + more * (n == 2)]))


def types_above_total(story: Story) -> None:
    types_beside_total(story, 1)


def types_below_total(story: Story) -> None:
    types_beside_total(story, -1)


def period_on_two_maps(story: Story) -> None:
    add_map(story.project, story.folder)
    story.year(2025, map_date=FIRST_MAP)
    story.add("2025", table(HEADERS, lambda n: plain(n, 2025), NEW_NAMES), map_date=SECOND_MAP)


def other_map_left_out(story: Story) -> None:
    add_map(story.project, story.folder)
    story.year(2025, map_date=FIRST_MAP, stage="estimate")
    story.add("2025", table(HEADERS, lambda n: plain(n, 2025), NEW_NAMES), map_date=SECOND_MAP)


def stage_changed(story: Story) -> None:
    story.year(2024, stage="estimate")
    story.year(2024, {2: [4200, 90]})


def stage_left_empty(story: Story) -> None:
    story.year(2024, stage="estimate")
    story.year(2024, {2: [4200, None]})


def stage_fewer_units(story: Story) -> None:
    story.year(2024, stage="estimate")
    story.year(2024, {2: None})


def earlier_year_differs(story: Story) -> None:
    story.year(2023)
    headers = ("Tổng số vụ việc năm 2023", "Tổng số vụ việc năm 2024")
    changed = {3: [500, 90]}
    story.add("2024", table(headers, lambda n: changed.get(n, [plain(n, y)[1] for y in (2023, 2024)])))


def earlier_year_unused(story: Story) -> None:
    story.year(2023, {3: None})
    headers = ("Tổng số vụ việc năm 2023", "Tổng số vụ việc năm 2024")
    story.add("2024", table(headers, lambda n: [plain(n, y)[1] for y in (2023, 2024)]))


def on_two_maps(story: Story, *, before: int, first: int, again: int) -> None:
    """The year `before` stands in a file of 2024 on the first map and in one of 2026 on the second."""
    add_map(story.project, story.folder)
    for year, value, names in ((2024, first, NAMES), (2026, again, NEW_NAMES)):
        headers = (f"Tổng số vụ việc năm {before}", f"Tổng số vụ việc năm {year}")
        rows = table(headers, [[value, 90 + n] for n in range(len(names))].__getitem__, names)
        if before == year:
            rows = table(headers[1:], [[90 + n] for n in range(len(names))].__getitem__, names)
        story.add(str(year), rows)


def printed_maps_differ(story: Story) -> None:
    on_two_maps(story, before=2023, first=30, again=199)


def printed_map_left_out(story: Story) -> None:
    on_two_maps(story, before=2023, first=30, again=60)


def earlier_total_differs(story: Story) -> None:
    on_two_maps(story, before=2024, first=30, again=999)


def base_zero(story: Story) -> None:
    story.year(2024, {3: [0, 70]})


def base_out_of_scale(story: Story) -> None:
    story.year(2024, {3: [40_000_000, 70]})


def count_out_of_scale(story: Story) -> None:
    story.year(2024, {3: [4100, 45_292]})


def count_repeats_base(story: Story) -> None:
    story.year(2024, {number: [4000 + 31 * number] * 2 for number in range(8)})


def part_above_whole_joined(story: Story) -> None:
    story.one("2024", "Số khu dân cư", lambda n: 10 + n)
    story.one("2024", "Số khu dân cư có mô hình", lambda n: 30 if n == 3 else 5 + n)


def count_leapt(story: Story) -> None:
    story.year(2023)
    story.year(2024, {2: [4200, 7700]})


def land_changed(story: Story) -> None:
    newer_than_map(story)
    story.year(2024)
    # Two of the four new communes have no commune before them.
    rows = [(code, f"{91001 + 3 * (number % 2)}") for number, code in enumerate(CODES)]
    path = territory(PROVINCE, story.project) / SECOND_MAP / "crosswalk.csv"
    pairs(*rows, dates=(FIRST_MAP, SECOND_MAP))[list(CROSSWALK_COLUMNS)].to_csv(path, index=False)


def base_leapt_everywhere(story: Story) -> None:
    story.year(2023)
    story.year(2024, {number: [40_000 + number, 70] for number in range(8)})


def count_leapt_everywhere(story: Story) -> None:
    story.year(2023)
    story.year(2024, {number: [plain(number, 2024)[0], 9000 + number] for number in range(8)})


def base_improbable(story: Story) -> None:
    story.year(2024, {number: [4 + number, 70] for number in range(8)})


def figures_swapped(story: Story) -> None:
    story.year(2024, {3: [70, 4100]})


def columns_swapped(story: Story) -> None:
    story.year(2023)
    story.add("2024", table(HEADERS[::-1], lambda n: plain(n, 2024)))


def bases_crossed(story: Story) -> None:
    story.add("2024", table(("Dân số", "Số hộ"), lambda n: [1000 + 31 * n, 4000 + 37 * n]))


def other_unit_gone(story: Story) -> None:
    story.add("2023", [*story.rows(2023), [9, *BLOCK]])
    story.year(2024)


def province_beside_others(story: Story) -> None:
    communes = {number: [plain(number, 2024)[0], None] for number in range(8)}
    rest: Rows = [[9, "Khối cơ quan", None, 31], [None, "Tổng cộng", 33036, 900]]
    story.add("2024", [*story.rows(2024, communes), *rest])


def part_of_year_above_year(story: Story) -> None:
    story.year(2024)
    story.year(2024, {2: [4100, 500]}, period="2024-6T")


def part_of_year_not_compared(story: Story) -> None:
    story.year(2024)
    story.one("2024-12", "Số vụ việc về ANTT", lambda n: 20 + n)
    story.windows("tt124_commune", "calendar")


def replaced_lost(story: Story) -> None:
    no_row_replaced(story)


def replaced_changed(story: Story) -> None:
    old = story.year(2024)
    story.year(2024, {2: [4200, 90]}, replaces=old)


def replaced_unread(story: Story) -> None:
    old = story.year(2024)
    story.year(2024, {2: [4200, 90]}, replaces=old)
    record = story.project.raw / PROVINCE / "2024" / "source.toml"
    text = record.read_text(encoding="utf-8")
    form = next(line for line in text.splitlines() if line.startswith("form"))
    record.chmod(0o644)
    record.write_text(text.replace(form, 'form = "no_such_form"', 1), encoding="utf-8")


def period_copied(story: Story) -> None:
    copied_year(story)


def column_copied(story: Story) -> None:
    copied_year(story, columns=[1])


def stock_copied(story: Story) -> None:
    copied_year(story, columns=[0])


def unit_copied(story: Story) -> None:
    events = (
        "Tổng số vụ việc",
        "Số vụ phạm tội về TTXH",
        "Số vụ tai nạn giao thông",
        "Số vụ cháy",
        "Số buổi",
    )
    for year in (2023, 2024):
        same = 0 if year == 2023 else 5
        story.add(
            str(year),
            table(events, lambda n, same=same: [90 + 31 * at + 7 * n + same * (n != 3) for at in range(5)]),
        )


def indicator_gone(story: Story) -> None:
    story.year(2023)
    story.one("2024", HEADERS[0], lambda n: plain(n, 2024)[0])


RULES = sorted(
    tomllib.loads(
        files("antq_analysis.language").joinpath("texts/findings_panel.toml").read_text(encoding="utf-8")
    )
)
STORIES: dict[str, Callable[[Story], None]] = {name: globals().get(name) for name in RULES}  # type: ignore[misc]


@pytest.fixture
def story(project: Project, tmp_path: Path) -> Story:
    return Story(make_province(project, tmp_path), tmp_path)


def findings_of(project: Project) -> list[Finding]:
    built = build_panel(PROVINCE, project)
    vocabulary = load_vocabulary(project)
    _, _, carrying = carry_all(built.observations, PROVINCE, FIRST_MAP, project, vocabulary)
    return [*built.findings, *(finding for finding in carrying if finding.rule in RULES)]


def vietnamese_words(project: Project) -> list[str]:
    """Labels of indicators and of reporting windows, which a reader of English must not meet."""
    labels = [item.label_vi for item in load_vocabulary(project).indicators.values()]
    windows = [told["vi"] for key, told in sentences().items() if key.startswith("observations.window_")]
    return [word for word in (*labels, *windows) if not word.isascii()]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_speaks_when_files_make_it_true(story: Story, rule: str) -> None:
    tell = STORIES[rule]
    assert tell is not None, f"a story of {rule} is missing here"
    tell(story)
    told = [finding for finding in findings_of(story.project) if finding.rule == rule]
    assert told
    words = vietnamese_words(story.project)
    for finding in told:
        assert finding.text("vi") != finding.text("en")
        assert finding.remedy("vi") != finding.remedy("en")
        said = finding.text("en") + finding.remedy("en")
        assert [word for word in words if word in said] == []


def test_two_plain_years_make_no_rule_true(story: Story) -> None:
    story.year(2023)
    story.year(2024)
    assert [finding.rule for finding in findings_of(story.project) if finding.rule in RULES] == []
    assert len(NAMES) == len(CODES)


@pytest.mark.parametrize(
    ("tell", "n"),
    [(base_improbable, 8), (base_leapt_everywhere, 8), (bases_crossed, 16), (figures_swapped, 2)],
)
def test_what_cannot_be_has_no_value_in_the_panel(
    story: Story, tell: Callable[[Story], None], n: int
) -> None:
    tell(story)
    told = build_panel(PROVINCE, story.project).observations
    out = told[told["rule"].eq("doubted")]
    assert len(out) == n
    assert set(out["status"]) == {"unparsed"}
    assert out["value"].isna().all()
    assert set(out["period"]) == {"2024"}
    assert told.loc[told["rule"].ne("doubted"), "value"].notna().all()
