"""The questions as a workbook to be sent: one sheet a sender, drop-downs for answers, keys in a hidden column."""

import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from antq_analysis.language.catalogue import say
from antq_analysis.sources.deciding.questions import Question
from antq_analysis.vocabulary import Province

KEY = "antq_key"
"""Head of the hidden column; what a row is about stands there, wherever the row is moved to."""

MOST_CHOICES = 12
"""They stand beside the key, so that they stay with their row when rows are sorted."""

WIDTHS = {
    "number": 5,
    "file": 20,
    "sheet": 14,
    "cell": 10,
    "unit": 20,
    "indicator": 24,
    "written": 14,
    "why": 46,
    "proposal": 18,
    "decision": 28,
    "value": 12,
    "reason": 24,
    "decided_by": 14,
    "decided_on": 12,
}
ANSWERED = ("decision", "value", "reason", "decided_by", "decided_on")
SHOWN = tuple(name for name in WIDTHS if name not in ANSWERED)
GUIDE_LINES = 7

_HEAD = 2
_GUIDE_WIDTH = 90
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook holds local times; a fixed one keeps the bytes the same

Answer = Mapping[str, str]


@dataclass(frozen=True)
class _Book:
    book: Workbook
    looks: Mapping[str, Format]
    lang: str


def question_book(
    questions: Sequence[Question],
    province: Province,
    lang: str = "vi",
    answers: Mapping[str, Answer] | None = None,
) -> bytes:
    """Lay questions out as a workbook.

    Parameters
    ----------
    questions
        What is asked.
    province
        Whose figures they are.
    lang
        ``"vi"`` or ``"en"``; the guide is in both.
    answers
        By key, what was filled in before and not yet taken; it is kept.

    Returns
    -------
    bytes
        An .xlsx file; the same bytes for the same questions.
    """
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    made = _Book(book, _looks(book), lang)
    _write_guide(made, province, empty=not questions)
    senders = list(dict.fromkeys(question.sender for question in questions))
    names: list[str] = [say("sources.todo_guide", lang)]
    for sender in senders:
        name = _sheet_name(sender or say("sources.todo_nobody", lang), names)
        names.append(name)
        own = [question for question in questions if question.sender == sender]
        _write_sheet(made, name, own, answers or {})
    book.close()
    return stream.getvalue()


