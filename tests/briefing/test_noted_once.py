"""A long note stands once, and what points to it names the table where it stands."""

from dataclasses import replace

from antq_analysis.briefing.noted_once import noted_once
from antq_analysis.briefing.parts import Briefing, Grid
from tests.briefing.sample import briefing

LONG = (
    "10 đơn vị nằm ở nhiều nhóm: "
    + "; ".join(f"Xã Mộng Giang {i} (Huyện Mộng Giang)" for i in range(10))
    + "."
)


def noted(grid: Grid, *notes: str) -> Grid:
    return replace(grid, table=replace(grid.table, notes=notes))


def made(annexes: int) -> Briefing:
    whole = briefing()
    section = whole.sections[0]
    grids = tuple(noted(replace(whole.annexes[0], key=f"own_{i}"), "Ngắn: một.", LONG) for i in range(2))
    own = tuple(noted(replace(whole.annexes[0], key=f"annex_{i}"), LONG) for i in range(annexes))
    return noted_once(replace(whole, sections=(replace(section, parts=grids),), annexes=own))


def notes_of(whole: Briefing) -> list[str]:
    parts = [part for _, section in whole.walk() for part in section.parts]
    return [part.table.notes[-1] for part in (*parts, *whole.annexes) if isinstance(part, Grid)]


def test_the_main_text_points_to_the_annex() -> None:
    short = "10 đơn vị nằm ở nhiều nhóm: xem ghi chú dưới Biểu 01."
    assert notes_of(made(2)) == [short, short, LONG, short]


def test_without_an_annex_the_first_table_has_it() -> None:
    whole = made(0)
    assert notes_of(whole) == [LONG, "10 đơn vị nằm ở nhiều nhóm: xem ghi chú dưới Bảng 1."]
    parts = [part for _, section in whole.walk() for part in section.parts]
    assert all(part.table.notes[0] == "Ngắn: một." for part in parts if isinstance(part, Grid))


def test_two_lists_of_the_same_beginning_are_two_notes() -> None:
    whole = made(1)
    other = noted(whole.annexes[0], LONG.replace("Giang 9", "Giang 10"))
    told = noted_once(replace(whole, sections=(), annexes=(whole.annexes[0], replace(other, key="other"))))
    assert [len(annex.table.notes[0]) > 200 for annex in told.annexes] == [True, True]
