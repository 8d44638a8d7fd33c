"""What a later file prints for an earlier period."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from antq_analysis.annual.checks import ask_people
from antq_analysis.findings import Severity
from antq_analysis.panel.build import Built, build_panel
from antq_analysis.panel.earlier_years import settle_earlier
from antq_analysis.project import Project, find_project
from antq_analysis.sources.deciding.decisions import CELL_COLUMNS, CELLS
from antq_analysis.sources.receiving.adding import add_file
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.panel.received import CODES, PROVINCE, Rows, book, make_province, table
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
    parts, findings = settle_earlier([printed("next", "2022", 7.0, "2023")], NAMES, words)
    assert figures(parts, "2022") == [("next", 7.0)]
    assert findings == []


@pytest.mark.parametrize(("value", "rules"), [(5.0, []), (8.0, ["earlier_year_differs"])])
def test_the_own_file_counts_and_a_difference_is_told(
    words: Vocabulary, value: float, rules: list[str]
) -> None:
    own = one(source_id="own", period="2022", value=5.0, indicator="incidents_total")
    parts, findings = settle_earlier([printed("next", "2022", value, "2023"), own], NAMES, words)
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
    parts, _ = settle_earlier([empty, printed("next", "2022", 7.0, "2023")], NAMES, words)
    assert ("next", 7.0) in figures(parts, "2022")


def test_what_several_later_files_print_stays_to_be_settled_with_its_like(words: Vocabulary) -> None:
    files = [printed("last", "2022", 9.0, "2024"), printed("next", "2022", 7.0, "2023")]
    parts, findings = settle_earlier(files, NAMES, words)
    assert sorted(figures(parts, "2022")) == [("last", 9.0), ("next", 7.0)]
    assert findings == []


def test_on_different_maps_the_file_nearest_to_the_period_counts(words: Vocabulary) -> None:
    last = printed("last", "2022", 9.0, "2024").assign(unit_date="2024-01-01", unit_code="99100")
    parts, findings = settle_earlier([last, printed("next", "2022", 7.0, "2023")], NAMES, words)
    assert figures(parts, "2022") == [("next", 7.0)]
    assert findings == []


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
