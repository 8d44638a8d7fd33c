"""What a later file prints for an earlier period."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from antq_analysis.annual.checks import ask_people
from antq_analysis.annual.listing import say_account
from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.build import Built, build_panel
from antq_analysis.panel.earlier_years import settle_earlier
from antq_analysis.panel.load import load_panel
from antq_analysis.panel.origin import where_from
from antq_analysis.project import Project, find_project
from antq_analysis.sources.deciding.decisions import CELL_COLUMNS, CELLS
from antq_analysis.sources.receiving.adding import add_file
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.panel.received import (
    CODES,
    FIRST_MAP,
    NEW_NAMES,
    PROVINCE,
    Rows,
    Values,
    add_map,
    book,
    make_province,
    receive,
    table,
)
from tests.panel.received import NAMES as NAMES_OF_COMMUNES
from tests.test_observations import one

RULE = "printed_for_earlier_year"
NAMES = {"own": "2022.xlsx", "next": "2023.xlsx", "last": "2024.xlsx"}


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def printed(source: str, period: str, value: float, file_period: str) -> pd.DataFrame:
    """A file with one figure of its own period and one that it prints for an earlier one."""
    before = one(source_id=source, period=period, value=value, rule=RULE, indicator="incidents_total")
    now = one(source_id=source, period=file_period, value=1.0, indicator="incidents_total")
    return pd.concat([before, now], ignore_index=True)


def figures(parts: list[pd.DataFrame], period: str) -> list[tuple[str, float]]:
    rows = pd.concat(parts)
    rows = rows[rows["period"].eq(period)]
    return list(zip(rows["source_id"], rows["value"], strict=True))


def test_it_counts_where_no_file_of_the_period_reports(words: Vocabulary) -> None:
    parts, findings = settle_earlier([printed("next", "2022", 7.0, "2023")], NAMES, words, {})
    assert figures(parts, "2022") == [("next", 7.0)]
    assert findings == []


@pytest.mark.parametrize(("value", "rules"), [(5.0, []), (8.0, ["earlier_year_differs"])])
def test_the_own_file_counts_and_a_difference_is_told(
    words: Vocabulary, value: float, rules: list[str]
) -> None:
    own = one(source_id="own", period="2022", value=5.0, indicator="incidents_total")
    parts, findings = settle_earlier([printed("next", "2022", value, "2023"), own], NAMES, words, {})
    assert figures(parts, "2022") == [("own", 5.0)]
    assert [finding.rule for finding in findings] == rules
    for finding in findings:
        assert finding.severity is Severity.WARNING
        assert (finding.file, finding.written, finding.expected) == ("2023.xlsx", "8", "5")
        assert (finding.values["n"], finding.values["largest"]) == (1, 3.0)
        assert "2022" in finding.text("en")


def test_an_own_file_without_a_figure_of_it_takes_no_place(words: Vocabulary) -> None:
    empty = one(
        source_id="own", period="2022", value=float("nan"), status="not_reported", indicator="incidents_total"
    )
    parts, _ = settle_earlier([empty, printed("next", "2022", 7.0, "2023")], NAMES, words, {})
    assert ("next", 7.0) in figures(parts, "2022")


def test_what_several_later_files_print_stays_to_be_settled_with_its_like(words: Vocabulary) -> None:
    files = [printed("last", "2022", 9.0, "2024"), printed("next", "2022", 7.0, "2023")]
    parts, findings = settle_earlier(files, NAMES, words, {})
    assert sorted(figures(parts, "2022")) == [("last", 9.0), ("next", 7.0)]
    assert findings == []


def test_of_equally_full_maps_the_file_nearest_to_the_period_counts(words: Vocabulary) -> None:
    last = printed("last", "2022", 7.0, "2024").assign(unit_date="2024-01-01", unit_code="99100")
    parts, (told,) = settle_earlier([last, printed("next", "2022", 7.0, "2023")], NAMES, words, {})
    assert figures(parts, "2022") == [("next", 7.0)]
    assert (told.rule, told.severity) == ("printed_map_left_out", Severity.NOTE)


# ---- from files to the panel ------------------------------------------------------------------------------------

HEADERS = ("Dân số", "Tổng số vụ việc")


def sheet(year: int, *, but: Mapping[int, float] | None = None) -> Rows:
    return [
        [f"BIỂU NĂM {year}"],
        *table(HEADERS, lambda n: [4000 + 7 * n + year, (but or {}).get(n, 50 + n)]),
    ]


@pytest.fixture
def place(project: Project, tmp_path: Path) -> Project:
    """Two later files with sheets of 2023, of which there is no file; they differ about one commune."""
    make_province(project, tmp_path)
    first = {"2023": sheet(2023), "2024": sheet(2024)}
    second = {"2023": sheet(2023, but={3: 533.0}), "2025": sheet(2025)}
    for period, name, sheets in (("2024", "a.xlsx", first), ("2025", "b.xlsx", second)):
        add_file(book(tmp_path / name, sheets), PROVINCE, period, project=project)
    return project


def incidents(built: Built, period: str = "2023") -> pd.Series:
    rows = built.observations
    rows = rows[rows["indicator"].eq("incidents_total") & rows["period"].eq(period)]
    return rows.set_index("unit_code")["value"]


def test_two_later_files_that_differ_are_a_conflict_of_that_cell_alone(place: Project) -> None:
    built = build_panel(PROVINCE, place)
    told = incidents(built)
    assert np.isnan(told[CODES[3]])
    assert told.drop(CODES[3]).tolist() == [50.0, 51.0, 52.0, 54.0, 55.0, 56.0, 57.0]
    (clash,) = [finding for finding in built.findings if finding.rule == "figures_conflict"]
    assert (clash.severity, clash.values["period"], clash.written) == (Severity.ERROR, "2023", "53 / 533")
    for lang in ("vi", "en"):
        text = clash.text(lang)
        assert all(part in text for part in ("a.xlsx!2023!D6", "b.xlsx!2023!D6", "Đồng Vân"))
    assert "earlier_year_differs" not in {finding.rule for finding in built.findings}


@pytest.mark.parametrize("period", ["2024", "2025"])
def test_a_check_of_either_file_tells_it(place: Project, period: str) -> None:
    rules = [finding.rule for finding in build_panel(PROVINCE, place).of_period(period).findings]
    assert rules.count("figures_conflict") == 1


def test_it_is_asked_and_the_answer_counts(place: Project) -> None:
    built = build_panel(PROVINCE, place)
    (asked,) = ask_people(built, PROVINCE, "vi", place)
    assert (asked.key["period"], asked.key["unit_code"]) == ("2023", CODES[3])
    assert {"53", "533"} <= set(asked.choices.values())
    answer = {name: asked.key.get(name, "") for name in CELL_COLUMNS}
    answer |= {"value": "53", "reason": "xã trả lời", "decided_on": "2026-01-05"}
    (place.decisions / PROVINCE).mkdir(parents=True)
    pd.DataFrame([answer]).to_csv(place.decisions / PROVINCE / CELLS, index=False)
    built = build_panel(PROVINCE, place)
    assert incidents(built)[CODES[3]] == 53.0
    assert "figures_conflict" not in {finding.rule for finding in built.findings}


def test_a_file_of_the_period_itself_settles_it(place: Project, tmp_path: Path) -> None:
    add_file(book(tmp_path / "c.xlsx", {"2023": sheet(2023)}), PROVINCE, "2023", project=place)
    built = build_panel(PROVINCE, place)
    assert incidents(built)[CODES[3]] == 53.0
    (told,) = [finding for finding in built.findings if finding.rule == "earlier_year_differs"]
    assert (told.file, told.written, told.expected) == ("b.xlsx", "533", "53")
    for period in ("2023", "2025"):
        assert told in build_panel(PROVINCE, place).of_period(period).findings
    assert told not in build_panel(PROVINCE, place).of_period("2024").findings


# ---- several maps -------------------------------------------------------------------------------------------------


@pytest.fixture
def maps(project: Project, tmp_path: Path) -> Project:
    make_province(project, tmp_path)
    add_map(project, tmp_path)
    return project


def send(
    project: Project, folder: Path, year: int, before: int, values: Values, *, new: bool = False
) -> None:
    """A file of a year with one column of that year and one of `before`."""
    heads = ("Dân số", f"Tổng số vụ việc năm {before}", f"Tổng số vụ việc năm {year}")
    names = NEW_NAMES if new else NAMES_OF_COMMUNES
    rows = table(heads, lambda n: [4000 + n, *(values(n) or ())], names)
    receive(project, folder, str(year), f"{year}.xlsx", rows)


def of_rule(built: Built, *rules: str) -> list[Finding]:
    found = [finding for finding in built.findings if finding.rule in rules]
    for finding in found:
        assert all(finding.text(lang) and finding.remedy(lang) for lang in ("vi", "en"))
    return found


MAPS = ("printed_maps_differ", "printed_map_left_out", "earlier_total_differs")


def test_the_map_of_which_more_is_printed_counts(maps: Project, tmp_path: Path) -> None:
    send(maps, tmp_path, 2024, 2023, lambda n: [30 if n == 0 else None, 40])
    send(maps, tmp_path, 2026, 2023, lambda n: [60 + n, 50], new=True)
    built = build_panel(PROVINCE, maps)
    assert incidents(built).tolist() == [60.0, 61.0, 62.0, 63.0]
    (told,) = of_rule(built, *MAPS)
    assert (told.rule, told.file, told.values["n"]) == ("printed_map_left_out", "2024.xlsx", 1)
    assert built.account.set_index("file")["cells_unused"].to_dict() == {"2024.xlsx": 1, "2026.xlsx": 0}
    assert "1 cell" in say_account(built, "en")[-1]


def test_sums_of_two_full_maps_are_compared(maps: Project, tmp_path: Path) -> None:
    send(maps, tmp_path, 2024, 2023, lambda _: [30, 40])
    send(maps, tmp_path, 2026, 2023, lambda _: [199, 50], new=True)
    built = build_panel(PROVINCE, maps)
    assert incidents(built).isna().all()
    rows = built.observations[built.observations["indicator"].eq("incidents_total")]
    assert rows.groupby("period")["status"].unique().map(list).to_dict() == {
        "2023": ["conflict"],
        "2024": ["reported"],
        "2026": ["reported"],
    }
    (told,) = of_rule(built, *MAPS)
    assert (told.rule, told.severity) == ("printed_maps_differ", Severity.ERROR)
    assert (told.file, told.written, told.expected) == ("2026.xlsx", 796.0, 240.0)
    assert all(part in told.text("en") for part in ("2024.xlsx", "2026.xlsx", "796", "240"))
    for period in ("2024", "2026"):
        assert told in built.of_period(period).findings
    assert built.account["cells_unused"].sum() == 4


def test_equal_sums_of_two_full_maps_are_no_error(maps: Project, tmp_path: Path) -> None:
    send(maps, tmp_path, 2024, 2023, lambda _: [30, 40])
    send(maps, tmp_path, 2026, 2023, lambda _: [60, 50], new=True)
    (told,) = of_rule(build_panel(PROVINCE, maps), *MAPS)
    assert (told.rule, told.file, told.values["n"]) == ("printed_map_left_out", "2026.xlsx", 4)


def test_a_part_of_one_map_cannot_exceed_the_whole_of_the_other(maps: Project, tmp_path: Path) -> None:
    send(maps, tmp_path, 2024, 2023, lambda n: [300 if n == 0 else None, 40])
    send(maps, tmp_path, 2026, 2023, lambda n: [60 + n, 50], new=True)
    (told,) = of_rule(build_panel(PROVINCE, maps), *MAPS)
    assert (told.rule, told.written, told.expected) == ("printed_maps_differ", 300.0, 246.0)


def test_a_full_map_that_sums_to_less_than_the_one_used_is_an_error(maps: Project, tmp_path: Path) -> None:
    send(maps, tmp_path, 2024, 2023, lambda _: [30, 40])
    send(maps, tmp_path, 2026, 2023, lambda _: [9, 50], new=True)
    (told,) = of_rule(build_panel(PROVINCE, maps), *MAPS)
    assert (told.rule, told.written, told.expected) == ("printed_maps_differ", 36.0, 240.0)


@pytest.mark.parametrize(("again", "rule"), [(199, "earlier_total_differs"), (80, "printed_map_left_out")])
def test_what_is_printed_on_a_new_map_is_compared_with_the_file_of_that_year(
    maps: Project, tmp_path: Path, again: int, rule: str
) -> None:
    send(maps, tmp_path, 2024, 2023, lambda _: [30, 40])
    send(maps, tmp_path, 2026, 2024, lambda _: [again, 50], new=True)
    built = build_panel(PROVINCE, maps)
    assert incidents(built, "2024").sum() == 320.0
    (told,) = of_rule(built, *MAPS)
    assert (told.rule, told.file, told.values["period"]) == (rule, "2026.xlsx", "2024")
    assert told.severity is (Severity.WARNING if again == 199 else Severity.NOTE)
    if again == 199:
        assert (told.written, told.expected) == (796.0, 320.0)


def test_it_is_compared_with_the_revised_file_of_that_year(maps: Project, tmp_path: Path) -> None:
    send(maps, tmp_path, 2024, 2023, lambda _: [30, 40])
    heads = ("Dân số", "Tổng số vụ việc năm 2024")
    receive(maps, tmp_path, "2024", "sua.xlsx", table(heads, lambda _: [4000, 20]), stage="revised")
    send(maps, tmp_path, 2026, 2024, lambda _: [40, 50], new=True)
    (told,) = of_rule(build_panel(PROVINCE, maps), *MAPS)
    assert (told.rule, told.file) == ("printed_map_left_out", "2026.xlsx")


@pytest.mark.parametrize("empty", [False, True])
def test_a_cell_of_a_commune_that_the_file_of_the_year_lacks_is_named(
    maps: Project, tmp_path: Path, *, empty: bool
) -> None:
    gap: list[object] | None = [4000, None] if empty else None
    own = table(HEADERS, lambda n: [4000, 30 + n] if n != 2 else gap)
    receive(maps, tmp_path, "2023", "2023.xlsx", own)
    send(maps, tmp_path, 2024, 2023, lambda n: [30 + n, 40])
    built = build_panel(PROVINCE, maps)
    (told,) = of_rule(built, "earlier_year_unused")
    assert (told.file, told.cell, told.severity) == ("2024.xlsx", "D4", Severity.WARNING)
    assert all(part in told.text("vi") for part in (CODES[2], "32", "2023"))
    panel = load_panel(PROVINCE, FIRST_MAP, maps)
    for lang, denied in (("vi", "Không tệp nào đã nhận"), ("en", "No file received")):
        text = where_from(panel, CODES[2], "2023", "incidents_total", project=maps).sentence(lang)
        assert all(part in text for part in ("2024.xlsx", "D4", "32"))
        assert denied not in text
    other = where_from(panel, CODES[3], "2023", "incidents_total", project=maps).sentence("vi")
    assert "2024.xlsx" not in other


def test_an_empty_cell_that_a_later_file_fills_is_asked_and_the_answer_counts(
    maps: Project, tmp_path: Path
) -> None:
    gaps: dict[int, list[object] | None] = {2: [4000, None], 4: None}
    receive(maps, tmp_path, "2023", "2023.xlsx", table(HEADERS, lambda n: gaps.get(n, [4000, 30 + n])))
    send(maps, tmp_path, 2024, 2023, lambda n: [30 + n, 40])
    built = build_panel(PROVINCE, maps)
    asked = [one for one in ask_people(built, PROVINCE, "vi", maps) if one.key["kind"] == "figure"]
    # The commune without a row has no cell to decide about.
    (question,) = asked
    assert question.key["unit_code"] == CODES[2]
    assert (question.key["period"], question.key["file"], question.key["written"]) == (
        "2023",
        "2023.xlsx",
        "",
    )
    assert "2024.xlsx" in question.why
    assert question.choices[question.proposal] == "32"
    answer = {name: question.key.get(name, "") for name in CELL_COLUMNS}
    answer |= {"value": "32", "reason": "xã trả lời", "decided_on": "2026-01-05"}
    (maps.decisions / PROVINCE).mkdir(parents=True)
    pd.DataFrame([answer]).to_csv(maps.decisions / PROVINCE / CELLS, index=False)
    built = build_panel(PROVINCE, maps)
    row = built.observations
    row = row[
        row["unit_code"].eq(CODES[2]) & row["period"].eq("2023") & row["indicator"].eq("incidents_total")
    ]
    assert row[["value", "status", "rule"]].to_numpy().tolist() == [[32.0, "reported", "decided"]]
    left = of_rule(built, "earlier_year_unused")
    assert [finding.values["codes"] for finding in left] == [CODES[4]]
    assert not [one for one in ask_people(built, PROVINCE, "vi", maps) if one.key["kind"] == "figure"]
    assert {finding.rule for finding in built.findings} & {"decision_outdated", "decision_unused"} == set()
