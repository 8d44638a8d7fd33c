"""Texts of a layer in the letters that were meant, whatever encoding or font they were stored in."""

import codecs
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.letters.folding import clean, fold
from antq_analysis.places.letters.old_encodings import CLEAR, is_unicode, looks_old
from antq_analysis.places.letters.old_fonts import convert, is_marked, words
from antq_analysis.places.letters.syllables import is_syllable

_NUMBER = re.compile(r"\d{3,5}$")
Reading = Callable[[str], str | None]

# What is left where letters were lost or bytes were taken for the wrong letters: "X� B?c", "Xã", "Máº«u".
_BROKEN = re.compile("[\ufffd\u0080-\u009f]|\\w\\?|\\?\\w|Ã[\u00a1-\u00bf]|á[º»]|Æ[°¡]|Ä[\u2018\u0090]")


def find_column(columns: Iterable[object], wanted: str) -> object | None:
    """Find a column by its name, also where the name is stored in another encoding.

    Parameters
    ----------
    columns
        Names of the columns as stored.
    wanted
        The name as people read it.

    Returns
    -------
    object or None
        The name as stored; None where there is no such column.
    """
    names = list(columns)
    if wanted in names:
        return wanted
    for name in names:
        if not str(name).isascii() and wanted in {read(str(name)) for read in _READINGS.values()}:
            return name
    return None


def make_readable(
    texts: pd.DataFrame, known: Collection[str], file: str, declared: str | None = None
) -> tuple[pd.DataFrame, list[Finding]]:
    """Give texts the letters that were meant.

    A column that has a letter which only Unicode has, as nearly every Vietnamese list does, stands as it is. For the
    others every way in which they may have been stored is tried. That which gives most words of the names that are
    known wins, else that which reads most Vietnamese syllables; where none is clearly better they stand as they are.

    Parameters
    ----------
    texts
        Columns of texts.
    known
        Names that the register has.
    file
        What to call the layer in findings.
    declared
        The encoding that a file of bytes says it has, empty where it says none; its texts are bytes in the guise of
        the first 256 letters. None where the texts were decoded already.

    Returns
    -------
    tuple[pandas.DataFrame, list[Finding]]
        The texts, with a note that says how they were stored, or a warning where letters are broken and no way of
        reading mends them.
    """
    columns = {name: _distinct(texts[name]) for name in texts if pd.api.types.is_string_dtype(texts[name])}
    written = sorted({text for own in columns.values() for text in own if is_marked(text)})
    if not written and not any("?" in text for own in columns.values() for text in own):
        return texts, []
    said, plain = _as_told(written, declared)
    marked = {name: {text: plain[text] for text in own if text in plain} for name, own in columns.items()}
    settled = {name for name, own in marked.items() if any(is_unicode(text.stored) for text in own.values())}
    others = [text for name, own in marked.items() if name not in settled for text in own.values()]
    vocabulary = frozenset(word for name in known for word in words(fold(name)) if not word.isascii())
    how, is_open = _best_reading(others, vocabulary)
    meant = {name: _meant(own, "" if name in settled else how) for name, own in marked.items()}
    changed = sorted((text, new) for own in meant.values() for text, new in own.items() if new != said[text])
    findings = []
    if changed:
        before, after = said[changed[0][0]], changed[0][1]
        values = {"encoding": how or "UTF-8", "n": len(dict(changed))}
        findings.append(Finding("layer_text_decoded", Severity.NOTE, file, "", "", before, after, values))
    out = texts.copy()
    for name in columns:
        out[name] = [meant[name].get(text, text) for text in texts[name]]
    broken = sorted({text for name in columns for text in _distinct(out[name]) if _BROKEN.search(text)})
    # Where another reading is only likelier, a text that shows it must be there: few good names prove nothing.
    shown = broken or sorted(_old_left(meant[name] for name in columns if is_open or name in settled))
    if shown:
        values = {"n": len(shown)}
        findings.append(Finding("layer_text_broken", Severity.WARNING, file, written=shown[0], values=values))
    return out, findings


def _distinct(column: pd.Series) -> set[str]:
    return set(column.dropna().astype(str))


