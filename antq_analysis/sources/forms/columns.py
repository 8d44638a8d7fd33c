"""Which column of a sheet is read, compared or left aside, by its folded header path; whatever differs is a finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import PRINTED, RATE_LEFT, TARGET_LEFT, Check, Column, SheetLayout
from antq_analysis.sources.workbooks.marks import cell_name

NEAR = 60.0
ROW_NUMBERS = frozenset({"stt", "tt", "số tt", "số thứ tự", "thứ tự"})
UNIT_CODES = frozenset(
    {
        "mã xã", "mã số xã", "mã đơn vị", "mã đvhc", "mã đơn vị hành chính", "mã số", "mã", "mã xã, phường",
        "mã xã/phường", "mã xã, phường, thị trấn", "mã số đơn vị", "mã số đvhc", "fips",
    }
)  # fmt: skip
_NOTED = {RATE_LEFT: "rate_left", TARGET_LEFT: "target_left"}
_LABELS = dict.fromkeys(ROW_NUMBERS, "row_number") | dict.fromkeys(UNIT_CODES, "unit_code")


@dataclass(frozen=True)
class ColumnMap:
    """What each column of a sheet is.

    Parameters
    ----------
    read
        Columns that are read, by their number from 0.
    checks
        Printed ratios.
    ignored
        Columns left aside on purpose, with the reason.
    district
        The column with the district, or None.
    foreign
        Columns under the head of the table that the layout does not know, with their header path.
    findings
        Missing, doubled and changed headers.
    code
        The column with the codes of units, or None; a layout that names it leaves it aside.
    plans
        Columns that are left aside, by their header path in the layout: a printed rate may be one of a plan.
    """

    read: Mapping[int, Column]
    checks: Mapping[int, Check]
    ignored: Mapping[int, str]
    district: int | None
    foreign: Mapping[int, str]
    findings: tuple[Finding, ...]
    code: int | None = None
    plans: Mapping[str, int] = field(default_factory=dict)


def map_columns(header: Header, layout: SheetLayout, file: str, sheet: str) -> ColumnMap:
    """Find every column of the layout in the head of a table.

    Parameters
    ----------
    header
        The head.
    layout
        What is expected.
    file, sheet
        Where, for findings.

    Returns
    -------
    ColumnMap
        What each column is. A header that stands twice is read nowhere.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for column, path in enumerate(header.paths):
        if path and column != header.unit_column:
            places[fold(path)].append(column)
    expected = {fold(text) for text in layout.headers()}
    left = {column: path for column, path in enumerate(header.paths) if column != header.unit_column}
    free = {fold(path): path for path in left.values() if path and fold(path) not in expected}
    findings: list[Finding] = []

    def find(text: str) -> int | None:
        found = places.get(fold(text), [])
        if len(found) == 1:
            del left[found[0]]
            return found[0]
        cells = ", ".join(cell_name(header.bottom, column) for column in found)
        near = free.get(nearest_header(fold(text), free), "")
        rule = "header_twice" if found else "column_missing"
        findings.append(
            Finding(
                rule,
                Severity.ERROR,
                file,
                sheet,
                cells,
                written=near,
                expected=text,
                values={"near": near or "-"},
            )
        )
        return None

    read = {place: column for column in layout.column if (place := find(column.header)) is not None}
    checks = {place: check for check in layout.check if (place := find(check.header)) is not None}
    aside_by = {item: place for item in layout.ignore if (place := find(item.header)) is not None}
    ignored = {place: item.reason for item, place in aside_by.items()}
    plans = {item.header: place for item, place in aside_by.items()}
    findings += [
        Finding(
            _NOTED[reason], Severity.NOTE, file, sheet, cell_name(header.bottom, place), header.paths[place]
        )
        for place, reason in ignored.items()
        if reason in _NOTED
    ]
    findings += [
        _earlier(column, cell_name(header.bottom, place), file, sheet)
        for place, column in read.items()
        if column.years_before and column.rule != PRINTED
    ]
    district = find(layout.district_header) if layout.district_header else None
    aside = {column: _LABELS[fold(path)] for column, path in left.items() if fold(path) in _LABELS}
    foreign = {column: path for column, path in left.items() if column not in aside}
    codes = [column for column, reason in aside.items() if reason == "unit_code"]
    code = codes[0] if len(codes) == 1 else None
    return ColumnMap(read, checks, ignored | aside, district, foreign, tuple(findings), code, plans)


def _earlier(column: Column, cell: str, file: str, sheet: str) -> Finding:
    values = {"years": column.years_before}
    return Finding("earlier_year_read", Severity.NOTE, file, sheet, cell, column.header, values=values)


def nearest_header(wanted: str, known: Iterable[str]) -> str:
    """Find the header that was probably meant, to show it to a person; nothing is read because of it.

    Parameters
    ----------
    wanted
        The header that is missing, folded.
    known
        Headers that there are, folded.

    Returns
    -------
    str
        The nearest, or empty when none is near.

    Examples
    --------
    >>> nearest_header("dân số", ["số vụ", "dân số trung bình"])
    'dân số trung bình'
    """
    found = process.extractOne(wanted, list(known), scorer=fuzz.WRatio, score_cutoff=NEAR)
    return str(found[0]) if found else ""
