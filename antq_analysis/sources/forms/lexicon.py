"""The vocabulary arranged by wording, so that a header can be looked up."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.wording import canonical
from antq_analysis.vocabulary import Indicator, Vocabulary

_QUOTES = str.maketrans("", "", "\"'“”‘’")
_BRACKET = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary arranged by wording.

    Parameters
    ----------
    indicators
        Those that the province may report, by id.
    exact
        Folded wordings, each with the indicators that bear it.
    worded
        Wordings in one form, likewise.
    asked
        Wordings that must be asked about, with what they may mean.
    categories
        For each dimension its categories by wording.
    groups
        For each indicator the titles under which the vocabulary knows it.
    children
        For each indicator and header below it what the two mean together.
    lists
        Of each wording what stands before its commas: ``Tin, bài / Phóng sự`` is not ``Tin, bài, phóng sự``.
    """

    indicators: Mapping[str, Indicator]
    exact: Mapping[str, frozenset[str]]
    worded: Mapping[str, frozenset[str]]
    asked: Mapping[str, tuple[str, ...]]
    categories: Mapping[str, Mapping[str, frozenset[str]]]
    groups: Mapping[str, frozenset[str]]
    children: Mapping[tuple[str, str], frozenset[str]]
    lists: Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def make_lexicon(vocabulary: Vocabulary, province: str) -> Lexicon:
    """Arrange the vocabulary of a province by wording.

    Parameters
    ----------
    vocabulary
        The vocabulary.
    province
        The province.

    Returns
    -------
    Lexicon
        What :func:`understand` looks words up in.
    """
    exact: dict[str, set[str]] = defaultdict(set)
    worded: dict[str, set[str]] = defaultdict(set)
    groups: dict[str, set[str]] = defaultdict(set)
    lists: dict[str, set[str]] = defaultdict(set)
    known = {entry.id: entry for entry in vocabulary.indicators_of(province)}
    for entry in known.values():
        for text in (entry.label_vi, *entry.aliases):
            exact[plain(text)].add(entry.id)
            parts = _parts(text)
            key = SEPARATOR.join(parts)
            # "Trong đó: ma túy" is understood only where it stands so; alone "Ma túy" may be anything.
            opens = len(parts) == 1 and plain(text).startswith("trong đó")
            if not opens and (" " in key or plain(text) == key):
                worded[key].add(entry.id)
            groups[entry.id].update(parts[:-1])
            commas = [place for place, letter in enumerate(text) if letter == ","]
            lists[key].update(canonical(text[:place]) for place in commas)
    asked = {
        form: tuple(name for name in entry.indicators if name in known)
        for entry in vocabulary.ambiguous
        for header in entry.headers
        for form in (plain(header), SEPARATOR.join(_parts(header)))
    }
    return Lexicon(
        known,
        {text: frozenset(ids) for text, ids in exact.items()},
        {text: frozenset(ids) for text, ids in worded.items()},
        asked,
        _categories(vocabulary),
        {name: frozenset(titles) for name, titles in groups.items()},
        _children(known, worded),
        {text: frozenset(openings) for text, openings in lists.items()},
    )


def _children(
    known: Mapping[str, Indicator], worded: Mapping[str, set[str]]
) -> Mapping[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in known.values():
        for alias in entry.aliases:
            *above, below = _parts(alias) or ("",)
            owners = worded.get(SEPARATOR.join(above), set()) if above else set()
            if len(owners) == 1:
                found[next(iter(owners)), below].add(entry.id)
    return {key: frozenset(ids) for key, ids in found.items()}


def category_said(header: str, indicator: Indicator, vocabulary: Vocabulary) -> str:
    """Tell which category of an indicator a header names, such as a model type below ``Điểm mô hình``.

    Parameters
    ----------
    header
        Header path.
    indicator
        What the column is said to report.
    vocabulary
        The vocabulary.

    Returns
    -------
    str
        The category; empty where the header names none of its dimension, or several.
    """
    known = _categories(vocabulary).get(indicator.dimension, {})
    parts = (form for text in header.split(SEPARATOR) for form in (text, _BRACKET.sub(" ", text)))
    found = frozenset[str]().union(*(known.get(canonical(part), frozenset()) for part in parts))
    return next(iter(found)) if len(found) == 1 else ""


def said_label(name: str, header: str, vocabulary: Vocabulary, lang: str = "vi") -> str:
    """Say what a column reports that is said to be an indicator, with the category that its header names.

    Parameters
    ----------
    name
        Identifier of the indicator.
    header
        Header path.
    vocabulary
        The vocabulary.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``Số “điểm” mô hình đang duy trì (Tiếng kẻng an ninh)``.
    """
    entry = vocabulary.indicator(name)
    category = category_said(header, entry, vocabulary)
    label = entry.label(lang)
    return f"{label} ({vocabulary.category_label(name, category, lang)})" if category else label


@lru_cache(maxsize=8)
def _categories(vocabulary: Vocabulary) -> Mapping[str, Mapping[str, frozenset[str]]]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    classes = {entry.dimension for entry in vocabulary.indicators.values() if entry.kind == "category"}
    for dimension in vocabulary.dimensions.values():
        for value in dimension.values:
            texts = {value.label_vi}
            if dimension.id in classes and " " in value.label_vi:
                # Offices write XS and TB over the columns of classes.
                texts.add("".join(word[0] for word in value.label_vi.split()))
            if dimension.values_from and value.id in vocabulary.model_types:
                texts.update(vocabulary.model_types[value.id].variants)
            for text in texts:
                for form in (canonical(text), canonical(text).removesuffix(" tổ chức")):
                    found[dimension.id][form].add(value.id)
    return {name: {text: frozenset(ids) for text, ids in texts.items()} for name, texts in found.items()}


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in map(canonical, text.split(SEPARATOR)) if part)


def plain(text: str) -> str:
    """Fold a header path, its quotes left out.

    Parameters
    ----------
    text
        A header path or a wording of the vocabulary.

    Returns
    -------
    str
        Only for comparing.
    """
    return SEPARATOR.join(fold(part).translate(_QUOTES) for part in text.split(SEPARATOR))
