"""How ``antq add`` asks a person what the columns of a new form are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from antq_analysis.annual.added import say_question, say_table
from antq_analysis.language.catalogue import say
from antq_analysis.sources.forms.draft import Draft
from antq_analysis.sources.forms.lexicon import Lexicon, make_lexicon, said_label
from antq_analysis.sources.forms.near import near_indicators
from antq_analysis.sources.forms.new_form import Answer, Answers, Ask, is_answerable, is_open_to_change
from antq_analysis.sources.forms.one_form import Alike, alike
from antq_analysis.vocabulary import Vocabulary

BASES_ASKED = ("stock", "in_year", "cumulative")
LISTED = 6

Prompt = Callable[[str], str]
"""Shows a line and gives what was typed; empty where only Enter was pressed."""


def ask_by(
    prompt: Prompt, tell: Callable[[str], None], vocabulary: Vocabulary, province: str, lang: str
) -> Ask:
    """Make a function that shows a person a draft and asks about its columns.

    Parameters
    ----------
    prompt
        Asks for one line.
    tell
        Prints one line.
    vocabulary
        Gives indicators their labels.
    province
        The province, for indicators that exist only there.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Ask
        Shows the draft, asks about each open column (a number of the list, an identifier, words to look for, 0 to
        leave it aside with a reason, Enter for later), and at the end whether all is right.
    """
    asking = _Asking(prompt, tell, vocabulary, make_lexicon(vocabulary, province), lang)
    return asking.about


@dataclass(frozen=True)
class _Asking:
    prompt: Prompt
    tell: Callable[[str], None]
    vocabulary: Vocabulary
    lexicon: Lexicon
    lang: str

    def about(self, draft: Draft) -> Answers:
        columns = alike(
            (item for item in draft.understood if is_open_to_change(item, draft)), draft.understood
        )
        numbers = {(item.sheet, item.column): number for number, own in enumerate(columns, 1) for item in own}
        for line in say_table(draft, self.vocabulary, self.lang, numbers):
            self.tell(line)
        answers: dict[tuple[str, str], Answer] = {}
        for own in columns:
            if is_answerable(own[0], draft):
                self.settle(own, answers)
        while columns:
            self.show(columns, answers)
            written = self.prompt(say("annual.add_all_right", self.lang)).strip()
            if not written:
                break
            again = _number(written)
            if again and again <= len(columns):
                self.settle(columns[again - 1], answers)
            else:
                self.tell(say("annual.add_bad_number", self.lang, written=written, n=len(columns)))
        return answers

    def settle(self, columns: Alike, answers: dict[tuple[str, str], Answer]) -> None:
        item = columns[0]
        answered = (item.sheet, item.column) in answers
        enter = "keep" if answered or item.kind != "asked" else "later"
        answer = self.one(columns, say(f"annual.add_enter_{enter}", self.lang))
        if answer is not None:
            answers.update({(one.sheet, one.column): answer for one in columns})

    def show(self, columns: Sequence[Alike], answers: Answers) -> None:
        for number, (item, *_) in enumerate(columns, 1):
            given = answers.get((item.sheet, item.column))
            if given is not None:
                meaning = self.label(given.indicator, item.header) or given.reason
                self.tell(f"    {number:>3}. {item.header}  =>  {meaning}")

    def one(self, columns: Alike, enter: str) -> Answer | None:
        """Ask once about columns that are alike; `enter` says what an empty line means."""
        item = columns[0]
        self.tell("")
        self.tell(say_question(columns, self.lang))
        if item.samples:
            self.tell(say("annual.add_samples", self.lang, samples="; ".join(item.samples)))
        known = (item.indicator,) if item.indicator else ()
        name = self.indicator([name for name, _ in item.candidates] or list(known), item.header, enter)
        if name is None:
            return None
        if not name:
            reason = self.prompt(say("annual.add_reason", self.lang, enter=enter)).strip()
            return Answer(reason=reason) if reason else None
        if item.reason != "basis":
            return Answer(name)
        for place, basis in enumerate(BASES_ASKED, 1):
            self.tell(f"    {place}. {say(f'sources.draft.basis_{basis}', self.lang)}")
        while written := self.prompt(say("annual.add_choose_basis", self.lang, enter=enter)).strip():
            number = _number(written)
            if number and number <= len(BASES_ASKED):
                return Answer(name, BASES_ASKED[number - 1])
            self.tell(say("annual.add_bad_number", self.lang, written=written, n=len(BASES_ASKED)))
        return None

    def indicator(self, names: Sequence[str], header: str, enter: str) -> str | None:
        """Let a person choose an indicator: empty to leave the column aside, None for an empty line."""
        self.list(names, header)
        while written := self.prompt(say("annual.add_choose", self.lang, enter=enter)).strip():
            number = _number(written)
            if number == 0:
                return ""
            if number is not None and number <= len(names):
                return names[number - 1]
            if written in self.lexicon.indicators:
                return written
            found = near_indicators(written, self.lexicon, LISTED) if number is None else ()
            unknown = "annual.add_not_found" if number is None else "annual.add_bad_number"
            if found:
                names = found
                self.list(names, header)
            else:
                self.tell(say(unknown, self.lang, written=written, n=len(names)))
        return None

    def list(self, names: Sequence[str], header: str) -> None:
        for place, name in enumerate(names, 1):
            self.tell(f"    {place}. {self.label(name, header)} ({name})")

    def label(self, name: str, header: str) -> str:
        return said_label(name, header, self.vocabulary, self.lang) if name else ""


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() else None
