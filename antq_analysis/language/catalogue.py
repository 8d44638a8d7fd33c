"""The catalogue of every visible sentence and label, in Vietnamese and in English.

A sentence has a key ``floor.sentence`` and stands in ``texts/<floor>.toml`` with its two languages. Texts of findings
stand in ``texts/findings_<floor>.toml`` under the common prefix ``findings``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Self

from antq_analysis.language.numbers import LANGUAGES, Percent, format_date, format_number


def say(key: str, /, lang: str = "vi", **values: object) -> str:
    """Say one sentence of the catalogue.

    Parameters
    ----------
    key
        Dotted key, ``"floor.sentence"``.
    lang
        ``"vi"`` or ``"en"``.
    **values
        What the placeholders of the sentence stand for. Numbers are written as the language writes them, dates as
        dd/mm/yyyy; years, codes and periods are passed as text. Beside a number n, ``{n:unit|units}`` is the first
        word where it is 1 and the second elsewhere.

    Returns
    -------
    str
        The sentence.

    Raises
    ------
    KeyError
        If the catalogue has no such sentence, or a placeholder is not given: a defect of the caller.

    Examples
    --------
    >>> say("language.count_of_units", n=1602)
    '1.602 đơn vị'
    >>> say("language.count_of_units", "en", n=1)
    '1 unit'
    """
    words = {name: _Word(value, lang) for name, value in values.items()}
    return sentences()[key][lang].format_map(words)


class Sentence(str):
    """A sentence of the catalogue in Vietnamese that can still be said in the other language.

    Parameters
    ----------
    key
        Dotted key.
    **values
        What its placeholders stand for; sentences among them change their language too.

    Examples
    --------
    >>> said = Sentence("language.count_of_units", n=2)
    >>> said, said.text("en")
    ('2 đơn vị', '2 units')
    """

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    def __new__(cls, key: str, /, **values: object) -> Self:
        """Say the sentence in Vietnamese."""
        own = super().__new__(cls, say(key, "vi", **values))
        own.key, own.values = key, values
        return own

    def text(self, lang: str = "vi") -> str:
        """Say it in one language.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The sentence.
        """
        return say(self.key, lang, **self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.key, self.values)


def _again(key: str, values: Mapping[str, object]) -> Sentence:
    return Sentence(key, **values)


class _Word:
    def __init__(self, value: object, lang: str) -> None:
        self.value, self.lang = value, lang

    def __format__(self, spec: str) -> str:
        if "|" in spec:
            one, many = spec.split("|")
            return one if self.value in (1, "1") else many
        return format(written_in(self.value, self.lang), spec)


def written_in(value: object, lang: str = "vi") -> str:
    """Write a value as a sentence of a language does.

    Parameters
    ----------
    value
        A number, a date, several of them, or anything that is taken as its text.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> written_in(1602), written_in(1602, "en"), written_in("1602"), written_in((-7, 1602))
    ('1.602', '1,602', '1602', '-7; 1.602')
    """
    if isinstance(value, Sentence):
        return value.text(lang)
    if isinstance(value, tuple):
        return "; ".join(written_in(item, lang) for item in value)
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        return str(value)
    if isinstance(value, date):
        return format_date(value, lang)
    return format_number(value, lang) + ("%" if isinstance(value, Percent) else "")


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Read the whole catalogue.

    Returns
    -------
    Mapping of str to Mapping of str to str
        For each dotted key the sentence by language.

    Raises
    ------
    ValueError
        If an entry lacks a language or stands twice.
    """
    catalogue: dict[str, Mapping[str, str]] = {}
    for file in sorted(
        files("antq_analysis.language").joinpath("texts").iterdir(), key=lambda item: item.name
    ):
        if not file.name.endswith(".toml"):
            continue
        prefix = file.name.removesuffix(".toml").partition("_")[0]
        for key, entry in _entries(tomllib.loads(file.read_text(encoding="utf-8")), prefix):
            if key in catalogue or set(entry) != set(LANGUAGES):
                raise ValueError(f"{file.name}: {key} stands twice or lacks a language")
            catalogue[key] = entry
    return catalogue


def _entries(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    texts = {name: value for name, value in table.items() if isinstance(value, str)}
    if texts:
        yield prefix, texts
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _entries(value, f"{prefix}.{name}")
