"""The layout of a form read from its file, with every case in which the file contradicts itself or the vocabulary."""

import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from antq_analysis.errors import LayoutError, UnknownNameError, nearest
from antq_analysis.language.catalogue import Sentence
from antq_analysis.observations import BASES, LEVELS, PERIOD_BASES
from antq_analysis.places.matching.names import fold
from antq_analysis.project import Project, find_project, read_toml
from antq_analysis.sources.forms.layout import (
    AXES,
    DISTRICTS,
    RULES,
    SCALED_READS,
    Column,
    Layout,
    SheetLayout,
    years_named,
)
from antq_analysis.sources.tables.values import READS
from antq_analysis.vocabulary import Vocabulary


def load_layout(form: str, project: Project | None = None, *, vocabulary: Vocabulary | None = None) -> Layout:
    """Load the layout of a form and check it against the vocabulary.

    Parameters
    ----------
    form
        Identifier of the form.
    project
        The project; found from the current folder by default.
    vocabulary
        The vocabulary to check against; without it only the layout itself is checked.

    Returns
    -------
    Layout
        The layout.

    Raises
    ------
    UnknownNameError
        If there is no such form.
    SettingError
        If the file is not as it must be.
    LayoutError
        If it contradicts itself or the vocabulary: every case is listed.
    """
    project = project or find_project()
    path = project.layouts / f"{form}.toml"
    if not re.fullmatch(r"[\w.-]+", form) or not path.is_file():
        raise UnknownNameError(
            "errors.kind_form", form, (file.stem for file in project.layouts.glob("*.toml"))
        )
    layout = read_toml(path, Layout)
    cases = list(_own_faults(layout, path))
    if vocabulary is not None:
        cases += _vocabulary_faults(layout, vocabulary)
    if cases:
        raise LayoutError("sources.bad_layout", cases=cases, file=path.name, n=len(cases))
    return layout


def _own_faults(layout: Layout, path: Path) -> Iterator[str]:
    if layout.form != path.stem:
        yield Sentence("sources.layout_name", written=layout.form, expected=path.stem)
    if layout.valid_from > layout.valid_to:
        yield Sentence("sources.layout_years", first=str(layout.valid_from), last=str(layout.valid_to))
    if not layout.sheet:
        yield Sentence("sources.layout_no_sheet")
    yield from _word("period_basis", layout.period_basis, PERIOD_BASES)
    for sheet in layout.sheet:
        yield from (f"[{sheet.name}] {fault}" for fault in _sheet_faults(sheet))


def _sheet_faults(sheet: SheetLayout) -> Iterator[str]:
    yield from _word("district", sheet.district, DISTRICTS)
    yield from _word("axis", sheet.axis, AXES)
    yield from _word("level", sheet.level, LEVELS)
    if sheet.years_before < 0:
        yield Sentence("sources.layout_years_before", header=sheet.name)
    if (sheet.district == "column") != bool(sheet.district_header):
        yield Sentence("sources.layout_district_header")
    if not sheet.column:
        yield Sentence("sources.layout_no_column")
    folded = [fold(header) for header in sheet.headers()]
    for header in dict.fromkeys(header for header in sheet.headers() if folded.count(fold(header)) > 1):
        yield Sentence("sources.layout_header_twice", header=header)
    for column in sheet.column:
        yield from _column_faults(column)
    meanings = [
        (column.indicator, column.category, column.basis, str(column.years_before or ""))
        for column in sheet.column
    ]
    for meaning in dict.fromkeys(meaning for meaning in meanings if meanings.count(meaning) > 1):
        yield Sentence("sources.layout_meaning_twice", meaning=" / ".join(part for part in meaning if part))
    own = [column.indicator for column in sheet.column if not column.years_before]
    plans = [item.header for item in sheet.ignore]
    for check in sheet.check:
        for part, known in ((check.numerator, own), (check.denominator, own + plans)):
            if part not in known:
                yield Sentence("sources.layout_check_part", header=check.header, indicator=part)


def _column_faults(column: Column) -> Iterator[str]:
    yield from _word("basis", column.basis, BASES)
    yield from _word("reads", column.reads, READS)
    yield from _word("rule", column.rule, RULES)
    if column.scale and (column.reads not in SCALED_READS or not 0 < column.scale < math.inf):
        yield Sentence("sources.layout_scale", header=column.header)
    if column.years_before < 0:
        yield Sentence("sources.layout_years_before", header=column.header)
    elif (named := years_named(column.header)) and column.years_before != named:
        yield Sentence("sources.layout_year_of_header", header=column.header, years=str(named))


def _vocabulary_faults(layout: Layout, vocabulary: Vocabulary) -> Iterator[str]:
    for sheet in layout.sheet:
        for column in sheet.column:
            try:
                indicator = vocabulary.indicator(column.indicator)
            except UnknownNameError as error:
                yield f"[{sheet.name}] {column.header}: {error.text()}"
                continue
            if column.category:
                known = vocabulary.categories(indicator.id)
                yield from (
                    f"[{sheet.name}] {column.header}: {fault}"
                    for fault in _word("category", column.category, known)
                )


def _word(key: str, written: str, known: Iterable[str]) -> Iterator[str]:
    known = tuple(known)
    if written not in known:
        near = nearest(written, known)
        yield Sentence(
            "sources.layout_word",
            key=key,
            written=written,
            known=near or ", ".join(word for word in known if word),
        )
