"""Crosswalks: shares, chains, official tables, and what a wrong one says."""

from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.errors import InputError, MissingError, RefusedError
from antq_analysis.findings import Severity
from antq_analysis.places.reforms.conversion import PairTable, check_crosswalk, import_crosswalk
from antq_analysis.places.reforms.crosswalk import chain, load_crosswalk
from antq_analysis.places.reforms.shares import resolve_shares
from antq_analysis.project import Project
from tests.places.made import LATEST, NEW, OLD, PROVINCE, crosswalk, pairs, register, write_pairs


def _shares(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(row.from_code, row.to_code): round(row.share, 9) for row in table.itertuples()}


def test_people_count_before_area_and_area_before_equal_parts() -> None:
    table = pairs(
        ("a", "x", "0.2"),
        ("a", "y", "0.8"),
        ("b", "x"),
        ("b", "y"),
        ("c", "x", "0.9"),
        ("c", "y"),
        ("d", "y"),
    )
    table["area_share"] = ["0.5", "0.5", "0.25", "0.75", "", "", ""]
    settled = resolve_shares(table)
    assert settled["share"].round(9).tolist() == [0.2, 0.8, 0.25, 0.75, 0.5, 0.5, 1.0]
    assert settled["share_basis"].tolist() == ["population"] * 2 + ["area"] * 2 + ["equal"] * 2 + [""]


def test_a_part_that_is_known_to_have_no_people_gets_nothing() -> None:
    table = pairs(
        ("a", "x"),
        ("a", "y"),
        ("a", "z", "0"),
        ("b", "x"),
        ("b", "y", "0"),
        ("c", "x"),
        ("c", "y", "0"),
        ("c", "z"),
    )
    table["area_share"] = ["", "", "", "", "", "0.2", "0.2", "0.6"]
    settled = resolve_shares(table)
    assert settled["share"].round(9).tolist() == [0.5, 0.5, 0.0, 1.0, 0.0, 0.25, 0.0, 0.75]
    words = ["equal", "equal", "population", "population", "population", "area", "population", "area"]
    assert settled["share_basis"].tolist() == words


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ((("a", "x", "0.5"), ("a", "y", "0.4")), "0.900000"),
        ((("a", "x", "một nửa"), ("a", "y", "0.5")), "pop_share"),
        ((("a", "x", "1.5"), ("a", "y", "-0.5")), "pop_share"),
        ((("a", "x"), ("a", "x")), "a -> x"),
        ((("a", "x", "0"), ("a", "y", "0")), "0.000000"),
    ],
)
def test_wrong_shares_are_refused(rows: tuple[tuple[str, ...], ...], word: str) -> None:
    with pytest.raises(InputError, match=word):
        crosswalk(*rows)  # type: ignore[arg-type]


def test_rounded_shares_are_made_to_add_up() -> None:
    settled = crosswalk(("a", "x", "0.333333"), ("a", "y", "0.333333"), ("a", "z", "0.333333"))
    assert settled["share"].sum() == pytest.approx(1, abs=1e-12)


def test_a_chain_multiplies_and_adds() -> None:
    first = crosswalk(("a", "x", "0.25"), ("a", "y", "0.75"), ("b", "b"), ("c", ""))
    second = crosswalk(("x", "p"), ("y", "p"), ("b", "q"), ("b", "r"), dates=(NEW, LATEST))
    chained = chain(first, second)
    assert _shares(chained) == {("a", "p"): 1.0, ("b", "q"): 0.5, ("b", "r"): 0.5, ("c", ""): 1.0}
    assert chained["share_basis"].tolist() == ["", "equal", "equal", ""]
    assert chained["relation"].tolist() == ["recode", "split_part", "split_part", "abolished"]
    assert (chained["from_date"].unique().tolist(), chained["to_date"].unique().tolist()) == ([OLD], [LATEST])


def test_the_least_sure_basis_of_a_chain_is_named() -> None:
    first = crosswalk(("a", "x", "0.25"), ("a", "y", "0.75"))
    second = crosswalk(("x", "x"), ("y", "y"), ("y", "z"), dates=(NEW, LATEST))
    chained = chain(first, second)
    assert _shares(chained) == {("a", "x"): 0.25, ("a", "y"): 0.375, ("a", "z"): 0.375}
    assert chained["share_basis"].tolist() == ["population", "equal", "equal"]


def test_a_chain_that_does_not_meet_is_refused() -> None:
    with pytest.raises(InputError, match="y"):
        chain(crosswalk(("a", "x"), ("b", "y")), crosswalk(("x", "x"), dates=(NEW, LATEST)))


def _three_maps(project: Project) -> None:
    for codes, day in ((["00001", "00002"], OLD), (["00003"], NEW), (["00004"], LATEST)):
        register(codes, project, day)
    write_pairs(pairs(("00001", "00003"), ("00002", "00003")), project, NEW)
    write_pairs(pairs(("00003", "00004"), dates=(NEW, LATEST)), project, LATEST)


