"""Which commune a sheet is about that reports one alone: what the words above its table or its name say, exactly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from antq_analysis.places.matching.names import fold, read_name, spelling_key
from antq_analysis.sources.forms.header import label
from antq_analysis.sources.forms.register_names import Names
from antq_analysis.sources.workbooks.workbook import Sheet

MOST_WORDS = 6
_TYPE = re.compile(r"(?<!thị )\b(?:xã|phường|thị trấn|đặc khu|tt\.|x\.|p\.)\s*(?=\S)", re.IGNORECASE)
_LABELLED = re.compile(
    r"^\W*(?:(?:tên )?đơn vị(?: báo cáo| gửi báo cáo| lập biểu)?|địa phương|địa bàn"
    r"|xã, phường(?:, thị trấn|, đặc khu)?)\s*:\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:$|[,;:()\-\u2013.\n/]|(?:năm|huyện|tỉnh|thành phố|thị xã|quận|quý|tháng|6 tháng|9 tháng|tp\.?)\b)",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"\b(?:huyện|thị xã|thành phố|quận|tp\.?|h\.)\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class OwnUnit:
    """The commune that a sheet is about.

    Parameters
    ----------
    name
        As written; empty where none or several are named.
    place
        The cell that names it; None where the name of the sheet does.
    district
        The district that is named beside it, empty where none or several are.
    several
        The names, where they are of several communes.
    """

    name: str = ""
    place: tuple[int, int] | None = None
    district: str = ""
    several: tuple[str, ...] = ()


def own_unit(sheet: Sheet, top: int, names: Names) -> OwnUnit:
    """Find the one commune that a sheet says it is about.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of its table, counted from 0.
    names
        The names of the register.

    Returns
    -------
    OwnUnit
        The commune; nothing is taken that is not a name of the register, letter by letter, and no other is named.

    Examples
    --------
    >>> names = Names(frozenset({spelling_key("Mộng Phong"), spelling_key("Ảo Quý")}), frozenset())
    >>> rows = [["CÔNG AN XÃ MỘNG PHONG", "CỘNG HÒA XÃ HỘI"], ["Nội dung", "Năm 2023"]]
    >>> own_unit(Sheet("1", rows), 1, names).name, own_unit(Sheet("Xã Ảo Quý", rows), 1, names).several
    ('XÃ MỘNG PHONG', ('XÃ MỘNG PHONG', 'Xã Ảo Quý'))
    """
    texts = [
        ((row, column), value)
        for row in range(top)
        for column, value in enumerate(sheet.rows[row])
        if isinstance(value, str) and value
    ]
    found: dict[str, tuple[str, tuple[int, int] | None]] = {}
    for place, text in texts:
        for name in _communes(text, names):
            found.setdefault(_key(name), (name, place))
    if names.is_commune(sheet.name) and not names.may_be_district(sheet.name):
        found.setdefault(_key(sheet.name), (sheet.name, None))
    if len(found) != 1:
        return OwnUnit(several=tuple(name for name, _ in found.values()))
    name, at = next(iter(found.values()))
    districts = {fold(text): text for _, value in texts for text in _districts(value, names)}
    return OwnUnit(name, at, next(iter(districts.values())) if len(districts) == 1 else "")


def _key(name: str) -> str:
    return spelling_key(read_name(name).name)


def _communes(text: str, names: Names) -> Iterator[str]:
    for line in re.split(r"[\r\n]+", text):
        labelled = _LABELLED.match(line)
        starts = [(found.start(), found.end()) for found in _TYPE.finditer(line)]
        starts += [(labelled.end(), labelled.end())] if labelled else []
        for start, after in starts:
            for stop in _stops(line, after):
                text = label(line[start:stop])
                # A bare name after a label may be that of a district, whose seat bears it too.
                if names.is_commune(text) and not names.may_be_district(text):
                    yield text
                    break


def _districts(text: str, names: Names) -> Iterator[str]:
    for line in re.split(r"[\r\n]+", text):
        for found in _DISTRICT.finditer(line):
            for stop in _stops(line, found.end()):
                if names.is_district(label(line[found.start() : stop])):
                    yield label(line[found.start() : stop])
                    break


def _stops(line: str, start: int) -> Iterator[int]:
    """Give the ends at which a name may stop: after some words, before a mark or a word that begins something else."""
    own = re.split(r"[,;:()/]", line[start:], maxsplit=1)[0]
    ends = [found.end() for found in re.finditer(r"\S+", own)][:MOST_WORDS]
    yield from (start + end for end in reversed(ends) if _AFTER.match(line[start + end :]))
