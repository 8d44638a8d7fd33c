"""A form is found again by its headers, and what a person settled for one province is asked again in another."""

from dataclasses import replace
from pathlib import Path

import pytest

from antq_analysis.errors import UsageError
from antq_analysis.project import Project
from antq_analysis.sources.forms.draft import draft_layout
from antq_analysis.sources.forms.known_form import find_known, settled_elsewhere
from antq_analysis.sources.forms.layout import Column, Layout
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.workbooks.workbook import Workbook
from antq_analysis.vocabulary import Vocabulary
from tests.cases.workbooks import UNITS
from tests.sources.forms.test_draft import NAMES, sheet

HEADERS = ("Tên xã", "Dân số", "Số mô hình")
BOOK = Workbook(Path("a.xlsx"), (sheet([list(HEADERS), *([*name, 4000, 3] for name in NAMES)]),))
DISTRICTS = ("Huyện Đà Bắc", "Huyện Đà Bắc", "Huyện Lương Sơn", "Thành phố Mẫu")
SETTLED = Column("Số mô hình", "model_points_active", "stock", "count")
REGISTER = names_of(UNITS)


def drafted(vocabulary: Vocabulary, province: str) -> Layout:
    return draft_layout(
        BOOK, vocabulary, form=f"{province}_2023", province=province, period="2023", units=UNITS
    ).layout


def settled(vocabulary: Vocabulary) -> Layout:
    """Make the form of the demo province in which a person said what a model is and which days a year has."""
    layout = drafted(vocabulary, "demo")
    (own,) = layout.sheet
    assert [column.indicator for column in own.column] == ["population"]
    own = replace(own, column=(*own.column, SETTLED))
    return replace(layout, sheet=(own,), period_basis="calendar")


def found(layout: Layout, province: str, project: Project) -> Layout | None:
    return find_known(BOOK, province, "2023", [layout], project, REGISTER)


def test_a_form_is_found_again_for_its_province_only(project: Project, vocabulary: Vocabulary) -> None:
    layout = settled(vocabulary)
    assert found(layout, "demo", project) == layout
    assert found(layout, "north-carolina", project) is None
    assert found(replace(layout, province=""), "north-carolina", project) is not None


def test_a_province_that_used_the_form_of_another_keeps_it(project: Project, vocabulary: Vocabulary) -> None:
    layout = settled(vocabulary)
    record = project.raw / "north-carolina/2022/source.toml"
    record.parent.mkdir(parents=True)
    record.write_text(
        '[[file]]\nname = "a.xlsx"\nsha256 = "0"\nreceived_sha256 = "0"\nform = "demo_2023"\nmap = 2020-01-01\n'
        'period = "2022"\nstage = "final"\n',
        encoding="utf-8",
    )
    assert found(layout, "north-carolina", project) == layout


def test_of_several_forms_that_of_the_province_counts(project: Project, vocabulary: Vocabulary) -> None:
    own = settled(vocabulary)
    (read,) = own.sheet
    general = replace(own, form="chung", province="", period_basis="tt124_commune")
    elsewhere = replace(general, form="noi_khac", province="north-carolina")
    other = replace(own, form="demo_2022", sheet=(replace(read, unit_header="Tên đơn vị"),))

    def chosen(*layouts: Layout) -> Layout | None:
        return find_known(BOOK, "demo", "2023", layouts, project, REGISTER)

    assert chosen(elsewhere, general, other, own) == own
    assert chosen(elsewhere, general, other) == general
    assert chosen(elsewhere, other) is None
    with pytest.raises(UsageError, match="demo_2023"):
        chosen(own, replace(own, form="demo_2024", period_basis="tt124_commune"), general)


def test_it_says_what_another_province_settled(vocabulary: Vocabulary) -> None:
    own = drafted(vocabulary, "north-carolina")
    assert own.province == "north-carolina"
    assert own.period_basis == "unknown"
    (finding,) = settled_elsewhere(own, BOOK, "2023", [settled(vocabulary)], REGISTER)
    assert finding.rule == "settled_elsewhere"
    assert finding.values["points"] == "Số mô hình → model_points_active; period_basis → calendar"
    same = replace(own, form="demo_2023", province="demo")
    assert [*settled_elsewhere(own, BOOK, "2023", [same], REGISTER)] == []


def book_of(*rows: list[object]) -> Workbook:
    return Workbook(Path("b.xlsx"), (sheet([*rows]),))


def test_a_column_of_districts_that_the_form_does_not_name_is_another_form(
    project: Project, vocabulary: Vocabulary
) -> None:
    layout = replace(settled(vocabulary), province="")
    rows: list[list[object]] = [
        [district, *name, 4000, 3] for name, district in zip(NAMES, DISTRICTS, strict=True)
    ]
    other = book_of(["Huyện", *HEADERS], *rows)
    assert find_known(other, "demo", "2023", [layout], project, REGISTER) is None
    words = book_of(["Khu vực", *HEADERS], *([f"khu {row}", *cells[1:]] for row, cells in enumerate(rows)))
    assert find_known(words, "demo", "2023", [layout], project, REGISTER) == layout


def test_districts_alone_are_not_read_as_communes(project: Project, vocabulary: Vocabulary) -> None:
    layout = settled(vocabulary)
    districts = book_of(list(HEADERS), *([name, 4000, 3] for name in dict.fromkeys(DISTRICTS)))
    assert find_known(districts, "demo", "2023", [layout], project, REGISTER) is None
    headed = book_of(list(HEADERS), ["Huyện Đà Bắc", 4000, 3], ["Xã Cao Sơn", 4000, 3])
    assert find_known(headed, "demo", "2023", [layout], project, REGISTER) == layout
