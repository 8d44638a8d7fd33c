"""Random workbooks: what is read must be what was written, or be refused with a finding; nothing may change it.

``ANTQ_RANDOM_WORKBOOKS=5000`` draws as many fresh ones instead of the same hundred.
"""

import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from antq_analysis.files import sha256
from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import draft_layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import comparing
from tests.cases.workbooks.anything import random_book
from tests.cases.workbooks.design import Design
from tests.cases.workbooks.family import Case, write_case
from tests.cases.workbooks.spelling import decomposed, tones_moved
from tests.cases.workbooks.truth import NAME, PERIOD, UNITS, Truth
from tests.given import ROOT

WANTED = int(os.environ.get("ANTQ_RANDOM_WORKBOOKS", "0"))
MOST_REFUSED = {False: 0.002, True: 0.03}
"""Share of figures that may be refused, with a finding, though an honest reader could read them; when drafted, too."""

SEEDS = st.integers(0, 2**32 - 1)


def _drawn(n: int) -> settings:
    return settings(
        max_examples=WANTED or n,
        deadline=None,
        derandomize=not WANTED,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def known_words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def _read(case: Case, vocabulary: Vocabulary, *, drafted: bool) -> Read:
    layout = case.layout
    if drafted:
        book = read_workbook(case.path)
        asked = {"form": "family", "province": "demo", "period": PERIOD}
        layout = draft_layout(book, vocabulary, units=UNITS, **asked).layout
    file = ReceivedFile(case.path, "demo", case.path.name, sha256(case.path), "family", "2020-01-01", PERIOD)
    return read_received(file, layout, UNITS, vocabulary)


def _round_trip(
    design: Design, truth: Truth, vocabulary: Vocabulary, *, drafted: bool = False
) -> tuple[Case, Read]:
    with tempfile.TemporaryDirectory() as folder:
        case = write_case(design, truth, Path(folder) / "book.xlsx")
        return case, _read(case, vocabulary, drafted=drafted)


def _random_workbooks(n: int, vocabulary: Vocabulary, *, drafted: bool) -> None:
    tally: Counter[str] = Counter()
    faults: dict[int, list[str]] = {}

    @_drawn(n)
    @given(SEEDS)
    def reads_what_was_written(seed: int) -> None:
        design, truth = random_book(random.Random(seed))
        if drafted:
            design = replace(design, fields=tuple(item for item in design.fields if item.kind != "rate"))
        case, read = _round_trip(design, truth, vocabulary, drafted=drafted)
        compared = comparing.outcomes(read, case)
        tally.update(item.how for item in compared)
        wrong = [str(item) for item in compared if item.how in ("silent", "flagged")]
        if wrong + comparing.account_faults(read):
            faults[seed] = wrong + comparing.account_faults(read)

    reads_what_was_written()
    values = tally.total()
    print(f"random workbooks, drafted {drafted}: {values} figures, {dict(tally)}")
    assert faults == {}
    assert tally["right"] > 10 * n
    assert tally["refused"] <= MOST_REFUSED[drafted] * values


@pytest.mark.parametrize("drafted", [False, True], ids=["by_layout", "drafted"])
def test_a_hundred_random_workbooks(known_words: Vocabulary, drafted: bool) -> None:
    _random_workbooks(50, known_words, drafted=drafted)


@pytest.mark.parametrize("seed", [815, 1570229, 133234])
def test_a_printed_rate_waits_for_the_count_that_is_asked_about(known_words: Vocabulary, seed: int) -> None:
    design, truth = random_book(random.Random(seed))
    design = replace(design, fields=tuple(item for item in design.fields if item.kind != "rate"))
    case, read = _round_trip(design, truth, known_words, drafted=True)
    assert "model_coverage_rate" not in set(read.observations["indicator"])
    assert {item.how for item in comparing.outcomes(read, case)} <= {"right", "refused"}
    assert "column_not_in_layout" in {found.rule for found in read.findings}


@pytest.mark.nightly
@pytest.mark.parametrize("drafted", [False, True], ids=["by_layout", "drafted"])
def test_two_thousand_random_workbooks(known_words: Vocabulary, drafted: bool) -> None:
    _random_workbooks(2000, known_words, drafted=drafted)


def _rows_inserted(design: Design, truth: Truth) -> Design:
    return replace(design, top=design.top + 3, blank_rows=True)


def _columns_permuted(design: Design, truth: Truth) -> Design:
    return replace(design, fields=tuple(reversed(design.fields)))


def _words(design: Design, truth: Truth, change: Callable[[str], str]) -> Design:
    """Change headers, names and districts alike."""
    words = {word for item in design.fields for word in (*item.path, item.flat)}
    return replace(
        design,
        headers={word: change(design.headers.get(word, word)) for word in words},
        names={code: change(design.names.get(code, NAME[code])) for code in truth.codes},
        district_words={name: change(name) for name in map(truth.district, truth.codes)},
    )


def _upper(design: Design, truth: Truth) -> Design:
    return _words(design, truth, str.upper)


def _decomposed(design: Design, truth: Truth) -> Design:
    return _words(design, truth, decomposed)


def _tones(design: Design, truth: Truth) -> Design:
    return _words(design, truth, tones_moved)


def _header_cells_split_or_merged(design: Design, truth: Truth) -> Design:
    return replace(design, merged=not design.merged)


CHANGES = (_rows_inserted, _columns_permuted, _upper, _decomposed, _tones, _header_cells_split_or_merged)


def _figures(read: Read) -> dict[tuple[str, ...], tuple[str, ...]]:
    keys = ("unit_code", "indicator", "category", "basis")
    return {
        tuple(str(getattr(row, name)) for name in keys): (str(row.value), row.status, row.comparator)
        for row in read.observations[[*keys, "value", "status", "comparator"]].itertuples()
    }


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_change_of_looks_changes_no_figure(
    change: Callable[[Design, Truth], Design], known_words: Vocabulary
) -> None:
    @_drawn(15)
    @given(SEEDS)
    def stays(seed: int) -> None:
        design, truth = random_book(random.Random(seed))
        _, before = _round_trip(design, truth, known_words)
        _, after = _round_trip(change(design, truth), truth, known_words)
        note(f"seed {seed}")
        assert _figures(after) == _figures(before)

    stays()
