"""A sheet written, drafted and read in one go, on the fictional register of the family of workbooks."""

from collections.abc import Sequence
from pathlib import Path

from antq_analysis.files import sha256
from antq_analysis.sources.forms.draft import Draft, draft_layout
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary
from tests.cases.workbooks import write_book
from tests.cases.workbooks.truth import PERIOD, UNITS

Rows = list[list[object]]


def draft_of(folder: Path, rows: Rows, vocabulary: Vocabulary, merged: Sequence[str] = ()) -> Draft:
    book = read_workbook(write_book(folder / "biểu.xlsx", rows, merged, "Biểu"))
    return draft_layout(book, vocabulary, form="mẫu", province="demo", period=PERIOD, units=UNITS)


def read_rows_of(
    folder: Path,
    rows: Rows,
    vocabulary: Vocabulary,
    merged: Sequence[str] = (),
    layout: Layout | None = None,
) -> Read:
    """Read a sheet by a layout, by default the one that is drafted for it."""
    layout = layout or draft_of(folder, rows, vocabulary, merged).layout
    path = write_book(folder / "biểu.xlsx", rows, merged, "Biểu")
    file = ReceivedFile(path, "demo", path.name, sha256(path), "mẫu", "2020-01-01", PERIOD)
    return read_received(file, layout, UNITS, vocabulary)


def figures_of(read: Read) -> dict[tuple[str, str], float]:
    frame = read.observations
    frame = frame[frame["value"].notna()]
    keys = zip(frame["unit_code"], frame["indicator"], strict=True)
    return dict(zip(keys, frame["value"].tolist(), strict=True))


def told(read: Read) -> dict[str, str]:
    """What was found besides notes: the cells of each rule."""
    return {item.rule: item.cell for item in read.findings if item.severity != "note"}
