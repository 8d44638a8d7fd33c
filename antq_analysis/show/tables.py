"""Tables: one content, written as a page and as a workbook."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from antq_analysis.errors import UsageError
from antq_analysis.files import write_whole
from antq_analysis.measures.frame import Measure, Series
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.measures.suppression.ledger import record
from antq_analysis.project import Project
from antq_analysis.show.audience import (
    banner_for,
    check_audience,
    entries_of,
    is_sensitive,
    is_summed,
    refuse_frame,
    refuse_result,
)
from antq_analysis.show.table import Table
from antq_analysis.show.table_book import table_book
from antq_analysis.show.table_content import from_frame, from_measure, from_series
from antq_analysis.show.table_page import table_page
from antq_analysis.show.words import warning_of


def draw_table(  # noqa: PLR0913 - the named options of a drawing verb
    what: Measure | Series | pd.DataFrame,
    period: str | int | None = None,
    *,
    lang: str = "vi",
    audience: str = "internal",
    banner: str | None = None,
    title: str | None = None,
    heads: Mapping[str, str] | None = None,
    save: Path | str | Iterable[Path | str] | None = None,
    project: Project | None = None,
) -> Table:
    """Lay out a table: register order, the total on top, symbols explained beneath.

    Parameters
    ----------
    what
        A measure (one row a unit), a series (one row a period) or any frame, printed as it stands.
    period
        For a measure: one period with counts and intervals; by default all periods side by side.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``. What a release shows and hides is in the ledger of releases before the file is
        saved; without a file it is a preview that no ledger knows.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default what is shown.
    heads
        For a frame: heads of its columns.
    save
        Where to save; ``.html`` or ``.xlsx``, none means both.
    project
        By default the project of the current folder.

    Returns
    -------
    Table
        The table; it shows itself in a notebook.

    Raises
    ------
    UsageError
        If the suffix of `save` is neither.
    UnknownNameError
        If the measure has no such period.
    RefusedError
        If it is for release and small counts were not suppressed, or it holds clusters or another result of every unit.
    """
    entries: tuple[Entry, ...]
    if isinstance(what, pd.DataFrame):
        refuse_frame(audience)
        parts = from_frame(what, heads or {}, lang)
        warning, entries = "", ()
    else:
        refuse_result(what, audience)
        sensitive = audience != "internal" and is_sensitive(what, project)
        check_audience(what, audience, sensitive=sensitive, lang=lang, project=project)
        if isinstance(what, Measure):
            chosen = None if period is None else str(period)
            parts = from_measure(what, chosen, lang, summed=is_summed(what, project))
        else:
            parts = from_series(what, lang)
        warning, entries = warning_of(what.province, lang), entries_of(audience, what)
    words = {"banner": banner_for(banner, audience, lang, project), "warning": warning, "lang": lang}
    table = replace(Table(**(parts | ({"title": title} if title else {}) | words)), entries=entries)
    if save is not None:
        save_table(table, save)
    return table


def save_table(table: Table, save: Path | str | Iterable[Path | str]) -> tuple[Path, ...]:
    """Save a table as a page, as a workbook, or both; the content is the same.

    What is for release is in the ledger of releases before.

    Parameters
    ----------
    table
        What to save.
    save
        One path or several; a path without suffix means both.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    UsageError
        If a suffix is neither ``.html`` nor ``.xlsx``.
    RefusedError
        If it is for release and was overtaken by another release.
    CannotWriteError
        If a file, or the ledger, cannot be written.
    """
    paths = [Path(save)] if isinstance(save, Path | str) else [Path(path) for path in save]
    makers: dict[str, Callable[[Table], bytes | str]] = {".html": table_page, ".xlsx": table_book}
    wanted = [
        each for path in paths for each in ([path] if path.suffix else [path.with_suffix(s) for s in makers])
    ]
    strange = [str(path) for path in wanted if path.suffix.lower() not in makers]
    if strange:
        raise UsageError("show.bad_format", cases=strange, formats="html, xlsx")
    made = {path: makers[path.suffix.lower()](table) for path in wanted}
    record(table.entries)
    for path, data in made.items():
        write_whole(path, data)
    return tuple(made)