def key_text(key: Mapping[str, str]) -> str:
    """Write the key of a question as one text, always in the same way.

    Parameters
    ----------
    key
        As in :class:`antq_analysis.sources.deciding.questions.Question`.

    Returns
    -------
    str
        JSON.
    """
    return json.dumps(dict(key), ensure_ascii=False, sort_keys=True)


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Estimate how high a row must be for its wrapped texts; not every program works it out by itself.

    Parameters
    ----------
    texts
        What stands in the row.
    widths
        Width of each column [characters].

    Returns
    -------
    float
        Height [points].

    Examples
    --------
    >>> row_height(["Xã", "một câu dài hơn cột của nó"], [10, 14])
    34.0
    """
    lines = max(math.ceil(len(text) / width) for text, width in zip(texts, widths, strict=True))
    return min(17.0 * max(lines, 1), 400.0)


def _looks(book: Workbook) -> dict[str, Format]:
    font = {"font_name": "Times New Roman", "font_size": 12}
    cell = font | {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    answer = cell | {"bg_color": "#FFF8DC"}
    return {
        "plain": book.add_format(font | {"text_wrap": True, "valign": "top"}),
        "title": book.add_format(font | {"bold": True, "font_size": 14}),
        "head": book.add_format(
            cell | {"bold": True, "bg_color": "#DDE6EE", "valign": "vcenter", "align": "center"}
        ),
        "cell": book.add_format(cell | {"num_format": "@"}),
        "number": book.add_format(cell | {"align": "center"}),
        "answer": book.add_format(answer | {"num_format": "@"}),
        "day": book.add_format(answer | {"num_format": "dd/mm/yyyy"}),
    }


def _write_guide(made: _Book, province: Province, *, empty: bool) -> None:
    sheet = made.book.add_worksheet(say("sources.todo_guide", made.lang))
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    row = 0
    for lang in (made.lang, "en" if made.lang == "vi" else "vi"):
        sheet.write_string(
            row, 0, say("sources.todo_guide_title", lang, province=province.name(lang)), made.looks["title"]
        )
        lines = [
            say(f"sources.todo_guide_{i}", lang, province=province.id) for i in range(1, GUIDE_LINES + 1)
        ]
        if empty:
            lines = [say("sources.todo_no_questions", lang)]
        sheet.set_row(row, 24)
        for i, line in enumerate(lines, 1):
            sheet.set_row(row + i, row_height([line], [_GUIDE_WIDTH]))
            sheet.write_string(row + i, 0, line if empty else f"{i}. {line}", made.looks["plain"])
        row += len(lines) + 2


def _sheet_name(sender: str, taken: Sequence[str]) -> str:
    used = {name.casefold() for name in taken}
    base = " ".join(_FORBIDDEN.sub(" ", sender).split()).strip("'") or "-"
    name, number = base[:31].strip(" '"), 1
    while name.casefold() in used or name.casefold() == "history":
        number += 1
        name = f"{base[:27].strip()} {number}"
    return name


def _write_sheet(
    made: _Book, name: str, questions: Sequence[Question], answers: Mapping[str, Answer]
) -> None:
    sheet = made.book.add_worksheet(name)
    title = say("sources.todo_title", made.lang, n=len(questions), sender=name)
    sheet.write_string(0, 0, title, made.looks["title"])
    sheet.write_string(1, 0, say("sources.todo_hint", made.lang), made.book.add_format({"italic": True}))
    sheet.set_row(_HEAD, 34)
    for i, (column, width) in enumerate(WIDTHS.items()):
        sheet.set_column(i, i, width)
        sheet.write_string(_HEAD, i, say(f"sources.todo_{column}", made.lang), made.looks["head"])
    last = len(WIDTHS)
    sheet.set_column(last, last + MOST_CHOICES, None, None, {"hidden": True})
    sheet.write_string(_HEAD, last, KEY)
    for number, question in enumerate(questions, 1):
        _write_question(made, sheet, _HEAD + number, (number, question), answers)
    _offer(made, sheet, len(questions))
    sheet.autofilter(_HEAD, 0, _HEAD + len(questions), last + MOST_CHOICES)
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_question(
    made: _Book, sheet: Worksheet, row: int, numbered: tuple[int, Question], answers: Mapping[str, Answer]
) -> None:
    number, question = numbered
    answer = answers.get(key_text(question.key), {})
    texts = {
        **{name: question.key[name] for name in ("file", "sheet", "cell")},
        "written": question.stands or question.key["written"],
        **{name: getattr(question, name) for name in ("unit", "indicator", "why", "proposal")},
    }
    shown = [*(texts.get(column, "") or answer.get(column, "") for column in WIDTHS), *question.choices]
    widths = [*WIDTHS.values(), *(WIDTHS["decision"] for _ in question.choices)]
    sheet.set_row(row, row_height(shown, widths))
    for i, column in enumerate(WIDTHS):
        if column == "number":
            sheet.write_number(row, i, number, made.looks["number"])
        elif column == "decided_on":
            _write_day(sheet, (row, i), answer.get(column, ""), made.looks["day"])
        elif column in ANSWERED:
            _write_text(sheet, (row, i), answer.get(column, ""), made.looks["answer"])
        else:
            _write_text(sheet, (row, i), texts[column], made.looks["cell"])
    held = {"key": dict(question.key), "choices": dict(question.choices)}
    sheet.write_string(row, len(WIDTHS), json.dumps(held, ensure_ascii=False))
    for i, words in enumerate(list(question.choices)[:MOST_CHOICES], len(WIDTHS) + 1):
        sheet.write_string(row, i, words)


def _offer(made: _Book, sheet: Worksheet, n: int) -> None:
    first, last = (xl_col_to_name(len(WIDTHS) + i) for i in (1, MOST_CHOICES))
    row = _HEAD + 2
    options = {
        "validate": "list",
        "source": f"=OFFSET(${first}{row},0,0,1,COUNTA(${first}{row}:${last}{row}))",
        "error_message": say("sources.todo_wrong_choice", made.lang),
    }
    at = list(WIDTHS).index("decision")
    sheet.data_validation(_HEAD + 1, at, _HEAD + n, at, options)


def _write_day(sheet: Worksheet, at: tuple[int, int], text: str, look: Format) -> None:
    try:
        sheet.write_datetime(*at, datetime.fromisoformat(text), look)
    except ValueError:
        _write_text(sheet, at, text, look)


def _write_text(sheet: Worksheet, at: tuple[int, int], text: str, look: Format) -> None:
    # Text from outside is never a formula; write_string keeps it what it is.
    if text:
        sheet.write_string(*at, text[:32_000], look)
    else:
        sheet.write_blank(*at, None, look)
