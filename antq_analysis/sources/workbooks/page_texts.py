"""What a sheet says only in the header and footer of its printed pages: a title, a unit note, a period."""

import html
import re
from collections.abc import Iterable

HEADER_FOOTER = "Header/Footer"
"""What findings give in place of a cell: the words of Excel's own menu, in every language of its readers."""

_PARTS = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)(?:\s[^<>/]*)?>([^<]+)")
# Position (&C), font (&"Arial"), size (&14), colour (&KFF0000), page, day, file (&P, &D, &F); && is the sign itself.
_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|[A-JL-Za-z])')
_SIGN = "\0"


def page_lines(codes: Iterable[str]) -> tuple[str, ...]:
    r"""Give the lines that a reader of the printed page sees.

    Parameters
    ----------
    codes
        Headers and footers as Excel stores them, with their codes.

    Returns
    -------
    tuple of str
        Each line once, without codes; lines without any letter or digit are left out.

    Examples
    --------
    >>> page_lines(['&L&"Arial,Bold"&14Biểu 01&RĐơn vị tính: nghìn người\nTrang &P/&N', "&C&P"])
    ('Biểu 01', 'Đơn vị tính: nghìn người', 'Trang /')
    """
    pieces = (
        piece
        for text in codes
        for piece in re.split(r"&[LCR]", text.replace("&&", _SIGN).replace("\r", "\n"))
    )
    lines = (line for piece in pieces for line in _CODE.sub("", piece).split("\n"))
    return plain_lines(line.replace(_SIGN, "&") for line in lines)


def plain_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Tidy lines that hold no codes.

    Parameters
    ----------
    lines
        The lines.

    Returns
    -------
    tuple of str
        Each once, without those that hold no letter or digit.
    """
    tidied = (" ".join(line.split()) for line in lines)
    return tuple(dict.fromkeys(line for line in tidied if any(map(str.isalnum, line))))


def sheet_page_lines(xml: bytes) -> tuple[str, ...]:
    """Read the page headers and footers of an .xlsx sheet.

    Parameters
    ----------
    xml
        The XML of the sheet, without prefixes of its tags.

    Returns
    -------
    tuple of str
        As :func:`page_lines`.
    """
    after = xml[max(xml.rfind(b"</sheetData>"), 0) :]
    written = (html.unescape(found.decode("utf-8", "replace")) for found in _PARTS.findall(after))
    return page_lines(re.sub(r"_x000[aAdD]_", "\n", text) for text in written)


def page_codes(lines: Iterable[str], longest: int = 255) -> list[str]:
    r"""Pack lines into as few headers and footers as hold them.

    Parameters
    ----------
    lines
        As :func:`page_lines` gives them.
    longest
        How many characters one header or footer may have.

    Returns
    -------
    list of str
        What Excel stores for each.

    Examples
    --------
    >>> page_codes(["Biểu 01", "A & B"]), page_codes(["một", "hai"], 6)
    (['&LBiểu 01\nA && B'], ['&Lmột', '&Lhai'])
    """
    packed: list[str] = []
    for line in lines:
        written = line.replace("&", "&&")
        if packed and len(packed[-1]) + 1 + len(written) <= longest:
            packed[-1] += "\n" + written
        else:
            packed.append("&L" + written)
    return packed
