"""Rows that are no commune by their own words: organisations, police posts, industrial parks; and their codes."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import pandas as pd
from rapidfuzz import fuzz, process

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import DISTRICT_TYPES, bare, bare_key, clean, fold, read_name
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.row_words import strip_order
from antq_analysis.sources.tables.units import NamedRow
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.vocabulary.other_units import OTHER_LEVELS, OtherWords

OTHER = "other_unit"
"""Beside the ways in which a name is found: by its own words it names no commune."""

RULE = "other_units"
"""The finding that lists them, with their codes."""

NEAR_COMMUNE = 85.0
"""From this likeness on a name may be a misspelt commune, whatever its first words are."""

SEPARATOR = ":"
LISTED = "; "
_ORDER = re.compile(r"^\d{1,3}\s*[.)/]\s*(?!\d)")
_FOOTNOTE = re.compile(r"\s*[(\[]\s*(?:\*+|\d{1,2})\s*[)\]]$")
_OF_PROVINCE = re.compile(r"\btỉnh\b")


def other_words(name: str, table: Sequence[OtherWords]) -> OtherWords | None:
    """Tell whether a name says by its own words that it is no commune.

    Parameters
    ----------
    name
        As written.
    table
        The words.

    Returns
    -------
    OtherWords or None
        The longest words with which the name begins; None for a name with the type of a commune, or without such words.

    Examples
    --------
    >>> words = (OtherWords("kcn", "khu công nghiệp", "industrial_park"),)
    >>> other_words("2. KCN Mẫu Sơn", words).level, other_words("Xã KCN", words), other_words("Mẫu Sơn", words)
    ('industrial_park', None, None)
    """
    if read_name(name).type not in ("", "tỉnh", *DISTRICT_TYPES):
        return None
    text = _plain(name)
    fits = [entry for entry in table if _begins(text, fold(entry.words))]
    return max(fits, key=lambda entry: len(entry.words), default=None)


def _plain(name: str) -> str:
    return fold(_FOOTNOTE.sub("", strip_order(_ORDER.sub("", clean(name)))))


def _begins(text: str, words: str) -> bool:
    return text.startswith(words) and not text[len(words) : len(words) + 1].isalpha()


def other_code(name: str, entry: OtherWords, district: str = "") -> str:
    """Make the code of a unit that has none: its level, its district where it lies in one, and its name.

    Parameters
    ----------
    name
        As written.
    entry
        The words by which it is told.
    district
        The district in which the row stands; it is left out where the name says that it speaks of the province.

    Returns
    -------
    str
        The same for every way of writing the name.

    Examples
    --------
    >>> words = OtherWords("kcn", "khu công nghiệp", "industrial_park")
    >>> other_code("KCN Mẫu Sơn", words), other_code("KCN MẪU SƠN (*)", words, "Huyện Mẫu")
    ('industrial_park:khu-cong-nghiep-mau-son', 'industrial_park:mau:khu-cong-nghiep-mau-son')
    """
    text = _plain(name)
    full = fold(entry.means or entry.words) + text[len(fold(entry.words)) :]
    inside = "" if _OF_PROVINCE.search(text) else _slug(read_name(strip_order(district)).name)
    return SEPARATOR.join(part for part in (entry.level, inside, _slug(full)) if part)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", bare(text)))


def level_of(unit_code: str, level: str) -> str:
    """Give the level of a unit.

    Parameters
    ----------
    unit_code
        A code of the register, or one of :func:`other_code`.
    level
        The level of the table.

    Returns
    -------
    str
        One of :data:`antq_analysis.observations.LEVELS`.
    """
    if SEPARATOR not in unit_code:
        return level
    own = unit_code.partition(SEPARATOR)[0]
    return own if own in OTHER_LEVELS else level


def lone_headings(rows: Sequence[Row], table: Sequence[OtherWords]) -> list[Row]:
    """Take a row for a unit that looks like the heading of a group but is none.

    Parameters
    ----------
    rows
        The rows under the head.
    table
        The words of units that are no communes.

    Returns
    -------
    list of Row
        ``B. Khối cơ quan`` with figures and without rows below is a unit. So is ``Công an huyện Mẫu`` with figures,
        where no communes stand below or huyện Mẫu has a heading of its own; the rows below it belong to the heading
        above.
    """
    filled = {row.group for row in rows if row.kind is Kind.NAMED}
    headings = [row for row in rows if row.kind is Kind.HEADING]
    offices = {row.group for row in headings if row.has_values and other_words(row.name, table)}
    headed = {_district(row.name) for row in headings if row.group not in offices} - {""}
    done, group, district = [], 0, ""
    own = -1
    for row in rows:
        if row.kind is Kind.HEADING and row.group in offices:
            of = _district(row.name)
            if row.group not in filled or of in headed:
                own = row.group
                above = group if of else row.group
                done.append(replace(row, kind=Kind.NAMED, district="", group=above))
                continue
        if row.group == own:
            done.append(replace(row, group=group, district=district))
            continue
        group, district = row.group, row.district
        done.append(row)
    return done


def _district(name: str) -> str:
    written = read_name(strip_order(name))
    return bare_key(written.name) if written.type in DISTRICT_TYPES else ""


def find_others(
    named: Sequence[NamedRow],
    found: pd.DataFrame,
    register: pd.DataFrame,
    table: Sequence[OtherWords],
    known: Collection[str],
) -> tuple[list[NamedRow], pd.DataFrame]:
    """Give a code to each row that found no commune and says that it is none.

    A name of the register comes first, also where only its accents differ; a name that is like that of a commune stays
    an unknown unit. A commune of which only the name agrees, not the type (``Công an tỉnh Mẫu`` and xã Mẫu), is none.

    Parameters
    ----------
    named, found
        As :func:`antq_analysis.sources.tables.units.find_units` returns them.
    register
        The communes.
    table
        The words.
    known
        Folded names of the districts.

    Returns
    -------
    tuple
        The same rows and answers; ``how`` is :data:`OTHER` where a row is such a unit.
    """
    told = zip(found["how"].tolist(), found["note"].tolist(), strict=True)
    asked = [
        other_words(line.row.name, table)
        if how == "none"
        or "type_differs" in note.split(";")
        or (how == "ambiguous" and "second_name" in note.split(";"))
        else None
        for line, (how, note) in zip(named, told, strict=True)
    ]
    if not any(asked):
        return list(named), found
    communes = [bare_key(read_name(str(name)).name) for name in register["name"]]
    lines, hows = list(named), found["how"].tolist()
    for place, (line, entry) in enumerate(zip(named, asked, strict=True)):
        if not entry or _is_near(line.row.name, communes):
            continue
        inside = line.district if fold(strip_order(line.district)) in known else ""
        code = other_code(line.row.name, entry, inside)
        lines[place], hows[place] = replace(line, unit_code=code, is_part=False), OTHER
    return lines, found.assign(how=pd.Series(hows, index=found.index, dtype="str"))


def _is_near(name: str, communes: Sequence[str]) -> bool:
    wanted = [bare_key(part) for part in (name, *clean(name).split(",")[1:])]
    wanted += [bare_key(read_name(part).name) for part in clean(name).split(",")[1:]]
    return any(
        process.extractOne(one, communes, scorer=fuzz.ratio, score_cutoff=NEAR_COMMUNE)
        for one in wanted
        if one
    )


def other_findings(named: Sequence[NamedRow], file: str, sheet: str, column: int) -> Iterator[Finding]:
    """List the rows that were loaded as units beside the communes.

    Parameters
    ----------
    named
        The named rows.
    file, sheet, column
        Where.

    Yields
    ------
    Finding
        At most one note.
    """
    own = [line for line in named if level_of(line.unit_code, "")]
    if own:
        cells = ", ".join(cell_name(line.row.index, column) for line in own)
        names = {line.unit_code: clean(line.row.name).replace(LISTED.strip(), ",") for line in own}
        values = {"n": len(own), "units": LISTED.join(names.values()), "codes": LISTED.join(names)}
        yield Finding(RULE, Severity.NOTE, file, sheet, cells, values=values)
