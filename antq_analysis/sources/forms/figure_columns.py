"""What each column of figures reports where indicators stand in rows: its unit or total, and in which district."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from antq_analysis.places.matching.names import DISTRICT_TYPES, UNIT_TYPES, fold, split_type
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.headings import is_unit_header
from antq_analysis.sources.forms.register_names import Names
from antq_analysis.sources.tables.row_words import district_of_total, is_office, strip_order, total_scope

MANY_MORE = 2
_SAYS_VALUE = re.compile(
    r"^(?:(?:số liệu|số lượng|kết quả(?: thực hiện)?|thực hiện|kết quả đạt được|số)\b[\s:]*)+", re.IGNORECASE
)


@dataclass(frozen=True)
class Figures:
    """What a column of figures reports.

    Parameters
    ----------
    unit
        The unit or total that its head names; empty where the whole sheet is about one unit, or where the column is
        that of the district itself.
    district
        The district in which it lies; empty where none is told.
    said
        What else its head says, such as a year; empty where it adds nothing.
    """

    unit: str
    district: str
    said: str


def figure_columns(paths: Mapping[int, str], names: Names) -> dict[int, Figures]:
    """Tell what columns of figures report.

    A district that is not named in the head of each commune is taken from the column of a district or of its total
    before or after them, where the register says of all of them that they lie there; else from none.

    Parameters
    ----------
    paths
        Header path of each column of figures.
    names
        The names of the register.

    Returns
    -------
    dict of int to Figures
        One for each; empty where districts, not communes, stand side by side.
    """
    parts = {place: _with_types(path.split(SEPARATOR)) for place, path in paths.items()}
    if not any(names.is_commune(part) for own in parts.values() for part in own):
        return {place: Figures("", "", _said(own)) for place, own in parts.items()}
    named = [next((part for part in own if names.is_commune(part)), "") for own in parts.values()]
    doubtful = [part for part in named if part and names.may_be_district(part)]
    if len(doubtful) > 1 and len(doubtful) > MANY_MORE * len(
        [part for part in named if part and part not in doubtful]
    ):
        # Districts side by side, some of whose seats bear their names.
        return {}
    return _in_districts({place: _figures(own, names) for place, own in parts.items()}, names)


def _with_types(parts: Sequence[str]) -> list[str]:
    """Join a number to the type of unit right above it: ``Phường / 3``."""
    joined: list[str] = []
    for part in parts:
        if joined and part.isdecimal() and fold(joined[-1]) in UNIT_TYPES:
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return joined


def _figures(parts: Sequence[str], names: Names) -> Figures:
    def is_unit(part: str) -> bool:
        return names.is_commune(part) or bool(total_scope(part))

    at = next((number for number, part in enumerate(parts) if is_unit(part)), None)
    rest = [part for number, part in enumerate(parts) if number != at]
    district = next((part for part in rest if names.is_district(part)), "")
    said = _said([part for part in rest if part != district and not is_unit_header(part)])
    if at is not None:
        own = district_of_total(parts[at])
        return Figures(parts[at], district or (own if names.is_district(own) else ""), said)
    if split_type(strip_order(district))[0] in DISTRICT_TYPES:
        # The police of a district are a unit of their own.
        return (
            Figures(district, "", said) if is_office(strip_order(district)) else Figures("", district, said)
        )
    # Refused by its name: no unit is called so.
    return Figures(parts[-1], district, "")


def _said(parts: Sequence[str]) -> str:
    bare = [_SAYS_VALUE.sub("", part).strip() for part in parts]
    return SEPARATOR.join(part for part in bare if part)


def _in_districts(found: Mapping[int, Figures], names: Names) -> dict[int, Figures]:
    """Give each column its district; where it is not told of every commune, and cannot be, none has one."""
    communes = {place: item for place, item in found.items() if names.is_commune(item.unit)}
    own = {place: item.district for place, item in found.items() if not total_scope(item.unit)}
    if not all(item.district for item in communes.values()):
        ways = [_carried(found, places) for places in (found, [*found][::-1])]
        fitting = [
            told for told in ways if all(names.lies_in(communes[at].unit, told[at]) for at in communes)
        ]
        own |= fitting[0] if len(fitting) == 1 else dict.fromkeys(communes, "")
    return _totals_in_districts(
        {at: replace(item, district=own.get(at, item.district)) for at, item in found.items()}
    )


def _carried(found: Mapping[int, Figures], places: Iterable[int]) -> dict[int, str]:
    """Carry districts over the columns of units in one direction."""
    told, last = {}, ""
    for place in places:
        item = found[place]
        last = item.district or last
        if item.unit and not total_scope(item.unit):
            told[place] = last
    return told


def _totals_in_districts(found: Mapping[int, Figures]) -> dict[int, Figures]:
    """Let a total that may be that of a district follow the columns before it."""
    placed, before = {}, ""
    for place, item in found.items():
        scope = total_scope(item.unit)
        before = before if scope else item.district
        placed[place] = replace(item, district=item.district or before) if scope == "either" else item
    return placed
