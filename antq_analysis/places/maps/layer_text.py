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
from antq_analysis.places.letters.old_encodings import CLEAR, is_unicode, looks_old, reads_as
from antq_analysis.places.letters.old_fonts import Encoding, convert, words
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

    Every way in which they may have been stored is tried. That which gives most words of the names that are known
    wins, else that which reads most Vietnamese syllables; where none is clearly better the texts stand as they are.

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
    columns = [name for name in texts if pd.api.types.is_string_dtype(texts[name])]
    written = sorted({str(text) for name in columns for text in texts[name].dropna()})
    written = [text for text in written if not text.isascii()]
    if not written and not any(
        texts[name].astype("str").str.contains("?", regex=False).any() for name in columns
    ):
        return texts, []
    said, plain = _as_told(written, declared)
    how, is_open = _best_reading(plain, known)
    meant = {
        text: (_READINGS[how](plain[text].stored) if how else None) or plain[text].shown for text in written
    }
    findings = []
    changed = [text for text in written if meant[text] != said[text]]
    if changed:
        before, after = said[changed[0]], meant[changed[0]]
        values = {"encoding": how or "UTF-8", "n": len(changed)}
        findings.append(Finding("layer_text_decoded", Severity.NOTE, file, "", "", before, after, values))
    out = texts.copy()
    for name in columns:
        out[name] = [meant.get(text, text) for text in texts[name]]
    broken = sorted({str(text) for name in columns for text in out[name] if _BROKEN.search(str(text))})
    # Where another reading is only likelier, a text that shows it must be there: few good names prove nothing.
    shown = broken or ([text for text in meant.values() if looks_old([text])] if is_open else [])
    if shown:
        n = max(len(broken), 1)
        findings.append(
            Finding("layer_text_broken", Severity.WARNING, file, written=shown[0], values={"n": n})
        )
    return out, findings


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


def _best_reading(plain: Mapping[str, _Text], known: Collection[str]) -> tuple[str, bool]:
    """Name the reading that is clearly better than the plain one, if any; else tell whether one is only likelier."""
    vocabulary = {word for name in known for word in words(fold(name)) if not word.isascii()}
    suspects = [text for text in plain.values() if not is_unicode(text.stored)]
    counts = {
        how: _count((read(text.stored) or text.shown for text in suspects), vocabulary)
        for how, read in _READINGS.items()
    }
    own = _count((text.shown for text in suspects), vocabulary)
    best = max(counts, key=lambda how: counts[how])
    if counts[best][0] > own[0]:
        return best, False
    likely = max(counts, key=lambda how: counts[how][1])
    more = counts[likely][1] - own[1] if not own[0] else 0
    return likely if more >= CLEAR else "", 0 < more < CLEAR


def _count(texts: Iterable[str], vocabulary: Collection[str]) -> tuple[int, int]:
    """Count the words that are known, and the syllables less what is none; only words with marks count."""
    marked = {word for text in texts for word in words(fold(clean(text))) if not word.isascii()}
    good = sum(map(is_syllable, marked))
    return len(marked.intersection(vocabulary)), 2 * good - len(marked)


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


def _font(text: str, encoding: Encoding) -> str | None:
    return None if reads_as(text, encoding) == "plain" else convert(text, encoding)


_READINGS: Mapping[str, Reading] = {
    "UTF-8": partial(_decode, encoding="utf-8"),
    "Windows-1258": partial(_decode, encoding="cp1258"),
    "TCVN3 (ABC, .VnTime)": partial(_font, encoding="tcvn3"),
    "VNI": partial(_font, encoding="vni"),
    "VISCII": partial(_font, encoding="viscii"),
}
