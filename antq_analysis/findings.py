"""What was found in what was received: where, how grave, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from antq_analysis.language.catalogue import say, written_in

if TYPE_CHECKING:
    import pandas as pd


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that a person should know of, tied to its place.

    Parameters
    ----------
    rule
        Which rule found it; its texts stand in the catalogue under ``findings.<rule>``.
    severity
        An error keeps a value out, a warning asks for a look, a note only records.
    file, sheet, cell
        Where; empty where it does not apply.
    written, expected
        What stands there, and what should; a number is written as the reader's language writes it.
    values
        Further placeholders of the texts.
    """

    rule: str
    severity: Severity
    file: str = ""
    sheet: str = ""
    cell: str = ""
    written: str | float = ""
    expected: str | float = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: str = "vi") -> str:
        """Say what was found.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence.
        """
        return say(f"findings.{self.rule}", lang, **self._placeholders())

    def remedy(self, lang: str = "vi") -> str:
        """Say what to do about it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence.
        """
        return say(f"findings.{self.rule}.remedy", lang, **self._placeholders())

    def _placeholders(self) -> dict[str, object]:
        place = {name: getattr(self, name) for name in ("file", "sheet", "cell", "written", "expected")}
        return {**place, **self.values}


def findings_frame(findings: Iterable[Finding], lang: str = "vi") -> "pd.DataFrame":
    """Lay findings out as a table, gravest first and in reading order.

    Parameters
    ----------
    findings
        The findings.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row a finding, all texts: severity, rule, file, sheet, cell, written, expected, text, remedy.
    """
    # Commands that only say something must begin at once: the table alone needs pandas.
    import pandas as pd  # noqa: PLC0415

    columns = ["severity", "rule", "file", "sheet", "cell", "written", "expected", "text", "remedy"]
    order = list(Severity)
    rows = [
        (
            f.severity.value,
            f.rule,
            f.file,
            f.sheet,
            f.cell,
            written_in(f.written, lang),
            written_in(f.expected, lang),
            f.text(lang),
            f.remedy(lang),
        )
        for f in sorted(findings, key=lambda f: order.index(f.severity))
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")
