"""Where a series stops being one series."""

from dataclasses import dataclass
from datetime import date

CUTTING_KINDS = ("counting_method", "criteria_set", "reporting_window", "force")
"""Kinds of break that start another series. Boundaries and denominators are facts printed beside a comparison."""

BREAK_KINDS = (*CUTTING_KINDS, "boundary", "denominator")


@dataclass(frozen=True)
class Break:
    """A day from which figures are made in another way.

    Parameters
    ----------
    id
        Identifier.
    kind
        counting_method, criteria_set, reporting_window, force, boundary or denominator.
    on
        First day of the new way. A period is made in the way of its last day.
    before, after
        Version ids of the two ways (for boundaries and denominators: what there was).
    label_vi, label_en
        One sentence for people.
    source
        The regulation or report that says so.
    indicators
        Those it concerns; empty = all.
    provinces
        Those it concerns; empty = all.
    """

    id: str
    kind: str
    on: date
    before: str
    after: str
    label_vi: str
    label_en: str
    source: str
    indicators: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()

    @property
    def cuts(self) -> bool:
        """Whether another series starts here, so that no line, change or trend may cross it."""
        return self.kind in CUTTING_KINDS

    def label(self, lang: str = "vi") -> str:
        """Say what happened.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence.
        """
        return self.label_en if lang == "en" else self.label_vi
