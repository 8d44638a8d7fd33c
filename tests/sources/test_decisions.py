"""What a person settled is read strictly."""

import pytest

from antq_analysis.errors import InputError, SettingError
from antq_analysis.project import Project
from antq_analysis.sources.decisions import ALIAS_COLUMNS, load_aliases

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
