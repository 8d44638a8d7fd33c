"""Texts for tables that spreadsheets open: none is run as a formula."""

import re

import pandas as pd

_FORMULA = re.compile(r"[=@\t\r]|[+-].*[^\d.,%\s-]")


def shield(text: str) -> str:
    """Put a mark before a text that Excel would run as a formula.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The same text, behind an apostrophe where it begins like a formula.

    Examples
    --------
    >>> shield("=cmd|x"), shield("-2"), shield("-"), shield("Xã A")
    ("'=cmd|x", '-2', '-', 'Xã A')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def shield_table(table: pd.DataFrame) -> pd.DataFrame:
    """Do the same in every column of texts.

    Parameters
    ----------
    table
        Any table; figures stay as they are.

    Returns
    -------
    pandas.DataFrame
        The table, changed where a text begins like a formula.
    """
    shielded = table.copy(deep=False)
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]):
            told = {cell: shield(cell) for cell in table[name].unique() if isinstance(cell, str)}
            risky = {cell: text for cell, text in told.items() if text != cell}
            if risky:
                shielded[name] = [risky.get(cell, cell) for cell in table[name]]
    return shielded