def test_tables_of_all_maps_between_are_chained(project: Project) -> None:
    _three_maps(project)
    table = load_crosswalk(PROVINCE, "2019-05-05", "2026-01-01", project)
    assert _shares(table) == {("00001", "00004"): 1.0, ("00002", "00004"): 1.0}
    same = load_crosswalk(PROVINCE, NEW, "2024-12-31", project)
    assert _shares(same) == {("00003", "00003"): 1.0}
    with pytest.raises(RefusedError) as refused:
        load_crosswalk(PROVINCE, LATEST, OLD, project)
    assert refused.value.exit_code == 6


def test_a_missing_or_misdated_table_is_named(project: Project) -> None:
    _three_maps(project)
    write_pairs(pairs(("00003", "00004"), dates=(OLD, LATEST)), project, LATEST)
    with pytest.raises(InputError, match=f"00003 {OLD}"):
        load_crosswalk(PROVINCE, NEW, LATEST, project)
    (project.places / PROVINCE / LATEST / "crosswalk.csv").unlink()
    with pytest.raises(MissingError, match=LATEST) as missing:
        load_crosswalk(PROVINCE, NEW, LATEST, project)
    text = missing.value.text("vi")
    assert f"antq places crosswalk {PROVINCE} TỆP --from {NEW} --to {LATEST}" in text
    assert f"xóa thư mục {project.places / PROVINCE / LATEST}" in text


def test_a_table_that_disagrees_with_its_registers_is_refused(project: Project) -> None:
    register(["00001", "00002", "00005"], project, OLD)
    register(["00003", "00004"], project, NEW)
    write_pairs(pairs(("00001", "00003"), ("00009", "00003"), ("00002", "00008")), project, NEW)
    with pytest.raises(InputError) as caught:
        load_crosswalk(PROVINCE, OLD, NEW, project)
    assert caught.value.key == "places.crosswalk_codes"
    assert "crosswalk.csv" in str(caught.value)
    said = "\n".join(caught.value.cases)
    assert [code for code in ("00009", "00008", "00005") if code not in said] == []
    assert len(caught.value.cases) == 3
    write_pairs(pairs(("00001", "00003"), ("00002", "00003"), ("00005", "")), project, NEW)
    assert _shares(load_crosswalk(PROVINCE, OLD, NEW, project))["00005", ""] == 1.0


def test_both_registers_must_be_covered() -> None:
    old, new = (pd.DataFrame({"unit_code": codes}) for codes in (["a", "b", "e"], ["x", "y"]))
    findings = check_crosswalk(pairs(("a", "x"), ("a", "w"), ("c", "x"), ("e", "")), old, new)
    assert {finding.rule: finding.written for finding in findings} == {
        "crosswalk_old_missing": "b",
        "crosswalk_old_foreign": "c",
        "crosswalk_new_missing": "y",
        "crosswalk_new_foreign": "w",
        "crosswalk_no_successor": "e",
        "crosswalk_equal_shares": "a",
    }
    for finding in findings:
        assert finding.text("vi")
        assert finding.remedy("en")


def test_an_official_table_is_imported_with_its_splits(project: Project, tmp_path: Path) -> None:
    register(["00001", "00002", "00003", "00005"], project, OLD)
    register(["00001", "00004", "00005"], project, NEW)
    file = tmp_path / "cu_moi.csv"
    file.write_text(
        "cu,moi\n00001,00001\n00002,00001\n00002,00004\n00003,00004\n00005,00005\n00005,00005\n",
        encoding="utf-8",
    )
    splits = pd.DataFrame(
        {
            "from_code": "00002",
            "to_code": ["00001", "00004"],
            "persons": ["300", "100"],
            "area_km2": ["1", ""],
        }
    )
    table = PairTable(file, {"from_code": "cu", "to_code": "moi"}, splits=splits)
    findings = import_crosswalk(table, PROVINCE, OLD, NEW, project)
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("crosswalk_pair_twice", Severity.WARNING)
    ]
    loaded = load_crosswalk(PROVINCE, OLD, NEW, project)
    assert loaded["relation"].tolist() == ["merge", "split_part", "split_part", "merge", "unchanged"]
    assert _shares(loaded)["00002", "00001"] == 0.75
    assert loaded["share_basis"].tolist() == ["", "population", "population", "", ""]


def test_a_table_with_errors_is_not_written(project: Project, tmp_path: Path) -> None:
    register(["00001", "00002"], project, OLD)
    register(["00001"], project, NEW)
    file = tmp_path / "cu_moi.csv"
    file.write_text("cu,moi\n00001,00001\n", encoding="utf-8")
    findings = import_crosswalk(
        PairTable(file, {"from_code": "cu", "to_code": "moi"}), PROVINCE, OLD, NEW, project
    )
    assert [finding.written for finding in findings if finding.severity is Severity.ERROR] == ["00002"]
    assert not (project.places / PROVINCE / NEW / "crosswalk.csv").exists()
