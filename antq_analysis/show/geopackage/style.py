"""The style of a map for QGIS: a category for every class and every kind of nothing that occurs."""

import xml.etree.ElementTree as ET

from antq_analysis.show.painted import Painted
from antq_analysis.show.style import FAINT, NOTHING

_EDGE = 0.1
"""Width of the borders of units [mm]."""

_SPACING, _LINE = 1.6, 0.2
"""Distance of the lines of a pattern, and their width [mm]."""

_ANGLES = {"/": 45, "\\": 135, "-": 0, "|": 90, "x": 45, "+": 0}


def categories(painted: Painted, lang: str = "vi") -> list[tuple[str, str, str]]:
    """List the categories of a map in the order of its legend.

    Parameters
    ----------
    painted
        The map.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of tuple
        Label, colour of the face and kind of nothing (empty for a class).
    """
    classes = zip(painted.labels(lang), painted.colours(), strict=True)
    found = [(label, colour, "") for label, colour in classes]
    return found + [
        (painted.nothing_label(kind, lang), NOTHING[kind][0], kind) for kind in painted.nothings()
    ]


def qgis_style(painted: Painted, column: str, lang: str = "vi") -> str:
    """Write a style as QGIS reads it (QML, categorised by a text column).

    Parameters
    ----------
    painted
        The map.
    column
        The column with the label of each unit's class.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        XML.
    """
    root = ET.Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology"})
    kind = {"type": "categorizedSymbol", "attr": column, "symbollevels": "0", "enableorderby": "0"}
    renderer = ET.SubElement(root, "renderer-v2", kind)
    listed, symbols = (ET.SubElement(renderer, name) for name in ("categories", "symbols"))
    for i, (label, colour, nothing) in enumerate(categories(painted, lang)):
        words = {"render": "true", "symbol": str(i), "type": "string", "value": label, "label": label}
        ET.SubElement(listed, "category", words)
        symbol = ET.SubElement(symbols, "symbol", {"type": "fill", "name": str(i), "alpha": "1"})
        _fill(symbol, colour)
        if nothing:
            _pattern(symbol, nothing, i)
    return ET.tostring(root, encoding="unicode")


def _fill(symbol: ET.Element, colour: str) -> None:
    layer = ET.SubElement(
        symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0", "locked": "0"}
    )
    edge = {"outline_style": "solid", "outline_width": str(_EDGE), "outline_width_unit": "MM"}
    _options(layer, {"color": _rgba(colour), "style": "solid", "outline_color": _rgba(FAINT), **edge})


def _pattern(symbol: ET.Element, nothing: str, number: int) -> None:
    _, hatch, colour = NOTHING[nothing]
    crossed = hatch[0] in "x+"
    for turn in (0, 90) if crossed else (0,):
        layer = ET.SubElement(
            symbol, "layer", {"class": "LinePatternFill", "enabled": "1", "pass": "0", "locked": "0"}
        )
        _options(
            layer,
            {
                "angle": str(_ANGLES[hatch[0]] + turn),
                "distance": str(_SPACING),
                "distance_unit": "MM",
                "color": _rgba(colour),
                "line_width": str(_LINE),
                "line_width_unit": "MM",
            },
        )
        name = f"@{number}@{len(symbol) - 1}"
        line = ET.SubElement(layer, "symbol", {"type": "line", "name": name, "alpha": "1"})
        stroke = ET.SubElement(
            line, "layer", {"class": "SimpleLine", "enabled": "1", "pass": "0", "locked": "0"}
        )
        _options(
            stroke,
            {
                "line_color": _rgba(colour),
                "line_style": "solid",
                "line_width": str(_LINE),
                "line_width_unit": "MM",
            },
        )


def _options(layer: ET.Element, values: dict[str, str]) -> None:
    options = ET.SubElement(layer, "Option", {"type": "Map"})
    for name, value in values.items():
        ET.SubElement(options, "Option", {"type": "QString", "name": name, "value": value})


def _rgba(colour: str) -> str:
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return ",".join(map(str, (*parts, 255)))
