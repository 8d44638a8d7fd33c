"""Every trap of the family of nasty workbooks, alone and all together: value, status, comparator, findings, account."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

import pytest

from antq_analysis.files import sha256
from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import draft_layout
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.forms.lexicon import make_lexicon
from antq_analysis.sources.forms.understand import Meaning, understand
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import comparing, traps
from tests.cases.workbooks.defects import DEFECTS, DRAFTED
from tests.cases.workbooks.defects import HEADERS as READ_TOO_MUCH
from tests.cases.workbooks.family import Case, write_case
from tests.cases.workbooks.mess import TROUBLES
from tests.cases.workbooks.truth import PERIOD, UNITS
from tests.given import ROOT

TRAPS = traps.traps()
CELLS = ("cell_", "tick_", "year_")
"""Traps within cells, which no draft can meet differently."""

ASKED = ("second_table", "title_of_another_year")
"""Traps at which a draft reads nothing and asks."""

UNDERSTOOD = 0.7
"""Share of held-out headers that must be understood; to be raised, never lowered."""

HEADERS = ROOT / "tests/cases/workbooks/headers.csv"


@pytest.fixture(scope="module")
def known_words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def _read(case: Case, layout: Layout, vocabulary: Vocabulary) -> Read:
    file = ReceivedFile(case.path, "demo", case.path.name, sha256(case.path), "family", "2020-01-01", PERIOD)
    return read_received(file, layout, UNITS, vocabulary)


def _faults(read: Read, case: Case) -> list[str]:
    wrong = [str(item) for item in comparing.outcomes(read, case) if item.how != "right"]
    return wrong + comparing.rule_faults(read, case) + comparing.account_faults(read)


def _excused(defects: Mapping[str, str], but: tuple[str, ...] = ()) -> list[object]:
    return [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=defects[name]))
        if name in defects
        else name
        for name in TRAPS
        if not name.startswith(but or "?")
    ]


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    """Writes the workbook of a trap, once for every way of reading it."""

    def write(name: str) -> Case:
        return write_case(*TRAPS[name], tmp_path_factory.mktemp("trap") / "book.xlsx")

    return cache(write)


@pytest.mark.parametrize("name", _excused(DEFECTS))
def test_each_trap(name: str, trap: Callable[[str], Case], known_words: Vocabulary) -> None:
    case = trap(name)
    assert _faults(_read(case, case.layout, known_words), case) == []


@pytest.mark.parametrize("name", _excused(DRAFTED, CELLS))
def test_each_trap_without_a_layout(name: str, trap: Callable[[str], Case], known_words: Vocabulary) -> None:
    case = trap(name)
    draft = draft_layout(
        read_workbook(case.path), known_words, form="family", province="demo", period=PERIOD, units=UNITS
    )
    if not draft.layout.sheet:
        assert name.startswith(ASKED)
        assert "asked" in {item.kind for item in draft.understood}
        return
    assert _faults(_read(case, draft.layout, known_words), case) == []


def test_every_excused_defect_is_a_trap() -> None:
    assert set(DEFECTS) | set(DRAFTED) <= set(TRAPS)


def test_every_rule_of_the_mapping_is_known(known_words: Vocabulary) -> None:
    texts = (ROOT / "antq_analysis/language/texts/findings_sources.toml").read_text(encoding="utf-8")
    for name, rules in TROUBLES.items():
        assert any(f"[{rule}]" in texts for rule in rules), name


def test_the_held_out_headers_are_sound(known_words: Vocabulary) -> None:
    rows = list(csv.DictReader(HEADERS.open(encoding="utf-8")))
    assert [header for header, n in Counter(row["header"] for row in rows).items() if n > 1] == []
    read = [row for row in rows if row["expectation"] == "read"]
    assert {row["expectation"] for row in rows} == {"read", "ask"}
    assert len({row["indicator"] for row in read}) >= 45
    for row in read:
        known_words.indicator(row["indicator"])
        if row["category"]:
            assert row["category"] in known_words.categories(row["indicator"])


def test_no_held_out_header_is_misread(known_words: Vocabulary) -> None:
    """A header may be asked about; it may never be taken for something else, nor guessed where nobody can know."""
    lexicon = make_lexicon(known_words, "demo")
    outcome: Counter[str] = Counter()
    misread, guessed = [], set()
    for row in csv.DictReader(HEADERS.open(encoding="utf-8")):
        meaning = understand(row["header"].replace("\\n", "\n"), PERIOD, lexicon)
        if not meaning.indicator:
            outcome["asked" if row["expectation"] == "read" else "rightly asked"] += 1
        elif row["expectation"] == "ask":
            guessed.add(row["header"])
        elif _means(meaning, row):
            outcome["right"] += 1
        else:
            misread.append(
                (row["header"], row["indicator"], meaning.indicator, meaning.category, meaning.basis)
            )
    print(dict(outcome), "guessed", sorted(guessed))
    assert misread == []
    assert guessed <= READ_TOO_MUCH
    assert outcome["right"] >= UNDERSTOOD * (outcome["right"] + outcome["asked"])


def _means(meaning: Meaning, row: Mapping[str, str]) -> bool:
    # A header cannot tell which round of a list of places is meant, and of a status not its basis.
    category = meaning.category == row["category"] or row["indicator"].startswith("hotspot")
    basis = meaning.basis == row["basis"] or not row["basis"]
    return meaning.indicator == row["indicator"] and category and basis
