"""A panel is loaded whole and current, or not at all."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.annual.checks import write_checks
from antq_analysis.annual.run import run_year
from antq_analysis.errors import MissingError, RefusedError, UsageError
from antq_analysis.language.catalogue import Sentence, written_in
from antq_analysis.language.numbers import Percent
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.gaps import find_gaps
from antq_analysis.panel.load import load_panel
from antq_analysis.panel.store import _restored, _stored
from antq_analysis.project import Project
from antq_analysis.show.tables import draw_table
from antq_analysis.vocabulary import load_vocabulary
from tests.panel.received import PROVINCE, make_province, receive, table
from tests.test_observations import one


@pytest.fixture
def built(built_part: Callable[..., Project], tmp_path: Path) -> Project:
    project = built_part(tmp_path / "p", "2025")
    load_panel("demo", project=project)
    return project


@pytest.mark.parametrize("name", ["observations.parquet", "account.csv", "findings.json", "manifest.json"])
def test_a_missing_or_edited_file_makes_the_panel_invalid(built: Project, name: str) -> None:
    path = built.panel / "demo" / name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(MissingError, match="antq check demo"):
        load_panel("demo", project=built)
    path.unlink()
    with pytest.raises(MissingError, match="antq check demo"):
        load_panel("demo", project=built)


@pytest.mark.parametrize(
    "name", ["reference/indicators.toml", "layouts/demo_2025.toml", "places/demo/2025-07-01/units.csv"]
)
def test_a_panel_older_than_what_it_rests_on_is_refused_and_names_the_file(built: Project, name: str) -> None:
    with (built.data / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(MissingError, match=name.rpartition("/")[2]):
        load_panel("demo", project=built)


@pytest.mark.parametrize(
    "value",
    [
        "2021", 7, -0.15, Percent(83.7), date(2023, 12, 31), (0.15, -5.0), (),
        Sentence("sources.draft.case", place="A1", why=Sentence("language.count_of_units", n=1602)),
    ],
)  # fmt: skip
def test_what_a_finding_says_is_the_same_when_it_is_read_again(value: object) -> None:
    again = _restored(json.loads(json.dumps(_stored(value))))
    assert type(again) is type(value)
    assert [written_in(again, lang) for lang in ("vi", "en")] == [
        written_in(value, lang) for lang in ("vi", "en")
    ]


def test_a_commune_missing_in_one_category_is_found(project: Project) -> None:
    rows = [
        one(unit_code=code, indicator="model_points_active", basis="stock", category=category)
        for code, category in (("99001", ""), ("99002", ""), ("99001", "security_gong"))
    ]
    units = pd.DataFrame({"unit_code": ["99001", "99002"], "name": ["Xã A", "Xã B"]})
    (gap,) = find_gaps(pd.concat(rows), {"2020-01-01": units}, load_vocabulary(project))
    assert gap.rule == "no_row"
    assert "Xã B" in gap.text()
    assert "Tiếng kẻng" in gap.text()


def test_of_all_classes_a_commune_is_in_one_and_that_is_no_gap(project: Project) -> None:
    rows = [
        one(unit_code=code, indicator="movement_class", basis="stock", category=of)
        for code, of in (("99001", "tot"), ("99002", "kha"))
    ]
    units = pd.DataFrame({"unit_code": ["99001", "99002", "99003"], "name": ["Xã A", "Xã B", "Xã C"]})
    (gap,) = find_gaps(pd.concat(rows), {"2020-01-01": units}, load_vocabulary(project))
    assert "Xã C" in gap.text()
    assert "Xã A" not in gap.text()


def test_a_panel_of_which_nothing_could_be_read_says_so(project: Project, tmp_path: Path) -> None:
    make_province(project, tmp_path)
    rows = table(["Dân số", "Vụ việc về ANTT"], lambda number: [4000, number])
    receive(project, tmp_path, "2024", "a.xlsx", rows)
    form = next(iter(project.layouts.glob("tinh_thu_*.toml"))).stem
    strange = [[None, "Xã Không Có", 5, 6] if row[0] != "TT" else row for row in rows]
    receive(project, tmp_path, "2024", "b.xlsx", strange, form=form, replaces="a.xlsx")
    built = build_panel(PROVINCE, project)
    assert built.observations.empty
    assert {finding.rule for finding in built.findings} >= {"unit_unmatched"}
    assert [*write_checks(built.of_period("2024"), PROVINCE, "2024", "vi", project).folder.parts][
        -1
    ] == "2024"
    for refused in (
        lambda: load_panel(PROVINCE, project=project),
        lambda: run_year(PROVINCE, "2024", project=project),
    ):
        with pytest.raises(MissingError, match="antq check tinh-thu"):
            refused()


def test_a_plain_table_is_never_released() -> None:
    table = pd.DataFrame({"Vụ việc": [3]})
    with pytest.raises(RefusedError):
        draw_table(table, audience="release")
    with pytest.raises(UsageError):
        draw_table(table, audience="public!!")
