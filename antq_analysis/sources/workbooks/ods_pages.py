"""Headers and footers of the printed pages of an .ods workbook."""

from collections.abc import Mapping
from xml.parsers import expat

from antq_analysis.sources.workbooks.ods_styles import STYLE
from antq_analysis.sources.workbooks.page_texts import plain_lines

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_PAGE, _PARAGRAPHS = STYLE + "master-page", frozenset({_TEXT + "p", _TEXT + "h"})
_SPACES = frozenset({_TEXT + "s", _TEXT + "tab", _TEXT + "line-break"})
# Any other element of a text is a field: the number of the page, the name of the sheet or file, the day of printing.
_WRITTEN = frozenset({_TEXT + "span", _TEXT + "a"}) | _SPACES


def read_ods_pages(styles: bytes) -> Mapping[str, tuple[str, ...]]:
    """Read what stands in the header and footer of each kind of page.

    Parameters
    ----------
    styles
        The XML of the common styles; may be empty.

    Returns
    -------
    Mapping of str to tuple of str
        By name of the kind of page its lines, each once.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    if b"master-page" in styles:
        parser.Parse(styles, True)
    return {name: plain_lines(lines) for name, lines in reader.pages.items()}


class _Reader:
    def __init__(self) -> None:
        self.pages: dict[str, list[str]] = {}
        self._lines: list[str] = []
        self._paragraph: list[str] | None = None
        self._in_field = 0

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == _PAGE:
            self._lines = self.pages.setdefault(values.get(STYLE + "name", ""), [])
        elif tag in _PARAGRAPHS:
            self._paragraph = []
        elif self._paragraph is not None and (self._in_field or tag not in _WRITTEN):
            self._in_field += 1
        elif self._paragraph is not None and tag in _SPACES:
            self._paragraph.append("\n" if tag == _TEXT + "line-break" else " ")

    def end(self, tag: str) -> None:
        if self._in_field:
            self._in_field -= 1
        elif self._paragraph is not None and tag in _PARAGRAPHS:
            self._lines.extend("".join(self._paragraph).split("\n"))
            self._paragraph = None

    def characters(self, text: str) -> None:
        if self._paragraph is not None and not self._in_field:
            self._paragraph.append(text)
