"""A layout as the text of its file, and written to it."""

import json
from dataclasses import fields
from pathlib import Path

from antq_analysis.files import write_whole
from antq_analysis.language.catalogue import say
from antq_analysis.sources.forms.layout import Check, Column, Ignored, IgnoredSheet, Layout, SheetLayout

_Block = Layout | SheetLayout | Column | Check | Ignored | IgnoredSheet


def write_layout(layout: Layout, path: Path) -> None:
    """Write a layout to its file, whole or not at all.

    Parameters
    ----------
    layout
        The layout.
    path
        The file; its name without ending must be the form.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    write_whole(path, layout_toml(layout))


def layout_toml(layout: Layout) -> str:
    r"""Write a layout as TOML that :func:`antq_analysis.sources.forms.layout_file.load_layout` reads back.

    Parameters
    ----------
    layout
        The layout.

    Returns
    -------
    str
        The text, with remarks on what may be changed.

    Examples
    --------
    >>> form = Layout("a", "Biểu", "Table", 2023, "unknown", (), valid_to=2025)
    >>> print("\n".join(line for line in layout_toml(form).splitlines() if line[:1] not in "#"))
    form = "a"
    label_vi = "Biểu"
    label_en = "Table"
    valid_from = 2023
    period_basis = "unknown"
    valid_to = 2025
    """
    lines = [f"# {say(key)}" for key in ("sources.draft.remark_file", "sources.draft.remark_period")]
    lines += _values(layout)
    for sheet in layout.sheet:
        lines += ["", "[[sheet]]", *_values(sheet)]
        for name, blocks in (("column", sheet.column), ("check", sheet.check), ("ignore", sheet.ignore)):
            for block in blocks:
                lines += ["", f"[[sheet.{name}]]", *_values(block)]
    for ignored in layout.ignored_sheet:
        lines += ["", "[[ignored_sheet]]", *_values(ignored)]
    return "\n".join(lines) + "\n"


def _values(block: _Block) -> list[str]:
    """Lines of the fields that are no blocks themselves and are not left at their default."""
    lines = []
    for field in fields(block):
        value = getattr(block, field.name)
        if not isinstance(value, tuple) and (value != field.default or field.name in ("district", "level")):
            written = (
                json.dumps(value, ensure_ascii=False) if isinstance(value, str) else format(value, ".15g")
            )
            lines.append(f"{field.name} = {written}")
    return lines
