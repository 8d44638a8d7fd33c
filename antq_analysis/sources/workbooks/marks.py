"""What a cell can hold besides a number or a plain text, and how a cell is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Self


@dataclass(frozen=True)
class CellError:
    """An error that Excel shows instead of a value, such as ``#REF!``.

    Parameters
    ----------
    code
        What the cell shows.
    """

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Uncomputed:
    """A formula whose result was never computed and saved.

    Parameters
    ----------
    formula
        The formula without its equals sign.
    """

    formula: str

    def __str__(self) -> str:
        return f"={self.formula}"


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class FormattedRuns(str):
    """A text with runs that a reader sees apart: ``12`` with a raised footnote ``1``, or a figure struck through.

    As a text it is glued together (``121``), which no figure may be read from.

    Parameters
    ----------
    runs
        Each run with its format: empty, ``superscript``, ``subscript`` or ``strike``.
    """

    __slots__ = ("runs",)
    runs: tuple[tuple[str, str], ...]

    def __new__(cls, runs: Sequence[tuple[str, str]]) -> Self:
        """Glue the runs.

        Parameters
        ----------
        runs
            Text and format of each.

        Returns
        -------
        FormattedRuns
            The text.
        """
        made = super().__new__(cls, "".join(text for text, _ in runs))
        made.runs = tuple(runs)
        return made

    @property
    def shown(self) -> str:
        """The runs apart: ``12 [superscript: 1]``."""
        return " ".join(f"[{how}: {text}]" if how else text for text, how in self.runs)

    @property
    def without_footnotes(self) -> str:
        """The text without its raised runs."""
        return "".join(text for text, how in self.runs if how != "superscript")

    @property
    def with_raised_digits(self) -> str:
        """The text with its raised digits as such: ``km²``, ``Dân số¹``."""
        return "".join(text.translate(_RAISED) if how == "superscript" else text for text, how in self.runs)


class Percentage(float):
    """A number that its cell shows as a percentage: 0.837 shown as 83,7%."""

    @property
    def percent(self) -> float:
        """The number that the reader of the sheet sees, without its sign."""
        return float(round(float(self) * 100, 10))


class ShownOtherwise(float):
    """A number that its cell's format makes look like something else: 5 shown as ``5 nghìn``.

    Parameters
    ----------
    value
        The number.
    code
        The format.
    """

    __slots__ = ("code",)
    code: str

    def __new__(cls, value: float, code: str) -> Self:
        """Keep the format beside the number.

        Parameters
        ----------
        value
            The number.
        code
            The format.

        Returns
        -------
        ShownOtherwise
            The number.
        """
        made = super().__new__(cls, value)
        made.code = code
        return made

    @property
    def shown(self) -> str:
        """The number and the format that shows it."""
        number = float(self)
        return f"{int(number) if number == int(number) else number} [{self.code}]"


class Outdated(float):
    """A saved result of a formula whose cells now come to another number.

    Parameters
    ----------
    value
        The number that was saved.
    result
        What the formula gives.
    """

    __slots__ = ("result",)
    result: float

    def __new__(cls, value: float, result: float) -> Self:
        """Keep the result beside the number.

        Parameters
        ----------
        value
            The number that was saved.
        result
            What the formula gives.

        Returns
        -------
        Outdated
            The number.
        """
        made = super().__new__(cls, value)
        made.result = result
        return made

    @property
    def shown(self) -> str:
        """Both numbers, to tell two of them apart."""
        return f"{float(self)} [={self.result}]"


Raw = str | float | int | bool | date | datetime | time | timedelta | CellError | Uncomputed | None


def column_number(letters: str) -> int:
    """Count a column from its letters.

    Parameters
    ----------
    letters
        ``"A"``, ``"AB"``.

    Returns
    -------
    int
        0 for A.

    Examples
    --------
    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


@cache
def column_letters(column: int) -> str:
    """Name a column as Excel does.

    Parameters
    ----------
    column
        Counted from 0.

    Returns
    -------
    str
        ``"A"``, ``"AB"``.

    Examples
    --------
    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Name a cell as Excel does.

    Parameters
    ----------
    row, column
        Counted from 0.

    Returns
    -------
    str
        For instance ``"C14"``.

    Examples
    --------
    >>> cell_name(13, 2), cell_name(0, 27)
    ('C14', 'AB1')
    """
    return f"{column_letters(column)}{row + 1}"
