"""The unit of a header that names none, where a note above the table names it: ``ĐVT: nghìn đồng``."""

from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.lexicon import Lexicon
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.forms.wording import take_apart
from antq_analysis.sources.tables.scales import noted_scale, unit_scale
from antq_analysis.sources.workbooks.workbook import Sheet


def unit_noted(path: str, asked: Understood, sheet: Sheet, header: Header, lexicon: Lexicon) -> str:
    """Give the unit that notes above a table say for a column whose header says none.

    Parameters
    ----------
    path
        The header path.
    asked
        The column, asked about for its unit; what it may mean stands among its candidates.
    sheet
        The sheet.
    header
        The head of the table.
    lexicon
        The vocabulary by wording.

    Returns
    -------
    str
        Such as ``1000 đồng``; empty where the header says a unit itself, and where no note says one of the measure in
        which the indicator is kept, or notes say several.
    """
    if len(asked.candidates) != 1 or take_apart(path, "2000").units or unit_scale(path):
        return ""
    kept = unit_scale(f"({lexicon.indicators[asked.candidates[0][0]].unit_vi})")
    scale = noted_scale(sheet, header, kept[1]) if kept else None
    if not (kept and scale):
        return ""
    return kept[1] if scale == 1 else f"{scale:.0f} {kept[1]}"
