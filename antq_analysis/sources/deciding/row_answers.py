"""One answer about a whole row becomes one about each of its figures."""

import json
from collections.abc import Mapping
from dataclasses import replace

from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.deciding.questions import FIGURE, KEEP, KEPT, OTHER, ROW
from antq_analysis.sources.deciding.returned import Row


def figure_answers(row: Row, faults: list[str]) -> list[Row]:
    """Give the answers about single figures that a row stands for.

    Parameters
    ----------
    row
        A decided row.
    faults
        Takes up what is wrong.

    Returns
    -------
    list of Row
        The row itself where it is about one thing; of a row of figures one each, none where something is wrong.
    """
    if row.key["kind"] != ROW:
        return [row]
    figures: list[Mapping[str, str]] = json.loads(row.key["figures"])
    chosen = {fold(words): answer for words, answer in row.choices.items()}.get(fold(row.text("decision")))
    typed = [part.strip() for part in row.text("value").split(";")] if row.text("value") else []
    if chosen == KEEP and typed:
        told = {"choice": row.text("decision"), "value": row.text("value")}
        faults.append(Sentence("sources.answer_two", **told))
        return []
    retyped = chosen == OTHER or (typed and not row.text("decision"))
    if retyped and len(typed) != len(figures):
        faults.append(Sentence("sources.answer_row_numbers", n=len(typed), expected=len(figures)))
        return []
    if chosen == KEEP:
        return [_of_figure(row, one, "", float(one[KEPT])) for one in figures]
    if retyped:
        return [_of_figure(row, one, "", text) for one, text in zip(figures, typed, strict=True)]
    return [_of_figure(row, one, row.text("decision"), row.cells.get("value", "")) for one in figures]


def _of_figure(row: Row, figure: Mapping[str, str], decision: str, value: object) -> Row:
    key = {**row.key, **figure, "kind": FIGURE}
    cells = {**row.cells, "decision": decision, "value": value}
    choices = {words: answer for words, answer in row.choices.items() if answer != KEEP}
    return replace(row, key=key, choices=choices, cells=cells)  # type: ignore[arg-type]
