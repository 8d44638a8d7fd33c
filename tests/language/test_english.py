"""Who asked for English gets no Vietnamese but names, file names and quoted words of forms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from antq_analysis.errors import SettingError
from antq_analysis.language.catalogue import Sentence, sentences
from antq_analysis.project import find_project
from antq_analysis.vocabulary.reading import read_table

PACKAGE = Path(__file__).parents[2] / "antq_analysis"
FOR_COMMUNES = ("form.py", "form_page.py", "layout_text.py")
"""What these write is filled in or read by offices, in Vietnamese whatever the analyst's language is."""

QUOTED = re.compile(r"“[^”]*”|'[^']*'|\"[^\"]*\"|\([^()]*\)|\bKĐ\b")
VIETNAMESE = re.compile(r"[À-ÖØ-öø-ỹ]")
PLAIN_WORDS = re.compile(
    r"\b(?:khi|trong|cho|theo|thay|sai|bao|sao|dung|hai|nay|xem|ghi|kia|nhau)\b", re.IGNORECASE
)


def test_every_english_text_is_english() -> None:
    left = {key: QUOTED.sub("", re.sub(r"\{[^}]*\}", "", told["en"])) for key, told in sentences().items()}
    assert {key: text for key, text in left.items() if VIETNAMESE.search(text)} == {}
    assert {key: text for key, text in left.items() if PLAIN_WORDS.search(text)} == {}


def _calls(name: str) -> Iterator[tuple[Path, ast.Call, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name in FOR_COMMUNES or path.parent.name == "language":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path, node, parents[node]


def test_every_sentence_is_said_in_a_language_that_was_chosen() -> None:
    """``say(key)`` alone is Vietnamese for ever; a :class:`Sentence` can still be said in English."""
    found = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}: {ast.unparse(call)[:80]}"
        for path, call, _ in _calls("say")
        if len(call.args) < 2 and not any(word.arg in ("lang", None) for word in call.keywords)
    ]
    beside = ("and_more", "choice_")  # the same in both languages; said in both beside each other
    assert [line for line in found if not any(part in line for part in beside)] == []


def test_no_sentence_is_frozen_inside_a_text() -> None:
    frozen = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path, call, parent in _calls("Sentence")
        if isinstance(parent, ast.FormattedValue | ast.BinOp)
    ]
    assert frozen == []


def test_a_case_with_a_guess_or_a_place_is_said_in_english(tmp_path: Path) -> None:
    case = Sentence("project.unknown_key", key="lanuage")
    for told in (
        Sentence("language.meant", why=case, name="language"),
        Sentence("language.of_place", place="a", why=case),
    ):
        assert case.text("en") in told.text("en")
        assert str(case) in told
        assert str(case) not in told.text("en")


def test_faults_of_settings_and_tables_are_said_in_english(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    settings = tmp_path / "data/project.toml"
    settings.write_text('lanuage = "vi"\nseed = "x"\n', encoding="utf-8")
    table = tmp_path / "table.csv"
    table.write_text("a,c\n1\n", encoding="utf-8")
    for refuse in (lambda: find_project(tmp_path).settings, lambda: read_table(table, ["a", "b"])):
        with pytest.raises(SettingError) as refused:
            refuse()
        assert len(refused.value.cases) > 1
        assert not VIETNAMESE.search(refused.value.text("en").replace(str(tmp_path), ""))
        assert VIETNAMESE.search(refused.value.text("vi"))
