"""The briefing with its footnotes: what was handed in for the year before is what stands there, or is told."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.annual.composed import compose
from antq_analysis.annual.frozen import freeze_year
from antq_analysis.briefing.outline import load_outline
from antq_analysis.briefing.parts import Grid
from antq_analysis.panel.load import load_panel
from antq_analysis.project import Project
from tests.annual.kept import report_figures


@pytest.fixture
def built(built_part: Callable[..., Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = built_part(tmp_path / "p", "2024", "2025")
    outline = load_outline(made)
    own = next(one for one in outline.section if "key_figures" in one.blocks)
    section = replace(own, says=(), own="", blocks=("key_figures",))
    short = replace(outline, key_figures=("incidents_total",), section=(section,), annex=(), slide=())
    monkeypatch.setattr("antq_analysis.briefing.content.load_outline", lambda _: short)
    return made


def handed_in(project: Project, figures: pd.DataFrame) -> None:
    report_figures(project, "2024", figures)
    freeze_year("demo", "2024", on="2024-12-20", project=project)


def key_figures(project: Project) -> tuple[str, tuple[str, ...]]:
    panel = load_panel("demo", "2025-12-31", project, until="2025")
    briefing = compose(panel, "2025", drawn=False, project=project)
    table = next(part for _, s in briefing.walk() for part in s.parts if isinstance(part, Grid)).table
    row = table.printed().iloc[0]
    return str(row.iloc[2]), table.notes


def test_a_figure_that_is_not_as_it_was_handed_in_has_a_footnote(built: Project) -> None:
    figures = pd.read_parquet(built.panel / "demo/observations.parquet")
    figures = figures[figures["period"].eq("2024")].reset_index(drop=True)
    handed_in(built, figures)
    plain, notes = key_figures(built)
    assert not [note for note in notes if "đã nộp" in note]
    own = (
        figures["indicator"].eq("incidents_total")
        & figures["level"].eq("commune")
        & figures["category"].eq("")
    )
    figures.loc[figures.index[own & figures["value"].gt(0)][:2], "value"] += 7
    handed_in(built, figures)
    marked, notes = key_figures(built)
    told = [note for note in notes if "2 số khác số đã nộp ngày 20/12/2024" in note]
    assert len(told) == 1
    assert "(giảm 14)" in told[0]
    assert marked == f"{plain} {told[0].split()[0]}"
    # What was damaged is told elsewhere and stops no briefing.
    (built.panel / "demo/frozen/2024/2/observations.parquet").write_bytes(b"damaged")
    assert key_figures(built)[0] == plain
