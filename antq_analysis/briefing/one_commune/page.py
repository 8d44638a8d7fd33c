"""What stands on the page of one commune, and the same in letters of a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antq_analysis.briefing.parts import Figure
from antq_analysis.language.catalogue import say
from antq_analysis.show.table import Table


@dataclass(frozen=True)
class CommunePage:
    """One commune over the years.

    Parameters
    ----------
    code, name
        The commune.
    title, subtitle
        Whose figures, of which province and map.
    ground
        Which communes each earlier map had on its ground, and what part of each counts here.
    history
        Indicators by year: the commune, then the communes it was made of, each on its own map.
    beside
        Rates and shares of the year beside those of its district and province; None where there is none.
    figure
        A rate over the years beside that of the province; None where there is none.
    remarks
        What was found about its rows; empty in what is for release.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner, warning
        The user's banner of internal outputs; that of fictional data.
    """

    code: str
    name: str
    title: str
    subtitle: str
    ground: tuple[str, ...]
    history: Table
    beside: Table | None
    figure: Figure | None
    remarks: tuple[str, ...]
    lang: str
    audience: str
    banner: str = ""
    warning: str = ""

    def text(self) -> str:
        """Write it for a terminal: what the printed page says, the chart in words.

        Returns
        -------
        str
            Lines.
        """
        head = [line for line in (self.banner, self.warning) if line]
        lines = [*head, self.title, self.subtitle, "", *self.ground, "", *table_lines(self.history)]
        if self.beside is not None:
            lines += ["", *table_lines(self.beside)]
        if self.figure is not None:
            lines += ["", self.figure.alt]
        if self.remarks:
            lines += ["", say("briefing.commune_remarks", self.lang), *(f"- {one}" for one in self.remarks)]
        return "\n".join(lines)


def table_lines(table: Table) -> Iterator[str]:
    """Write a table in columns of letters: title, heads, rows, notes.

    Parameters
    ----------
    table
        The table.

    Yields
    ------
    str
        Lines; texts stand left, figures right.
    """
    printed = table.printed()
    heads = [column.head for column in table.columns]
    rows = [heads, *([str(cell) for cell in row] for row in printed.to_numpy())]
    left = [column.kind == "text" for column in table.columns]
    widths = [max(len(row[i]) for row in rows) for i in range(len(heads))]
    yield table.title
    yield from (_line(row, widths, left) for row in rows)
    yield from table.notes


def _line(row: Sequence[str], widths: Sequence[int], left: Sequence[bool]) -> str:
    cells = (
        cell.ljust(width) if is_left else cell.rjust(width)
        for cell, width, is_left in zip(row, widths, left, strict=True)
    )
    return "  ".join(cells).rstrip()
