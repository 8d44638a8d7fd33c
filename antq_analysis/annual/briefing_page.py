"""What notebook 11 says of a briefing: how much is there, what the office still writes, which targets are missing."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import pandas as pd

from antq_analysis.briefing.outline import load_outline
from antq_analysis.briefing.own_words import (
    BLANK,
    OWN,
    letterhead_path,
    load_letterhead,
    load_words,
    words_path,
)
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Paragraph, Part
from antq_analysis.briefing.section_numbers import number_sections
from antq_analysis.language.catalogue import say
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from antq_analysis.sources.targets import load_targets

KEY_FIGURES = "key_figures"


def answer_briefing(panel: Panel, briefing: Briefing, project: Project | None = None) -> str:
    """Say how much a briefing says, what the office still has to write, and how many key figures have no target.

    Parameters
    ----------
    panel
        The panel that it was composed from.
    briefing
        What :func:`antq_analysis.briefing.content.compose` gives.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        One paragraph.
    """
    lang, parts = briefing.lang, list(_parts(briefing))
    said = sum(len(one.items) for one in parts if isinstance(one, Bullets))
    said += sum(isinstance(one, Paragraph) and one.kind != OWN for one in parts)
    counts = {
        "sections": len(briefing.sections),
        "said": said,
        "tables": sum(isinstance(one, Grid) for one in parts),
        "figures": sum(isinstance(one, Figure) for one in parts),
    }
    told = [say("annual.briefing_has", lang, year=briefing.year, **counts)]
    blank = [title for title, *_, blank in _own(panel, briefing, project or find_project()) if blank]
    told.append(
        say("annual.briefing_blank", lang, n=len(blank), which="; ".join(blank))
        if blank
        else say("annual.briefing_written", lang)
    )
    rows = _key_figures(briefing)
    if rows:
        without = sum(not target for _, _, target in rows)
        told.append(say("annual.briefing_targets", lang, n=without, all=len(rows)))
    return " ".join(told)


def _parts(briefing: Briefing) -> Iterator[Part]:
    return (part for _, section in briefing.walk() for part in section.parts)


def list_own_words(panel: Panel, briefing: Briefing, project: Project | None = None) -> pd.DataFrame:
    """List where the office writes itself, in which file, and what is still blank.

    Parameters
    ----------
    panel, briefing, project
        As for :func:`answer_briefing`.

    Returns
    -------
    pandas.DataFrame
        One row a section with paragraphs of the office, in order of reading; then the letterhead.
    """
    rows = list(_own(panel, briefing, project or find_project()))
    heads = ("section", "file", "own_state")
    return _listed([(title, file, state) for title, file, state, _ in rows], heads, briefing.lang)


def _own(panel: Panel, briefing: Briefing, project: Project) -> Iterator[tuple[str, str, str, bool]]:
    """Give for each of the office's own files its section, its path in the project, its state, whether it is blank."""
    province, lang = panel.province.id, briefing.lang
    numbers = {section.title: number for number, _, section in number_sections(briefing)}
    for part in load_outline(project).section:
        if part.own:
            title = part.title(lang)
            path = words_path(province, briefing.year, part.own, project)
            words = sum(map(_count_words, load_words(province, briefing.year, part.own, project)))
            state = say("annual.own_words", lang, n=words) if words else say("annual.own_blank", lang)
            yield f"{numbers[title]} {title}", _within(path, project), state, not words
    head = load_letterhead(province, project)
    filled = sum(bool(getattr(head, one.name)) for one in fields(head))
    state = say("annual.own_fields", lang, n=filled, all=len(fields(head)))
    where = _within(letterhead_path(province, project), project)
    yield say("annual.own_letterhead", lang), where, state, not filled


def _count_words(part: Paragraph | Bullets) -> int:
    texts = part.items if isinstance(part, Bullets) else (part.text.replace(BLANK, ""),)
    return sum(len(text.split()) for text in texts)


def _within(path: Path, project: Project) -> str:
    return path.relative_to(project.root).as_posix()


def list_targets(panel: Panel, briefing: Briefing, project: Project | None = None) -> pd.DataFrame:
    """List the key figures with their targets, and the targets that no figure of the year stands beside.

    Parameters
    ----------
    panel, briefing, project
        As for :func:`answer_briefing`.

    Returns
    -------
    pandas.DataFrame
        One row a key figure, in the order of the briefing; that it has no target is said. Then one row a target of an
        indicator without a figure.
    """
    lang, project = briefing.lang, project or find_project()
    missing, silent = say("annual.target_missing", lang), say("annual.target_without_figure", lang)
    rows = [(label, figure, target or missing) for label, figure, target in _key_figures(briefing)]
    own = panel.reported
    there = set(own.loc[own["period"].eq(briefing.year) & own["value"].notna(), "indicator"])
    for name, target in load_targets(panel.province.id, briefing.year, project).items():
        if name not in there:
            rows.append((panel.vocabulary.indicator(name).label(lang), silent, target.text(lang)))
    return _listed(rows, ("key_figure", "of_year", "target"), lang)


def _key_figures(briefing: Briefing) -> list[tuple[str, str, str]]:
    grids = (part for part in _parts(briefing) if isinstance(part, Grid) and part.key == KEY_FIGURES)
    table = next((grid.table for grid in grids), None)
    if table is None:
        return []
    heads = [column.head for column in table.columns]
    printed = table.printed().set_axis(heads, axis="columns")
    # The first column names the figure, the second is this year's.
    shown = printed[[*heads[:2], say("briefing.column_target", briefing.lang)]]
    return [(str(label), str(figure), str(target)) for label, figure, target in shown.to_numpy()]


def _listed(rows: Sequence[tuple[str, ...]], heads: Sequence[str], lang: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[say(f"annual.column_{name}", lang) for name in heads])
