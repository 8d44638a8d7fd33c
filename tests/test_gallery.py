"""The gallery shows every drawing verb, and its page shows what was drawn."""

import re
from pathlib import Path

import pytest

import antq_analysis as antq
from antq_analysis.panel.build import Built
from antq_analysis.project import Project
from docs.gallery import draw

DRAWING = sorted(name for name in antq.__all__ if name.startswith("draw_"))


def test_every_drawing_verb_is_in_the_gallery(root: Path) -> None:
    shown = set(re.findall(r"antq\.(draw_\w+)", (root / "docs/gallery/draw.py").read_text(encoding="utf-8")))
    assert set(DRAWING) - shown == set()
    assert shown <= set(DRAWING)


@pytest.mark.slow
def test_the_page_shows_what_was_drawn(made_demo: Project, built_demo: Built, tmp_path: Path) -> None:
    made = "".join(draw.draw(draw.read_world(made_demo), tmp_path, "trend_rate"))
    pictures = re.findall(r'src="([^"]+)" alt="([^"]{40,})"', made)
    assert [name for name, _ in pictures] == [
        f"trend_rate_{lang}_{page}.png" for lang in ("vi", "en") for page in draw.PAGES
    ]
    assert all((tmp_path / name).stat().st_size > 5_000 for name, _ in pictures)
    assert {path.suffix for path in tmp_path.iterdir()} == {".png"}
