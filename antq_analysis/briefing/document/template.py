"""An empty document with the styles and the numbering of a report, and nothing of whoever made the template."""

from importlib.resources import files

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

_LANGUAGES = {"vi": ("vi-VN", ",", ";"), "en": ("en-US", ".", ",")}
_NOT_NEEDED = (
    "thumbnail",
    "extended-properties",
    "stylesWithEffects",
    "customXml",
    "webSettings",
)


def prepared(lang: str) -> WordDocument:
    """Prepare a document.

    Parameters
    ----------
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    docx.document.Document
        A document of one empty section.
    """
    document = Document()
    for relations in (document.part.package.rels, document.part.rels):
        for name in [key for key, found in relations.items() if found.reltype.endswith(_NOT_NEEDED)]:
            del relations[name]
    for element, name in (
        (document.styles.element, "styles"),
        (document.part.numbering_part.element, "numbering"),
        (document.settings.element, "settings"),
    ):
        _replace(element, name, lang)
    return document


def _replace(element: BaseOxmlElement, name: str, lang: str) -> None:
    text = files("antq_analysis.briefing.document").joinpath(f"{name}.xml").read_text(encoding="utf-8")
    for word, value in zip(("LANG", "DECIMAL", "SEPARATOR"), _LANGUAGES[lang], strict=True):
        text = text.replace(f'"{word}"', f'"{value}"')
    for child in list(element):
        element.remove(child)
    element.extend(parse_xml(text.encode()))