@dataclass(frozen=True)
class _Text:
    """A text as the readings take it, and as it stands where none of them is better."""

    stored: str
    shown: str


def _as_told(written: Collection[str], declared: str | None) -> tuple[Mapping[str, str], Mapping[str, _Text]]:
    """Read texts as the file says, and as its bytes say where nothing speaks for another encoding."""
    if declared is None:
        return {text: text for text in written}, {text: _Text(text, text) for text in written}
    codec = _codec(declared)
    said = {text: (_decode(text, codec) if codec else None) or _western(text) for text in written}
    # Bytes of another encoding hardly ever make UTF-8 by chance.
    as_utf8 = {text: _decode(text, "utf-8") for text in written}
    if all(as_utf8.values()):
        return said, {text: _Text(str(read), str(read)) for text, read in as_utf8.items()}
    return said, {text: _Text(text, said[text]) for text in written}


def _old_left(columns: Iterable[Mapping[str, str]]) -> set[str]:
    return {text for own in columns for text in own.values() if looks_old([text])}


def _meant(texts: Mapping[str, _Text], how: str) -> Mapping[str, str]:
    return {text: (_READINGS[how](one.stored) if how else None) or one.shown for text, one in texts.items()}


def _best_reading(texts: Collection[_Text], vocabulary: frozenset[str]) -> tuple[str, bool]:
    """Name the reading that is clearly better than the plain one, if any; else tell whether one is only likelier."""
    counts = {how: _count(texts, vocabulary, read) for how, read in _READINGS.items()}
    own = _count(texts, vocabulary)
    best = max(counts, key=lambda how: counts[how])
    if counts[best][0] > own[0]:
        return best, False
    likely = max(counts, key=lambda how: counts[how][1])
    more = counts[likely][1] - own[1] if not own[0] else 0
    return likely if more >= CLEAR else "", 0 < more < CLEAR


def _shown(_: str) -> str | None:
    return None


def _count(texts: Iterable[_Text], vocabulary: frozenset[str], read: Reading = _shown) -> tuple[int, int]:
    """Count the words as stored that a reading makes known, and those that it makes syllables.

    A stored word counts once, however it is read: readings that leave some texts as they stand show more words than
    there are.
    """
    stored = {
        pair for text in texts for pair in zip(text.stored.split(" "), text.shown.split(" "), strict=False)
    }
    shown = [words(fold(clean(read(old) or plain))) for old, plain in stored if is_marked(old)]
    return (
        sum(not vocabulary.isdisjoint(found) for found in shown),
        sum(bool(found) and all(map(is_syllable, found)) for found in shown),
    )


def _codec(declared: str) -> str:
    """Name the codec that a file means by words like ``UTF-8``, ``ANSI 1258`` or ``65001``."""
    number = _NUMBER.search(declared)
    for name in (declared.strip(), f"cp{number.group()}" if number else ""):
        try:
            return codecs.lookup(name).name if name else ""
        except LookupError:
            continue
    return ""


def _bytes(text: str) -> bytes | None:
    """Give the bytes of a text that was decoded as Western European, whichever of the two usual ways."""
    if is_unicode(text):
        return None
    out = bytearray()
    for letter in text:
        if ord(letter) < 256:
            out.append(ord(letter))
            continue
        try:
            out += letter.encode("cp1252")
        except UnicodeEncodeError:
            return None
    return bytes(out)


def _decode(text: str, encoding: str) -> str | None:
    raw = _bytes(text)
    try:
        return None if raw is None else unicodedata.normalize("NFC", raw.decode(encoding))
    except UnicodeDecodeError:
        return None


def _western(text: str) -> str:
    return _decode(text, "cp1252") or text


_READINGS: Mapping[str, Reading] = {
    "UTF-8": partial(_decode, encoding="utf-8"),
    "Windows-1258": partial(_decode, encoding="cp1258"),
    "TCVN3 (ABC, .VnTime)": partial(convert, encoding="tcvn3"),
    "VNI": partial(convert, encoding="vni"),
    "VISCII": partial(convert, encoding="viscii"),
}
