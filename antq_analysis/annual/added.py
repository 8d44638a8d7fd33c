"""What ``antq add`` says of a file."""

import json
from collections.abc import Iterator, Mapping, Sequence

from antq_analysis.annual.found_lines import first_of, shared_findings
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.sources.forms.draft import Draft, understood_frame
from antq_analysis.sources.forms.lexicon import said_label
from antq_analysis.sources.forms.new_form import ANSWERABLE, column_of
from antq_analysis.sources.forms.one_form import Alike, alike
from antq_analysis.sources.forms.time_words import is_part, year_placeholders
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.receiving.adding import Added
from antq_analysis.vocabulary import Vocabulary


def say_added(added: Added, file: str, period: str, vocabulary: Vocabulary, lang: str) -> Iterator[str]:
    """Tell what became of a file.

    Parameters
    ----------
    added
        The file.
    file
        Its name as it arrived.
    period
        Its period.
    vocabulary
        Gives indicators their labels.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    str
        Lines to print.
    """
    if not added.was_there:
        yield say("cli.added", lang, file=file, folder=added.path.parent)
        yield say("annual.add_read_as", lang, form=added.form, map=added.map)
    for shared in shared_findings(added.findings, lang):
        one = shared.finding
        several = f"{say('annual.found_sheets', lang, n=shared.sheets, sheets=one.sheet)}: "
        yield f"  {several if shared.sheets > 1 else ''}{one.text(lang)} {one.remedy(lang)}"
    if n := sum(finding.severity is not Severity.NOTE for finding in added.findings):
        province = added.path.parent.parent.name
        yield say("annual.add_noticed", lang, n=n, province=province, period=period)
    if added.draft is not None and added.layout_path is not None:
        yield say("annual.add_drafted", lang, path=added.layout_path)
        yield from say_table(added.draft, vocabulary, lang)
        if added.draft.layout.period_basis == "unknown":
            yield say("annual.add_basis_unknown", lang, file=added.layout_path.name)
        asked = alike(added.draft.questions, added.draft.understood)
        yield from _questions(asked, period, added.layout_path.name, vocabulary, lang)


def exit_code(added: Added) -> int:
    """Give the exit code for a file that was kept.

    Parameters
    ----------
    added
        The file.

    Returns
    -------
    int
        1 where something needs a person, else 0.
    """
    warned = any(finding.severity is not Severity.NOTE for finding in added.findings)
    return int(warned or bool(added.draft and added.draft.questions))


def say_question(columns: Alike, lang: str) -> str:
    """Tell what is asked about a column, or about those that are alike in several sheets.

    Parameters
    ----------
    columns
        The column in each sheet.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Where it stands, its header, and why a person is asked.
    """
    item = columns[0]
    why = say(f"sources.draft.ask_{item.reason}", lang) if item.kind == "asked" else ""
    told = {"cell": item.cell, "header": item.header or "-", "why": why}
    if len(columns) == 1:
        return say("annual.add_question", lang, sheet=item.sheet, **told)
    sheets = first_of([one.sheet for one in columns])
    return say("annual.add_question_sheets", lang, sheets=sheets, n=len(columns), **told)


def say_table(
    draft: Draft, vocabulary: Vocabulary, lang: str, numbers: Mapping[tuple[str, str], int] | None = None
) -> Iterator[str]:
    """Tell what was understood of each column.

    Parameters
    ----------
    draft
        The draft.
    vocabulary
        Gives indicators their labels.
    lang
        ``"vi"`` or ``"en"``.
    numbers
        By sheet and letters of the column the number by which a person may call it.

    Yields
    ------
    str
        One line a column; sheets of which every line is the same are told once.
    """
    told: dict[str, list[str]] = {}
    lines = understood_frame(draft, vocabulary, lang).itertuples(index=False)
    for item, (own, cell, header, kind, meaning, sure, why) in zip(draft.understood, lines, strict=True):
        number = (numbers or {}).get((item.sheet, item.column))
        mark = f"{number:>3}. " if number else "     " if numbers else ""
        what = f"{kind}: {meaning}" + (f" [{sure}]" if sure else "") if meaning else kind
        line = f"    {mark}{cell:<5} {header or '-'}  =>  {what if meaning or not why else f'{kind}. {why}'}"
        told.setdefault(str(own), []).append(line)
    alike_sheets: dict[tuple[str, ...], list[str]] = {}
    for sheet, own_lines in told.items():
        alike_sheets.setdefault(tuple(own_lines), []).append(sheet)
    for same, sheets in alike_sheets.items():
        if len(sheets) == 1:
            yield f"  {sheets[0]}"
        else:
            yield "  " + say("annual.add_sheets_alike", lang, n=len(sheets), sheets=first_of(sheets))
        yield from same


def _questions(
    questions: Sequence[Alike], period: str, file: str, vocabulary: Vocabulary, lang: str
) -> Iterator[str]:
    if not questions:
        return
    yield say("annual.add_open", lang, n=len(questions), file=file)
    for columns in questions:
        item = columns[0]
        yield f"  {say_question(columns, lang)}"
        if len(columns) > 1:
            yield f"      # {say('annual.add_each_sheet', lang)}"
        if item.column and item.header and item.reason in ANSWERABLE:
            yield from (f"      {line}" for line in _to_type(item, period, vocabulary, lang))


def _to_type(item: Understood, period: str, vocabulary: Vocabulary, lang: str) -> Iterator[str]:
    path = year_placeholders(item.header, period)
    header = json.dumps(path, ensure_ascii=False)
    part = is_part(item.header, period)
    if part:
        yield f"# {say('annual.add_part', lang)}"
    for name, _ in () if part else item.candidates:
        column = column_of(name, path, "commune", vocabulary)
        yield f"[[sheet.column]]   # {said_label(name, item.header, vocabulary, lang)}"
        yield f"header = {header}"
        yield f'indicator = "{name}"'
        if column.category:
            yield f'category = "{column.category}"'
        yield f'basis = "{column.basis}"'
        yield f'reads = "{column.reads}"'
        if column.years_before:
            yield f"years_before = {column.years_before}"
    yield f"[[sheet.ignore]]   # {say('annual.add_or_ignore', lang)}"
    yield f"header = {header}"
    yield f'reason = "{say("annual.add_why", lang)}"'
