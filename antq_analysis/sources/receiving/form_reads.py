"""Whether a form that a person named reads the file at all: told when it is added, not only when it is checked."""

from collections.abc import Iterator
from functools import cache, partial

from antq_analysis.errors import MissingError
from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.other_dates import units_of_other_dates
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.sources.deciding.decisions import load_decisions
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import read_received
from antq_analysis.vocabulary import Vocabulary

FEW = 0.1
SHOWN = 3


def unread_by_form(
    file: ReceivedFile, layout: Layout, project: Project, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Tell that a form reads nothing of a file, or next to nothing.

    Parameters
    ----------
    file
        The file as it is kept.
    layout
        The form that a person named.
    project
        The project with the register and what was decided.
    vocabulary
        The vocabulary.

    Yields
    ------
    Finding
        One error with the number of cells, then the first errors of reading, one a rule; none where the form reads
        the file, or where the map has no register to read it by.
    """
    try:
        units = load_units(file.province, file.map, project)
    except MissingError:
        return
    decisions = load_decisions(file.province, project)
    read = read_received(
        file,
        layout,
        units,
        vocabulary,
        decisions.aliases,
        decisions.cells,
        cache(partial(units_of_other_dates, file.province, file.map, project)),
    )
    loaded, refused = (int(read.account[f"cells_{fate}"].sum()) for fate in ("loaded", "refused"))
    if loaded > FEW * (loaded + refused):
        return
    values = {"form": layout.form, "loaded": loaded, "n": refused}
    yield Finding("form_reads_nothing", Severity.ERROR, file.name, values=values)
    errors = {item.rule: item for item in reversed(read.findings) if item.severity is Severity.ERROR}
    yield from [*reversed(errors.values())][:SHOWN]
