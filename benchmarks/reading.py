"""Reading one large workbook, beside the reader that only hands over its cells: ``python benchmarks/reading.py``.

A sheet of 11,000 communes and 40 columns is read, matched, checked and laid out as observations; calamine hands over
the same cells. A layout is drafted for a sheet of that size, too. All run in one process, in turn; the fastest of
several runs counts.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import python_calamine
import xlsxwriter

from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import Draft, draft_layout
from antq_analysis.sources.forms.layout import Column, Layout, SheetLayout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary

ROWS, COLUMNS, RUNS = 11_000, 40, 3
SYLLABLES = ("Mộng", "Ước", "Khảo", "Nháp", "Huyền", "Thoại", "Ngụ", "Mơ", "Dụ", "Tưởng")


def register() -> pd.DataFrame:
    """Fictional communes, 100 to a district."""
    lines = []
    for number in range(ROWS):
        district = number // 100
        name = f"Xã {SYLLABLES[number % 10]} {SYLLABLES[number // 10 % 10]} {district}"
        lines.append((f"{number:05d}", name, "xã", f"{district:03d}", f"Huyện Mẫu {district}"))
    columns = ["unit_code", "name", "type", "district_code", "district_name"]
    return pd.DataFrame(lines, columns=columns, dtype="str")


def indicators(vocabulary: Vocabulary) -> list[str]:
    """Pick the first counts of communes in the vocabulary."""
    found = [
        entry.id for entry in vocabulary.indicators.values() if entry.adds_up == "sum" and not entry.scope
    ]
    return found[: COLUMNS - 2]


def write(path: Path, units: pd.DataFrame, headers: list[str]) -> None:
    """Write the sheet: mostly numbers, some texts with thousands, dashes and empty cells."""
    chance = random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Biểu")
        sheet.write_row(0, 0, ["STT", "Xã, phường", *headers])
        row = 1
        for district, own in units.groupby("district_name", sort=False):
            sheet.write(row, 1, str(district))
            row += 1
            for order, name in enumerate(own["name"], 1):
                cells = [chance.choice([chance.randrange(900), "1.602", "-", "", 7, 12]) for _ in headers]
                sheet.write_row(row, 0, [order, name, *cells])
                row += 1


def layout(wanted: list[str]) -> Layout:
    """Say how that sheet is read."""
    columns = tuple(Column(name, name, "in_year", "count") for name in wanted)
    return Layout("bench", "b", "b", 2000, "calendar", (SheetLayout("Biểu", "Xã, phường", columns),))


def seconds(step: Callable[[], object]) -> float:
    """CPU seconds of the fastest of several runs."""
    took = []
    for _ in range(RUNS):
        began = time.process_time()
        step()
        took.append(time.process_time() - began)
    return min(took)


def draft_seconds(path: Path, units: pd.DataFrame, wanted: list[str], vocabulary: Vocabulary) -> float:
    """CPU seconds to draft a layout for a sheet whose headers are labels of the vocabulary."""
    write(path, units, [vocabulary.indicator(name).label_vi for name in wanted])
    book, province = read_workbook(path), next(iter(vocabulary.provinces))

    def draft() -> Draft:
        return draft_layout(book, vocabulary, form="bench", province=province, period="2020", units=units)

    if len(understood := draft().understood) != COLUMNS:
        sys.exit(f"{len(understood)} columns drafted instead of {COLUMNS}")
    return seconds(draft)


def main() -> None:
    """Print both times and their ratio."""
    vocabulary = load_vocabulary(find_project())
    units, wanted = register(), indicators(vocabulary)
    province = next(iter(vocabulary.provinces))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "biểu.xlsx"
        write(path, units, wanted)
        file = ReceivedFile(path, province, path.name, "0" * 64, "bench", "2020-01-01", "2020")

        def peer() -> None:
            book = python_calamine.CalamineWorkbook.from_path(path)
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

        def ours() -> Read:
            return read_received(file, layout(wanted), units, vocabulary)

        read = ours()
        loaded = int(read.account["cells_loaded"].sum())
        if len(read.observations) != ROWS * len(wanted):
            sys.exit(f"read {len(read.observations)} figures instead of {ROWS * len(wanted)}")
        theirs, own = seconds(peer), seconds(ours)
        drafted = draft_seconds(Path(folder) / "lạ.xlsx", units, wanted, vocabulary)
    print(f"{ROWS} x {COLUMNS}: {loaded} cells loaded, {len(read.findings)} findings")
    print(f"layout drafted in {drafted:.2f} s")
    print(f"calamine {theirs:.2f} s, read, matched and checked {own:.2f} s: {own / theirs:.1f} times")


if __name__ == "__main__":
    main()
