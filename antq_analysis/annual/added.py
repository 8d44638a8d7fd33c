"""What ``antq add`` says of a file, and how it asks a person about the columns of a new form."""

import json
from collections.abc import Callable, Iterator, Sequence

from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.sources.forms.draft import Draft, understood_frame
from antq_analysis.sources.forms.drafted import Understood
from antq_analysis.sources.forms.new_form import ANSWERABLE, Answer, Ask, column_of
from antq_analysis.sources.forms.wording import year_placeholders
from antq_analysis.sources.receiving.adding import Added
from antq_analysis.vocabulary import Vocabulary

BASES_ASKED = ("stock", "in_year", "cumulative")

Prompt = Callable[[str], str]
"""Shows a line and gives what was typed; empty where only Enter was pressed."""


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
    yield say("cli.added", lang, file=file, folder=added.path.parent)
    if added.form:
        yield say("annual.add_read_as", lang, form=added.form, map=added.map)
    for finding in added.findings:
        yield f"  {finding.text(lang)} {finding.remedy(lang)}"
    if added.draft is not None and added.layout_path is not None:
        yield say("annual.add_drafted", lang, path=added.layout_path)
        yield from _table(added.draft, vocabulary, lang)
        yield from _questions(added.draft.questions, period, added.layout_path.name, vocabulary, lang)


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


def ask_by(prompt: Prompt, tell: Callable[[str], None], vocabulary: Vocabulary, lang: str) -> Ask:
    """Make a function that asks a person about one column.

    Parameters
    ----------
    prompt
        Asks for one line.
    tell
        Prints one line.
    vocabulary
        Gives indicators their labels.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Ask
        Numbered candidates, 0 to leave the column aside with a reason, Enter to decide later.
    """

    def choose(question: str, choices: Sequence[str]) -> int | None:
        while answer := prompt(question).strip():
            if answer.isascii() and answer.isdigit() and 0 <= int(answer) <= len(choices):
                return int(answer)
            tell(say("annual.add_bad_number", lang, written=answer, n=len(choices)))
        return None

    def ask(item: Understood) -> Answer | None:
        tell("")
        tell(_asked(item, lang))
        names = [name for name, _ in item.candidates]
        labels = [f"{vocabulary.indicator(name).label(lang)} ({name})" for name in names]
        for place, label in enumerate(labels, 1):
            tell(f"    {place}. {label}")
        number = choose(say("annual.add_choose", lang), labels)
        if number is None:
            return None
        if number == 0:
            reason = prompt(say("annual.add_reason", lang)).strip()
            return Answer(reason=reason) if reason else None
        if item.reason != "basis":
            return Answer(names[number - 1])
        for place, basis in enumerate(BASES_ASKED, 1):
            tell(f"    {place}. {say(f'sources.draft.basis_{basis}', lang)}")
        chosen = choose(say("annual.add_choose_basis", lang), BASES_ASKED)
        return Answer(names[number - 1], BASES_ASKED[chosen - 1]) if chosen else None

    return ask


def _asked(item: Understood, lang: str) -> str:
    why = say(f"sources.draft.ask_{item.reason}", lang)
    return say(
        "annual.add_question", lang, sheet=item.sheet, cell=item.cell, header=item.header or "-", why=why
    )


def _table(draft: Draft, vocabulary: Vocabulary, lang: str) -> Iterator[str]:
    sheet = ""
    for own, cell, header, kind, meaning, sure, why in understood_frame(draft, vocabulary, lang).itertuples(
        index=False
    ):
        if own != sheet:
            sheet = own
            yield f"  {sheet}"
        what = f"{kind}: {meaning} [{sure}]" if meaning else kind
        yield f"    {cell:<5} {header or '-'}  =>  {what if meaning or not why else f'{kind}. {why}'}"


def _questions(
    questions: Sequence[Understood], period: str, file: str, vocabulary: Vocabulary, lang: str
) -> Iterator[str]:
    if not questions:
        return
    yield say("annual.add_open", lang, n=len(questions), file=file)
    for item in questions:
        yield f"  {_asked(item, lang)}"
        if item.column and item.header and item.reason in ANSWERABLE:
            yield from (f"      {line}" for line in _to_type(item, period, vocabulary, lang))


def _to_type(item: Understood, period: str, vocabulary: Vocabulary, lang: str) -> Iterator[str]:
    header = json.dumps(year_placeholders(item.header, period), ensure_ascii=False)
    for name, _ in item.candidates:
        column = column_of(name, item.header, "commune", vocabulary)
        yield f"[[sheet.column]]   # {vocabulary.indicator(name).label(lang)}"
        yield f"header = {header}"
        yield f'indicator = "{name}"'
        yield f'basis = "{column.basis}"'
        yield f'reads = "{column.reads}"'
    yield f"[[sheet.ignore]]   # {say('annual.add_or_ignore', lang)}"
    yield f"header = {header}"
    yield f'reason = "{say("annual.add_why", lang)}"'
