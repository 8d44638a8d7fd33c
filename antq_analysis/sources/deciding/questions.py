"""What needs a person: names, figures and missing reports, each as a question with the answers it may have."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say, written_in
from antq_analysis.places.matching.match import NOT_A_UNIT
from antq_analysis.sources.deciding.decisions import CELLS, STATUS_WORDS, decided_number
from antq_analysis.sources.deciding.offered import PLACE, offered_again
from antq_analysis.sources.deciding.printed_later import printed_later
from antq_analysis.sources.deciding.refused_rows import refused_figures
from antq_analysis.sources.deciding.stored import FRACTION_RULES, as_stored, shown_finding, ungrouped
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.cells import part_of
from antq_analysis.sources.tables.scales import REMARKED
from antq_analysis.sources.tables.ticked_classes import TWICE
from antq_analysis.vocabulary import Vocabulary

NAME, FIGURE, GAP, ROW = "name", "figure", "gap", "row"
OTHER = "other"
"""The answer stands in the column of values: a code, or a number."""
KEEP = "keep"
"""All figures of a row are as they stand there."""
KEPT = "kept"
ROW_FIGURES = 100
"""At most so many are asked about as one, so that their key fits into a cell."""

NAME_RULES = (
    *("unit_unmatched", "unit_other_date", "unit_near_other_date", "unit_ambiguous"),
    *("unit_of_two_dates", "district_or_town"),
    *("unit_accent_changed", "unit_slip"),
)
CONFLICT_RULES = ("conflict", "sheets_differ", "figures_conflict")
DOUBTED_RULES = ("part_above_whole", "part_above_whole_joined", "suspicious_value")
DOUBTED, SWAPPED = "doubted", "figures_swapped"
"""The rule of a figure that an error of the whole panel keeps out, and the one such error that is of single cells."""
SHOWN_INDICATORS = 4
MOST_PROPOSALS = 6

_CANDIDATE = re.compile(r"(\w+) (.+?)(?: (?P<alike>\(\d+%\)))?")
_CELL = re.compile(r"(?:'(?P<sheet>(?:[^']|'')+)'!)?(?P<cell>[A-Z]+[1-9]\d*)")


@dataclass(frozen=True)
class Question:
    """One thing that only a person can settle.

    Parameters
    ----------
    sender
        Who is asked; empty where it is not known.
    key
        What a decision needs to name: the kind of question and the columns of its table of decisions.
    choices
        The answers by their words: a code, a number, a status, or :data:`OTHER`.
    unit, indicator
        Words for the unit and for what is counted.
    why
        What was found.
    proposal
        What is probably right, or empty.
    stands
        What is written there as people are shown it; empty where the key says it.
    """

    sender: str
    key: Mapping[str, str]
    choices: Mapping[str, str]
    unit: str
    indicator: str
    why: str
    proposal: str = ""
    stands: str = ""


@dataclass(frozen=True)
class Asked:
    """What questions are made from.

    Parameters
    ----------
    province
        Identifier of the province.
    files
        The files that count.
    registers
        The units of each map, by date.
    vocabulary
        The vocabulary.
    lang
        ``"vi"`` or ``"en"``.
    decisions
        Rows of ``cells.csv`` with their lines; an answer about another place may be offered again.
    """

    province: str
    files: Sequence[ReceivedFile]
    registers: Mapping[str, pd.DataFrame]
    vocabulary: Vocabulary
    lang: str = "vi"
    decisions: Sequence[Mapping[str, str]] = ()

    def file(self, finding: Finding) -> ReceivedFile | None:
        """Find the file that a finding speaks of.

        Parameters
        ----------
        finding
            The finding; it says its period.

        Returns
        -------
        ReceivedFile or None
            None where it speaks of no file.
        """
        # What a file prints for an earlier period is a matter of that period and stands in a file of another.
        own = str(finding.values.get("file_periods", finding.values.get("period"))).partition("; ")[0]
        place = (finding.file, own)
        return next((file for file in self.files if (file.name, file.period) == place), None)

    def unit(self, code: str, day: str) -> str:
        """Name a unit.

        Parameters
        ----------
        code, day
            Its code, and the map.

        Returns
        -------
        str
            Name and district, or the code where the map has no such unit.
        """
        units = self.registers.get(day, pd.DataFrame(columns=["unit_code"]))
        own = units[units["unit_code"].eq(code)]
        if own.empty:
            return code
        names = (own["name"].iloc[0], own["district_name"].iloc[0])
        return ", ".join(str(name) for name in names if name)


def ask(
    findings: Sequence[Finding], observations: pd.DataFrame, without_row: pd.DataFrame, asked: Asked
) -> list[Question]:
    """Turn what was found into questions.

    Parameters
    ----------
    findings
        All that was found.
    observations
        All figures; they tell of which unit and indicator a cell is.
    without_row
        Period, unit and indicator of communes that sent no row; those that a person knows of are left out.
    asked
        Files, registers, words.

    Returns
    -------
    list of Question
        Names first, then figures, then missing reports; a unit that a row may belong to is not asked for meanwhile.
    """
    figures = _by_cell(findings, observations)
    findings = _first_things(findings)
    names = [question for finding in findings for question in _names(finding, asked)]
    maybe = {(one.key["period"], code) for one in names for code in one.choices.values()}
    questions = [
        *names,
        *(question for finding in findings for question in _figures(finding, figures, asked)),
        *(_empty(*place, asked) for place in printed_later(findings, observations)),
        *_gaps(without_row, observations, maybe, asked),
    ]
    return list({tuple(sorted(question.key.items())): question for question in reversed(questions)}.values())[
        ::-1
    ]


def _first_things(findings: Sequence[Finding]) -> list[Finding]:
    """Leave conflicts aside of which a cell could not be read: once that cell is settled they may be none."""
    unread = {
        (finding.values.get("period"), finding.file, finding.sheet, cell)
        for finding in findings
        for cell in finding.cell.split(", ")
        if finding.severity is Severity.ERROR and finding.rule not in CONFLICT_RULES
    }
    return [
        finding
        for finding in findings
        if finding.rule not in CONFLICT_RULES
        or not any(
            (finding.values.get("period"), finding.file, sheet or finding.sheet, cell) in unread
            for sheet, cell in _CELL.findall(finding.cell)
        )
    ]


def _names(finding: Finding, asked: Asked) -> Iterator[Question]:
    file = asked.file(finding)
    if finding.rule not in NAME_RULES or file is None:
        return
    known = set(asked.registers[file.map]["unit_code"])
    listed = f"{finding.values['code']} {finding.expected}; {finding.values['candidates']}"
    found = [match for part in listed.split("; ") if (match := _CANDIDATE.fullmatch(part))]
    choices = {f"{one[1]} {asked.unit(one[1], file.map)}": one[1] for one in found if one[1] in known}
    # A name that only resembles is one to choose from, never the answer that stands there already.
    sure = finding.expected or (len(found) == 1 and not found[0]["alike"])
    proposal = next(iter(choices), "") if sure else ""
    choices |= {
        say("sources.choice_other_unit", asked.lang): OTHER,
        say("sources.choice_no_unit", asked.lang): NOT_A_UNIT,
    }
    district = str(finding.values["district"])
    key = {
        **_place(NAME, file, finding.sheet, finding.cell, str(finding.written), asked),
        "written_name": part_of(str(finding.written))[0],
        "written_district": "" if district == "-" else district,
        "map_date": file.map,
    }
    yield Question(file.sender, key, choices, key["written_name"], "", finding.text(asked.lang), proposal)


def _place(
    kind: str, file: ReceivedFile, sheet: str, cell: str, written: str, asked: Asked
) -> dict[str, str]:
    return {
        "kind": kind,
        "province": asked.province,
        "period": file.period,
        "file": file.name,
        "sheet": sheet,
        "cell": cell,
        "written": written,
    }


Cells = Mapping[tuple[str, str, str], Mapping[str, object]]


def _by_cell(findings: Sequence[Finding], observations: pd.DataFrame) -> Cells:
    sheets = {finding.sheet for finding in findings if finding.cell}
    doubted = observations["status"].isin(("unparsed", "conflict"))
    cells = {place for finding in findings if finding.rule in DOUBTED_RULES for _, place in _cells(finding)}
    rows = observations[observations["sheet"].isin(sheets) & (doubted | observations["cell"].isin(cells))]
    return {
        (row["source_id"], row["sheet"], cell): {str(name): value for name, value in row.items()}
        for row in rows.to_dict("records")
        for cell in row["cell"].split("+")
    }


def _cells(finding: Finding) -> list[tuple[str, str]]:
    named = [finding.cell]
    if finding.rule == "part_above_whole":
        named.append(str(finding.values["whole_cell"]))
    if finding.rule == REMARKED:
        named = [cell for cell, _, kept in refused_figures(finding) if not kept]
    first = [_CELL.match(part) for part in named]
    return [((one["sheet"] or finding.sheet).replace("''", "'"), one["cell"]) for one in first if one]


def _figures(finding: Finding, figures: Cells, asked: Asked) -> Iterator[Question]:
    file = asked.file(finding)
    if file is None or finding.rule in (*NAME_RULES, "unknown_class", TWICE):
        return
    if finding.rule == REMARKED:
        yield from _whole_row(finding, figures, file, asked)
    for sheet, cell in _cells(finding):
        row = figures.get((file.source_id, sheet, cell))
        if row is None or not _is_asked(finding.rule, row):
            continue
        disputed = finding.rule in CONFLICT_RULES
        written = _stands(finding, row)
        key = _place(FIGURE, file, finding.sheet, finding.cell if disputed else cell, written, asked)
        key |= {name: str(row[name]) for name in ("unit_code", "indicator", "category", "basis")}
        if finding.rule == "figures_conflict":
            key |= {"period": str(row["period"]), "file": "", "sheet": "", "cell": ""}
        proposals = _proposals(finding, written, disputed=disputed)
        choices = _choices(proposals[:MOST_PROPOSALS], asked.lang)
        proposal = next(iter(choices)) if len(proposals) == 1 else ""
        why = shown_finding(finding, asked.lang).text(asked.lang)
        before = offered_again(key, written, asked.decisions)
        if before is not None:
            number = decided_number(before["value"])
            others = [text for text in proposals if decided_number(text) != number]
            choices = _choices([before["value"], *others][:MOST_PROPOSALS], asked.lang)
            proposal = next(words for words, answer in choices.items() if answer == before["value"])
            why = _once_decided(before, proposal, why, asked.lang)
        choices = (_ticks(asked.lang) if finding.rule == "unknown_tick" else {}) | choices
        unit = asked.unit(str(row["unit_code"]), str(row["unit_date"]))
        unit_of = asked.vocabulary.indicator(str(row["indicator"])).unit(asked.lang)
        label = f"{_label(str(row['indicator']), str(row['category']), asked)} [{unit_of}]"
        stands = as_stored(written, asked.lang) if finding.rule in FRACTION_RULES else ""
        yield Question(file.sender, key, choices, unit, label, why, proposal, stands)


def _whole_row(finding: Finding, figures: Cells, file: ReceivedFile, asked: Asked) -> Iterator[Question]:
    """Ask once about the figures that the remark of a row refuses and that a decision may keep."""
    found = [
        (cell, kept, row)
        for cell, _, kept in refused_figures(finding)
        if kept and (row := figures.get((file.source_id, finding.sheet, cell))) is not None
    ]
    found = [one for one in found if _is_asked(finding.rule, one[2])]
    for start in range(0, len(found), ROW_FIGURES):
        own = found[start : start + ROW_FIGURES]
        listed = [
            {"cell": cell, "written": str(row["value_text"]), KEPT: kept}
            | {name: str(row[name]) for name in ("indicator", "category", "basis")}
            for cell, kept, row in own
        ]
        first, n = own[0][2], len(own)
        # Typed back, a dot before decimals could be read as one of thousands.
        shown = "; ".join(kept.replace(".", ",") for _, kept, _ in own)
        key = _place(ROW, file, finding.sheet, ", ".join(cell for cell, *_ in own), shown, asked)
        key |= {"unit_code": str(first["unit_code"]), "figures": json.dumps(listed, ensure_ascii=False)}
        choices = {
            say("sources.choice_keep_row", asked.lang, n=n): KEEP,
            say("sources.choice_drop_row", asked.lang, n=n): "not_available",
            say("sources.choice_retype_row", asked.lang): OTHER,
        }
        unit = asked.unit(str(first["unit_code"]), str(first["unit_date"]))
        labels = [_label(one["indicator"], one["category"], asked) for one in listed]
        yield Question(
            file.sender, key, choices, unit, _some(labels, n, asked.lang), finding.text(asked.lang)
        )


def _some(labels: Sequence[str], n: int, lang: str) -> str:
    more = n - SHOWN_INDICATORS
    return "; ".join(labels[:SHOWN_INDICATORS]) + (say("sources.and_more", lang, n=more) if more > 0 else "")


def _empty(finding: Finding, row: Mapping[str, str], number: str, asked: Asked) -> Question:
    file = next(one for one in asked.files if one.source_id == row["source_id"])
    key = _place(FIGURE, file, row["sheet"], row["cell"], "", asked)
    key |= {name: row[name] for name in ("unit_code", "indicator", "category", "basis")}
    choices = _choices([number], asked.lang)
    label = _label(row["indicator"], row["category"], asked)
    unit_of = asked.vocabulary.indicator(row["indicator"]).unit(asked.lang)
    words = {"file": finding.file, "sheet": finding.sheet, "period": row["period"]}
    return Question(
        file.sender,
        key,
        choices,
        asked.unit(row["unit_code"], row["unit_date"]),
        f"{label} [{unit_of}]",
        say("sources.why_printed_later", asked.lang, number=float(number), **words),
        next(iter(choices)),
    )


def _once_decided(before: Mapping[str, str], answer: str, why: str, lang: str) -> str:
    place = ", ".join(before[name] for name in PLACE if before[name])
    told = {name: before[name] for name in ("reason", "line")} | {"answer": answer, "table": CELLS}
    day = date.fromisoformat(before["decided_on"])
    return say("sources.why_offered", lang, why=why, decided_on=day, place=place, **told)


def _is_asked(rule: str, row: Mapping[str, object]) -> bool:
    if rule in DOUBTED_RULES:
        return row["status"] == "reported" and "+" not in str(row["cell"])
    if row["rule"] == DOUBTED or rule == SWAPPED:
        # What is wrong with all units is no question of one cell.
        return row["rule"] == DOUBTED and rule == SWAPPED
    if row["rule"] == "files_conflict" or rule == "figures_conflict":
        return row["rule"] == "files_conflict" and rule == "figures_conflict"
    return row["status"] == "conflict" or (row["status"] == "unparsed" and rule not in CONFLICT_RULES)


def _stands(finding: Finding, row: Mapping[str, object]) -> str:
    if finding.rule in DOUBTED_RULES:
        value = float(str(row["value"]))
        return str(row["value_text"]) or (str(int(value)) if value.is_integer() else str(value))
    return written_in(finding.written)


def _proposals(finding: Finding, written: str, *, disputed: bool) -> list[str]:
    if disputed:
        parts = [part.strip() for part in re.split(r" [|/] ", written)]
    else:
        parts = [str(finding.written if finding.rule == "suspicious_value" else finding.expected)]
    if finding.rule.startswith("part_above_whole"):
        parts = []
    return list(dict.fromkeys(part for part in parts if decided_number(part) is not None))


def _choices(proposals: Sequence[str], lang: str) -> dict[str, str]:
    choices = {}
    for text in proposals:
        number = decided_number(text)
        if number is not None:
            choices[say("sources.choice_number", lang, number=ungrouped(number, lang))] = text
    choices[say("sources.choice_other_number", lang)] = OTHER
    return choices | {say(f"sources.choice_{word}", lang): word for word in STATUS_WORDS}


def _ticks(lang: str) -> dict[str, str]:
    return {say("sources.choice_ticked", lang): "1", say("sources.choice_not_ticked", lang): "0"}


def _label(indicator: str, category: str, asked: Asked) -> str:
    label = asked.vocabulary.indicator(indicator).label(asked.lang)
    named = asked.vocabulary.category_label(indicator, category, asked.lang) if category else ""
    return f"{label} ({named})" if named else label


def _gaps(
    without_row: pd.DataFrame,
    observations: pd.DataFrame,
    maybe: Collection[tuple[str, str]],
    asked: Asked,
) -> Iterator[Question]:
    senders = _senders(observations, asked) if len(without_row) else {}
    choices = {say("sources.choice_not_reported", asked.lang): "not_reported"}
    for (period, day, code), rows in without_row.groupby(["period", "unit_date", "unit_code"], sort=True):
        if (str(period), str(code)) in maybe:
            continue
        labels = [_label(str(name), "", asked) for name in rows["indicator"].iloc[:SHOWN_INDICATORS]]
        listed = _some(labels, len(rows), asked.lang)
        key = {
            "kind": GAP,
            "province": asked.province,
            "period": str(period),
            "file": "",
            "sheet": "",
            "cell": "",
            "written": "",
            "unit_code": str(code),
        }
        district = str(rows["district_name"].iloc[0])
        sender = senders.get((str(period), district), senders.get((str(period), ""), ""))
        why = say("sources.why_gap", asked.lang, period=str(period))
        yield Question(sender, key, choices, asked.unit(str(code), str(day)), listed, why)


def _senders(observations: pd.DataFrame, asked: Asked) -> dict[tuple[str, str], str]:
    """Who reports the communes of a district in a period; a sender who sent all files counts for any district."""
    sent = {file.source_id: file.sender for file in asked.files}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    communes = observations[observations["level"].eq("commune")]
    counted = (
        communes.groupby(["period", "unit_date", "source_id", "unit_code"], sort=False).size().reset_index()
    )
    for day, rows in counted.groupby("unit_date"):
        districts = asked.registers[str(day)].set_index("unit_code")["district_name"]
        for row, district in zip(rows.to_dict("records"), rows["unit_code"].map(districts), strict=True):
            votes[row["period"], str(district)][sent.get(row["source_id"], "")] += 1
    senders = {place: counts.most_common(1)[0][0] for place, counts in votes.items()}
    for period in {file.period for file in asked.files}:
        own = {file.sender for file in asked.files if file.period == period}
        if len(own) == 1:
            senders[period, ""] = own.pop()
    return senders
