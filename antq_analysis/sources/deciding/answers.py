"""The answers to questions become decisions: every filled row is checked, then all are written, or none is."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.files import write_whole
from antq_analysis.language.catalogue import Sentence
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.places.matching.names import fold
from antq_analysis.places.register import load_units
from antq_analysis.project import Project, find_project
from antq_analysis.sources.deciding.decisions import (
    ALIASES,
    ANSWERS,
    CELLS,
    GAPS,
    KEYS,
    STATUS_WORDS,
    TABLES,
    decision_faults,
    load_table,
)
from antq_analysis.sources.deciding.question_book import KEY
from antq_analysis.sources.deciding.questions import FIGURE, GAP, NAME, OTHER, ROW
from antq_analysis.sources.deciding.refused_rows import decision_text
from antq_analysis.sources.deciding.returned import Row, read_answers
from antq_analysis.sources.deciding.row_answers import figure_answers
from antq_analysis.sources.deciding.stored import as_stored
from antq_analysis.sources.forms.understand import reads_as
from antq_analysis.sources.tables.values import read_value
from antq_analysis.vocabulary import Vocabulary, load_vocabulary, separator

TABLE_OF = {NAME: ALIASES, FIGURE: CELLS, ROW: CELLS, GAP: GAPS}
SHOWN = 8
COMPARED = ("file", "sheet", "cell", "written")


@dataclass(frozen=True)
class Taken:
    """What became of a workbook that came back.

    Parameters
    ----------
    new, known
        How many decisions were added, and how many were there already.
    left_open
        How many rows nobody decided.
    remarks
        Rows whose visible columns were changed; their keys counted.
    """

    new: int
    known: int
    left_open: int
    remarks: tuple[str, ...]


@dataclass
class _Batch:
    tables: Mapping[str, pd.DataFrame]
    known: Mapping[str, dict[tuple[str, ...], str]]
    new: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    faults: list[str] = field(default_factory=list)
    repeated: int = 0
    places: dict[tuple[str, ...], str] = field(default_factory=dict)

    def take(self, name: str, decision: dict[str, str], place: str) -> None:
        about, answer = tuple(decision[part] for part in KEYS[name]), decision[ANSWERS[name]]
        before = self.known[name].get(about)
        if before is None:
            self.known[name][about] = answer
            self.new[name].append(decision)
            self.places[name, *about] = place
        elif before == answer:
            self.repeated += 1
        elif (name, *about) in self.places:
            told = {"before": before, "now": answer, "place": self.places[name, *about]}
            self.faults.append(
                Sentence("language.of_place", place=place, why=Sentence("sources.answer_twice", **told))
            )
        else:
            self.faults.append(
                Sentence(
                    "language.of_place",
                    place=place,
                    why=Sentence("sources.answer_otherwise", before=before, now=answer),
                )
            )


def take_answers(province: str, path: Path, project: Project | None = None) -> Taken:
    """Add the decisions of a workbook that came back to those of a province.

    Parameters
    ----------
    province
        Identifier of the province.
    path
        The workbook.
    project
        The project; found from the current folder by default.

    Returns
    -------
    Taken
        How many were added; taking the same workbook twice adds nothing.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is no workbook of questions, or a filled row cannot be taken: every one is listed, nothing is written.
    CannotWriteError
        If a file of decisions cannot be written.
    """
    project = project or find_project()
    vocabulary = load_vocabulary(project)
    vocabulary.province(province)
    tables = {name: load_table(province, name, project) for name in TABLES}
    batch = _Batch(tables, {name: _decided(table, name) for name, table in tables.items()})
    rows = read_answers(path)
    decided = [row for row in rows if row.is_decided()]
    cleared = [*_cleared([row for row in rows if not row.is_decided()], batch.known, province)]
    for row in decided:
        found = list(_row_faults(row, province))
        own = [] if found else figure_answers(row, found)
        taken = [_decision(one, project, vocabulary, found) for one in own]
        if found:
            batch.faults += [Sentence("language.of_place", place=row.place, why=fault) for fault in found]
        for decision in [] if found else taken:
            batch.take(TABLE_OF[row.key["kind"]], decision, row.place)
    for name, new in batch.new.items():
        batch.faults += decision_faults(name, [*enumerate(new, 1)], vocabulary)
    if batch.faults:
        raise InputError("sources.bad_answers", cases=batch.faults, file=path.name, n=len(batch.faults))
    for name, new in batch.new.items():
        if new:
            _write(project.decisions / province / name, tables[name], new)
    remarks = (*(remark for row in decided for remark in _remarks(row)), *cleared)
    return Taken(sum(map(len, batch.new.values())), batch.repeated, len(rows) - len(decided), remarks)


def _cleared(
    rows: Sequence[Row], known: Mapping[str, Mapping[tuple[str, ...], str]], province: str
) -> Iterator[str]:
    """Say of rows without an answer that an earlier one stays in force: an answer is not taken back by clearing it."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if (name := TABLE_OF.get(row.key.get("kind", ""))) is None or row.key["kind"] == ROW:
            continue
        about = tuple(row.key.get(part, "") for part in KEYS[name])
        if (before := known[name].get(about)) is not None:
            told = Sentence("sources.answer_before", place=row.place, before=before)
            found.setdefault(name, []).append(told)
    for name, places in found.items():
        shown = tuple(places[:SHOWN])
        yield Sentence("sources.answer_cleared", n=len(places), places=shown, file=f"{province}/{name}")


