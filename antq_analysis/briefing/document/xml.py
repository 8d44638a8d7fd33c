"""The few pieces of WordprocessingML that a report is made of; every text goes in as text."""

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from antq_analysis.briefing.packed import legal


def node(tag: str, *inside: BaseOxmlElement, **values: object) -> BaseOxmlElement:
    """Make an element of the main namespace.

    Parameters
    ----------
    tag
        Its name without the prefix.
    *inside
        What it holds.
    **values
        Its attributes, without the prefix.

    Returns
    -------
    BaseOxmlElement
        The element.
    """
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(inside)
    return made


def run(text: str, *look: BaseOxmlElement) -> BaseOxmlElement:
    """Make a run of text.

    Parameters
    ----------
    text
        Any text; a line break stays one.
    *look
        What differs from the style.

    Returns
    -------
    BaseOxmlElement
        The run.
    """
    made = node("r", node("rPr", *look)) if look else node("r")
    for i, line in enumerate(legal(text).split("\n")):
        if i:
            made.append(node("br"))
        written = node("t")
        written.text = line
        written.set(qn("xml:space"), "preserve")
        made.append(written)
    return made


def paragraph(
    style: str, *inside: BaseOxmlElement, look: tuple[BaseOxmlElement, ...] = ()
) -> BaseOxmlElement:
    """Make a paragraph.

    Parameters
    ----------
    style
        Id of its style.
    *inside
        Runs.
    look
        What differs from the style, in the order of the schema.

    Returns
    -------
    BaseOxmlElement
        The paragraph.
    """
    return node("p", node("pPr", node("pStyle", val=style), *look), *inside)


def field(instruction: str, shown: str) -> BaseOxmlElement:
    """Make a field that the reader's program brings up to date.

    Parameters
    ----------
    instruction
        For instance ``"PAGE"``.
    shown
        What it shows until then.

    Returns
    -------
    BaseOxmlElement
        The field.
    """
    return node("fldSimple", run(shown), instr=f" {instruction} ")
