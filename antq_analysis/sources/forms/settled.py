"""What an earlier layout of the province settled is taken over into the draft of its next form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.columns import nearest_header
from antq_analysis.sources.forms.drafted import confirmed, without_doubles
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.headings import Place
from antq_analysis.sources.forms.layout import Column, Ignored, Layout, SheetLayout, expand_sheet
from antq_analysis.sources.forms.lexicon import Lexicon, plain
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.workbooks.workbook import Sheet

_FAULTS = frozenset({"header_twice", "no_header", "year", "level", "shorter_period", "sum_of_years"})
"""Questions about the form itself, which no earlier answer settles."""

_UNNAMED = frozenset({"unknown", "ambiguous", "competing"})

_Settled = Mapping[str, Column | Ignored]


def take_over(
    columns: Sequence[Understood], sheet: Sheet, place: Place, before: Layout, lexicon: Lexicon, period: str
) -> list[Understood]:
    """Read columns as an earlier layout reads the same headers, and offer what may only be renamed.

    Parameters
    ----------
    columns
        What the vocabulary says of each column.
    sheet
        The sheet.
    place
        Where its table stands.
    before
        The earlier layout.
    lexicon
        The vocabulary by wording; what it reads exactly is never read otherwise.
    period
        The period of the file.

    Returns
    -------
    list of Understood
        The columns; those taken over have the confidence ``as_form``.
    """
    settled = _settled(before, place, period)
    taken = []
    for item in columns:
        known = settled.get(fold(item.header)) if item.header else None
        found = _taken(item, known, before.form, lexicon) if known else item
        if found.kind == "indicator" and found is not item:
            cells = [sheet.rows[row][place.header.paths.index(item.header)] for row in place.rows]
            found = confirmed(found, cells, lexicon)
        taken.append(found)
    return _renamed(without_doubles(taken, lexicon), settled, lexicon)


def _settled(before: Layout, place: Place, period: str) -> _Settled:
    """Give what the sheet of a layout settles that has most headers in common with a table."""
    own = {fold(path) for path in place.header.paths if path}
    sheets = [
        expand_sheet(known, period)
        for known in before.sheet
        if known.level == place.level and not known.years_before
    ]

    def alike(known: SheetLayout) -> int:
        return len(own & {fold(text) for text in known.headers()})

    best = max(sheets, key=alike, default=None)
    if best is None:
        return {}
    settled: tuple[Column | Ignored, ...] = (*best.column, *best.ignore)
    return {fold(item.header): item for item in settled}


def _taken(item: Understood, known: Column | Ignored, form: str, lexicon: Lexicon) -> Understood:
    asked = item.kind == "asked" and item.reason not in _FAULTS
    if isinstance(known, Ignored):
        left = replace(item, kind="ignored", confidence="as_form", candidates=(), reason="told")
        return replace(left, form=form, note=known.reason) if asked else item
    exact = lexicon.exact.get(plain(item.header), frozenset())
    free = asked or (item.kind == "indicator" and item.confidence == "parts")
    if not free or (exact and exact != {known.indicator}) or known.indicator not in lexicon.indicators:
        return item
    return Understood(
        item.sheet,
        item.column,
        item.cell,
        item.header,
        "indicator",
        known.indicator,
        known.category,
        known.basis,
        known.reads,
        known.scale,
        known.years_before,
        "as_form",
        rule=known.rule,
        form=form,
        samples=item.samples,
    )


def _renamed(columns: Sequence[Understood], settled: _Settled, lexicon: Lexicon) -> list[Understood]:
    """Put first, for a header that is new, what the header that is gone in its place meant."""
    own = {fold(item.header) for item in columns}
    read = {item.indicator for item in columns if item.kind == "indicator"}
    gone = {
        text: known.indicator
        for text, known in settled.items()
        if isinstance(known, Column)
        and text not in own
        and known.indicator not in read
        # An answer names the indicator alone.
        and not (known.category or known.scale or known.years_before)
    }
    new = [item for item in columns if item.kind == "asked" and item.reason in _UNNAMED and item.header]
    offered = {item.column: _gone_for(item, gone, len(new)) for item in new}
    return [_offer(item, offered.get(item.column, ""), lexicon) for item in columns]


def _gone_for(item: Understood, gone: Mapping[str, str], new: int) -> str:
    header = fold(item.header)
    above = header.rpartition(SEPARATOR)[0]
    beside = [text for text in gone if text.rpartition(SEPARATOR)[0] == above]
    if len(gone) == new == 1:
        return next(iter(gone.values()))
    near = nearest_header(header, beside) or nearest_header(header, gone)
    return gone.get(near, "")


def _offer(item: Understood, name: str, lexicon: Lexicon) -> Understood:
    if name not in lexicon.indicators:
        return item
    first = (name, lexicon.indicators[name].label_vi)
    others = tuple(other for other in item.candidates if other != first)
    return replace(item, candidates=(first, *others))