def _decided(table: pd.DataFrame, name: str) -> dict[tuple[str, ...], str]:
    rows = table.to_dict("records")
    return {tuple(str(row[part]) for part in KEYS[name]): str(row[ANSWERS[name]]) for row in rows}


def _row_faults(row: Row, province: str) -> Iterator[str]:
    if row.key.get("kind") not in TABLE_OF:
        yield Sentence("sources.answer_no_key", column=KEY)
        return
    if row.key.get("province") != province:
        yield Sentence("sources.answer_province", written=row.key.get("province", ""), expected=province)
    missing = [name for name in ("reason", "decided_on") if not row.text(name)]
    if missing:
        labels = tuple(Sentence(f"sources.todo_{name}") for name in missing)
        yield Sentence("sources.decision_missing", columns=labels)
    if row.text("decided_on") and not _is_iso(row.text("decided_on")):
        yield Sentence("sources.answer_date", written=row.text("decided_on"))


def _decision(row: Row, project: Project, vocabulary: Vocabulary, faults: list[str]) -> dict[str, str]:
    answers = {fold(words): answer for words, answer in row.choices.items()}
    chosen = answers.get(fold(row.text("decision"))) if row.text("decision") else OTHER
    if chosen is None or chosen not in answers.values():
        faults.append(Sentence("sources.answer_unknown", written=row.text("decision") or row.text("value")))
        return {}
    given = _value(row, project, vocabulary, faults) if row.text("value") else ""
    if chosen == OTHER and not row.text("value"):
        faults.append(Sentence("sources.answer_no_value"))
    elif chosen != OTHER and given and given != chosen and not faults:
        faults.append(Sentence("sources.answer_two", choice=row.text("decision"), value=row.text("value")))
    name = TABLE_OF[row.key["kind"]]
    settled = {column: row.text(column) for column in ("reason", "decided_on", "decided_by")}
    about = {column: row.key.get(column, "") for column in KEYS[name]}
    return {**about, ANSWERS[name]: given if chosen == OTHER else chosen, **settled}


def _value(row: Row, project: Project, vocabulary: Vocabulary, faults: list[str]) -> str:
    written = row.text("value")
    if row.key["kind"] == NAME:
        code = written.partition(" ")[0]
        units = load_units(row.key["province"], row.key["map_date"], project)
        if code not in set(units["unit_code"]):
            faults.append(Sentence("sources.answer_code", written=written, map_date=row.key["map_date"]))
        return code
    indicator = vocabulary.indicator(row.key["indicator"]) if row.key.get("indicator") else None
    reads = reads_as(indicator, "commune") if indicator is not None else "number"
    reading = read_value(row.cells["value"], "number" if reads == "class" else reads)
    if reading.status in STATUS_WORDS:
        return reading.status
    doubtful = reading.problem or reading.comparator != "exact" or reading.rule == "dash_is_zero"
    if doubtful or not math.isfinite(reading.value) or reading.value < 0:
        faults.append(Sentence("sources.answer_number", written=written))
        return ""
    return decision_text(reading.value)


def _remarks(row: Row) -> Iterator[str]:
    for column in COMPARED:
        shown, meant = row.text(column), row.key.get(column, "")
        sent = [meant, *(as_stored(meant, lang) for lang in LANGUAGES if column == "written")]
        if " ".join(shown.split()) not in [" ".join(text.split()) for text in sent] and column in row.cells:
            told = {"column": Sentence(f"sources.todo_{column}"), "shown": shown, "meant": meant}
            why = Sentence("sources.answer_changed", **told)
            yield Sentence("language.of_place", place=row.place, why=why)


def _is_iso(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _write(path: Path, table: pd.DataFrame, decisions: Sequence[Mapping[str, str]]) -> None:
    mark = separator(path.read_text(encoding="utf-8-sig")) if path.exists() else ";"
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(table.columns), delimiter=mark, lineterminator="\n")
    writer.writeheader()
    writer.writerows({str(name): text for name, text in row.items()} for row in table.to_dict("records"))
    writer.writerows(decisions)
    # Excel knows UTF-8 by the byte order mark only.
    write_whole(path, "\ufeff" + stream.getvalue())
