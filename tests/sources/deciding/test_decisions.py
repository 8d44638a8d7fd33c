"""What a person settled is read strictly."""

import pytest

from antq_analysis.errors import InputError, SettingError
from antq_analysis.project import Project
from antq_analysis.sources.deciding.decisions import (
    ALIAS_COLUMNS,
    CELL_COLUMNS,
    load_aliases,
    load_decisions,
    load_table,
)

HEAD = ",".join(ALIAS_COLUMNS)
GOOD = "Xã Cao Xá,Huyện Đà Bắc,2020-01-01,00001,tên cũ,2024-01-05,"


def write(project: Project, *lines: str) -> None:
    folder = project.decisions / "demo"
    folder.mkdir(parents=True)
    (folder / "aliases.csv").write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")


def test_no_decisions_yet(project: Project) -> None:
    frame = load_aliases("demo", project)
    assert (list(frame.columns), len(frame)) == (list(ALIAS_COLUMNS), 0)


def test_codes_stay_text(project: Project) -> None:
    write(project, HEAD, GOOD)
    assert load_aliases("demo", project)["unit_code"].tolist() == ["00001"]


def test_every_fault_is_listed(project: Project) -> None:
    write(
        project,
        HEAD,
        GOOD,
        ",,2020-01-01,00001,,2024-01-05,",
        "A,,1/1/2020,00001,x,2024-02-30,",
        GOOD.replace("00001", "00002"),
    )
    with pytest.raises(InputError) as caught:
        load_aliases("demo", project)
    assert [case.split(":")[0] for case in caught.value.cases] == ["dòng 3", "dòng 4", "dòng 4", "dòng 5"]


def test_other_columns_are_refused(project: Project) -> None:
    write(project, HEAD + ",extra", GOOD + ",")
    with pytest.raises(SettingError):
        load_aliases("demo", project)


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_commas_and_semicolons_are_read_alike(project: Project, mark: str, start: str) -> None:
    row = cells_row(value="1602")
    text = (
        start + mark.join(CELL_COLUMNS) + "\n" + mark * (len(CELL_COLUMNS) - 1) + "\n" + mark.join(row) + "\n"
    )
    put(project, "cells.csv", text)
    frame = load_table("demo", "cells.csv", project)
    assert frame.to_dict("records") == [dict(zip(CELL_COLUMNS, row, strict=True))]
    assert frame.index.tolist() == [3]


@pytest.mark.parametrize("value", ["-", "1.602", "1,602", "khoảng 5", "-3", "5 vụ", "1e3", "²"])
def test_a_value_that_is_not_one_clear_number_is_refused(project: Project, value: str) -> None:
    put(project, "cells.csv", ";".join(CELL_COLUMNS) + "\n" + ";".join(cells_row(value=value)) + "\n")
    with pytest.raises(InputError) as caught:
        load_table("demo", "cells.csv", project)
    assert value in caught.value.cases[0]


def test_every_fault_of_a_figure_is_listed(project: Project) -> None:
    rows = [
        cells_row(),
        cells_row(period="2023-13"),
        cells_row(indicator="no_such"),
        cells_row(basis="sum"),
        cells_row(reason=""),
        cells_row(value="9"),
        cells_row(cell=""),
    ]
    put(project, "cells.csv", "\n".join(";".join(row) for row in (CELL_COLUMNS, *rows)))
    with pytest.raises(InputError) as caught:
        load_table("demo", "cells.csv", project)
    assert [case.split(":")[0] for case in caught.value.cases] == [f"dòng {n}" for n in (3, 4, 5, 6, 7, 8)]


def test_a_gap_has_one_answer(project: Project) -> None:
    put(
        project,
        "gaps.csv",
        "period,unit_code,answer,reason,decided_on,decided_by\n2023,00001,0,x,2024-01-05,\n",
    )
    with pytest.raises(InputError):
        load_decisions("demo", project)


def put(project: Project, name: str, text: str) -> None:
    folder = project.decisions / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def cells_row(**more: str) -> list[str]:
    row = dict.fromkeys(CELL_COLUMNS, "") | {
        "period": "2023", "file": "a.xlsx", "sheet": "B", "cell": "C8", "unit_code": "00001", "indicator": "population",
        "basis": "stock", "written": "1.602", "value": "1602", "reason": "x", "decided_on": "2024-01-05",
    }  # fmt: skip
    return [*(row | more).values()]
