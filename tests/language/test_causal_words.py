"""No sentence of the package says that models did anything to figures: no design here is an experiment."""

import json
import re
from pathlib import Path

import pytest

from antq_analysis.language.catalogue import sentences

CAUSAL = {
    "vi": r"làm giảm|làm tăng|giúp giảm|kéo giảm|nhờ|do mô hình|do có mô hình|khiến|tác động|dẫn đến|dẫn tới"
    r"|hiệu quả của mô hình|phát huy hiệu quả|ảnh hưởng của mô hình|góp phần",
    "en": r"\bcaus(?:e|es|ed|ing|al)\b|\breduc(?:ed|es) by\b|\bmodels? (?:reduc|lower|prevent)\w*|\bthanks to\b"
    r"|\beffects? of\b|\bdue to\b|\bbecause of (?:the )?models?\b|\bled to\b|\bleads to\b|\bimpact\b"
    r"|\bbrought down\b|\bbrought about\b|\bthe programme works\b",
}
ALLOWED = {
    "findings.newly_no.remedy": "arithmetic: a zero enlarges the base of a share",
    "measures.clusters_method": "communes named by chance, not by models",
    "show.note_clusters": "communes named by chance; says that the map names no cause",
    "show.note_funnel": "says that the chart names no cause",
}
DISCLAIMED = {
    "05_how_has_public_order_changed.ipynb": ["tác động", "effect of"],
    "06_where_is_it_concentrated.ipynb": ["cause"],
}
"""They say that they conclude nothing of the kind."""


def found() -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for key, entry in sentences().items():
        for lang, pattern in CAUSAL.items():
            # A placeholder's name is not said.
            said = re.sub(r"\{\w+", "{", entry[lang])
            told.setdefault(key, []).extend(re.findall(pattern, said, flags=re.IGNORECASE))
    return {key: words for key, words in told.items() if words}


def test_only_sentences_with_a_reason_use_a_causal_word() -> None:
    assert {key: words for key, words in found().items() if key not in ALLOWED} == {}


def test_no_reason_outlives_its_sentence() -> None:
    assert set(ALLOWED) <= set(found())


def test_only_notebooks_that_disclaim_it_use_a_causal_word(root: Path) -> None:
    told = {}
    for path in sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        if words := [word for said in CAUSAL.values() for word in re.findall(said, prose, re.IGNORECASE)]:
            told[path.name] = words
    assert told == DISCLAIMED


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("vi", "Mô hình đã làm giảm số vụ."),
        ("vi", "Nhờ có mô hình, số vụ giảm."),
        ("vi", "Số vụ giảm do mô hình."),
        ("en", "Incidents were reduced by models."),
        ("en", "Models reduced incidents."),
        ("en", "The effect of the model is a fall."),
        ("en", "Thanks to models there were fewer."),
    ],
)
def test_such_sentences_would_be_found(lang: str, sentence: str) -> None:
    assert re.search(CAUSAL[lang], sentence, flags=re.IGNORECASE)
