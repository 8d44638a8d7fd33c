"""What a vocabulary must satisfy beyond the types of its fields: names exist, nothing contradicts."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from antq_analysis.errors import nearest
from antq_analysis.language.catalogue import Sentence
from antq_analysis.vocabulary.changes import BREAK_KINDS, Break
from antq_analysis.vocabulary.indicators import PROGRAMME, UNIT_TYPES, WORDS, Indicator
from antq_analysis.vocabulary.lookup import Vocabulary
from antq_analysis.vocabulary.provinces import plain_id

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def repeated(what: str, ids: Iterable[str]) -> list[str]:
    """Name identifiers that stand twice.

    Parameters
    ----------
    what
        The kind of block, as the file writes it.
    ids
        Identifiers in the order of the file.

    Returns
    -------
    list of str
        One line each.
    """
    return [
        Sentence("vocabulary.repeated", what=what, name=name)
        for name, count in Counter(ids).items()
        if count > 1
    ]


def problems(vocabulary: Vocabulary) -> list[str]:
    """List everything that is wrong in a vocabulary.

    Parameters
    ----------
    vocabulary
        The vocabulary, its types already right.

    Returns
    -------
    list of str
        One line each; empty when all is well.
    """
    found = [line for entry in vocabulary.indicators.values() for line in _indicator(entry, vocabulary)]
    found += [line for entry in vocabulary.breaks for line in _break(entry, vocabulary)]
    found += _chains(vocabulary)
    found += _aliases(vocabulary)
    for asked in vocabulary.ambiguous:
        found += _unknown(
            f"ambiguous {asked.headers[:1]}", "indicators", asked.indicators, vocabulary.indicators
        )
    for model in vocabulary.model_types.values():
        found += _unknown(f"model_types.csv {model.id}", "group", [model.group], vocabulary.model_groups)
    for province in vocabulary.provinces.values():
        if not _ID.fullmatch(province.id):
            found.append(Sentence("vocabulary.province_id", name=province.id, better=plain_id(province.id)))
        later = [step.province for step in province.succession]
        found += _unknown(f"province {province.id}", "succession", later, vocabulary.provinces)
    return found


def plain(header: str) -> str:
    """Write a header so that case, spaces and quotes do not tell two apart.

    Parameters
    ----------
    header
        As it stands in the file.

    Returns
    -------
    str
        Only for comparing.

    Examples
    --------
    >>> plain("Số  “ĐIỂM” mô hình")
    'số điểm mô hình'
    """
    text = unicodedata.normalize("NFC", header).casefold()
    return " ".join(text.translate(dict.fromkeys(map(ord, "“”\"'‘’"))).split())


def _unknown(where: str, field: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    known = tuple(known)
    for name in names:
        if name not in known:
            near = nearest(name, known)
            case = Sentence("vocabulary.unknown", where=where, field=field, name=name)
            yield Sentence("language.meant", why=case, name=near) if near else case


def _indicator(entry: Indicator, vocabulary: Vocabulary) -> Iterator[str]:
    where = f"indicator {entry.id}"
    for field, words in WORDS.items():
        yield from _unknown(where, field, [getattr(entry, field)], words)
    known = vocabulary.indicators
    yield from _unknown(where, "denominators", entry.denominators, known)
    yield from _unknown(where, "contains", entry.contains, (*known, PROGRAMME))
    yield from _unknown(where, "never_above", entry.never_above, known)
    yield from _unknown(where, "parts", entry.parts, known)
    yield from _unknown(where, "dimension", filter(None, [entry.dimension]), vocabulary.dimensions)
    yield from _unknown(where, "scope", filter(None, [entry.scope]), vocabulary.provinces)
    yield from _unknown(where, "applies_to", entry.applies_to, UNIT_TYPES)
    if entry.parts and len(entry.parts) != 2:
        yield Sentence("vocabulary.two_parts", where=where)
    if bool(entry.parts) != (entry.adds_up == "ratio") or (entry.parts and entry.kind != "rate"):
        yield Sentence("vocabulary.rate_parts", where=where)
    if entry.per <= 0:
        yield Sentence("vocabulary.per", where=where)
    for child in entry.parts:
        if child in known and known[child].scope not in ("", entry.scope):
            yield Sentence("vocabulary.scope", where=where, name=child)


def _break(entry: Break, vocabulary: Vocabulary) -> Iterator[str]:
    where = f"break {entry.id}"
    yield from _unknown(where, "kind", [entry.kind], BREAK_KINDS)
    yield from _unknown(where, "indicators", entry.indicators, vocabulary.indicators)
    yield from _unknown(where, "provinces", entry.provinces, vocabulary.provinces)
    if entry.cuts and not entry.indicators:
        yield Sentence("vocabulary.break_all", where=where)
    if entry.before == entry.after:
        yield Sentence("vocabulary.break_same", where=where)


def _chains(vocabulary: Vocabulary) -> Iterator[str]:
    """Two breaks of one kind that follow each other in a series: what one ends with the next begins with."""
    for indicator in vocabulary.indicators:
        for province in vocabulary.provinces:
            last: dict[str, Break] = {}
            for entry in vocabulary.breaks_for(province, indicator):
                earlier = last.get(entry.kind)
                if entry.cuts and earlier and (earlier.after != entry.before or earlier.on == entry.on):
                    yield Sentence(
                        "vocabulary.chain",
                        name=indicator,
                        province=province,
                        first=earlier.id,
                        second=entry.id,
                    )
                last[entry.kind] = entry


def _aliases(vocabulary: Vocabulary) -> Iterator[str]:
    scopes = {entry.scope for entry in vocabulary.indicators.values()}
    seen: set[tuple[str, ...]] = set()
    worded = [
        (entry, [plain(alias) for alias in (entry.label_vi, *entry.aliases)])
        for entry in vocabulary.indicators.values()
    ]
    asked = [plain(header) for entry in vocabulary.ambiguous for header in entry.headers]
    for scope in sorted(scopes):
        owners: dict[str, set[str]] = defaultdict(set)
        for entry, headers in worded:
            for header in headers if entry.scope in ("", scope) else ():
                owners[header].add(entry.id)
        for header in asked:
            owners[header].add("[[ambiguous]]")
        for header, ids in owners.items():
            clash = (header, *sorted(ids))
            if len(ids) > 1 and clash not in seen:
                seen.add(clash)
                yield Sentence("vocabulary.alias", header=header, names=", ".join(sorted(ids)))
