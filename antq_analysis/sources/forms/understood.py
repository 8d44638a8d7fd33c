"""What one column, or a whole sheet, of a form without a layout was understood to be."""

from dataclasses import dataclass

RATE_OR_COUNT = "rate_or_count"
"""Why a column is asked about whose header says a count and its rate."""


@dataclass(frozen=True)
class Understood:
    """What one column, or a whole sheet, was understood to be.

    Parameters
    ----------
    sheet
        Name of the sheet.
    column
        Letters of the column; empty where the whole sheet is meant.
    cell
        The cell that holds its header, or where a person should look.
    header
        Header path.
    kind
        ``unit``, ``district``, ``row_number``, ``indicator``, ``check``, ``ignored`` or ``asked``.
    indicator, category, basis, reads, scale, years_before
        As in a layout, where it is read.
    confidence
        ``exact`` where the header stands in the vocabulary, ``parts`` where its parts do, ``as_form`` where an earlier
        layout settled it, ``told`` where a person did, ``asked`` where a person is.
    candidates
        Ids and Vietnamese labels of what may be meant, the nearest first.
    reason
        Why it is left aside or asked about: a word of the catalogue.
    parts
        Of a printed rate its numerator and denominator.
    rule
        ``reported_rate`` for a rate that arrives without its counts.
    form
        The earlier layout that settled it.
    note
        In a person's words why it is left aside.
    samples
        Some of its cells, as they are shown to a person.
    """

    sheet: str
    column: str
    cell: str
    header: str
    kind: str
    indicator: str = ""
    category: str = ""
    basis: str = ""
    reads: str = ""
    scale: float = 0
    years_before: int = 0
    confidence: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    parts: tuple[str, ...] = ()
    rule: str = ""
    form: str = ""
    note: str = ""
    samples: tuple[str, ...] = ()

    def asks(self, reason: str, *candidates: tuple[str, str]) -> "Understood":
        """Turn it into a question.

        Parameters
        ----------
        reason
            Why a person is asked.
        *candidates
            What may be meant; what it was understood to be by default.

        Returns
        -------
        Understood
            The question, with nothing that would be read.
        """
        return Understood(
            self.sheet,
            self.column,
            self.cell,
            self.header,
            "asked",
            confidence="asked",
            reason=reason,
            candidates=candidates or self.candidates,
            samples=self.samples,
        )
