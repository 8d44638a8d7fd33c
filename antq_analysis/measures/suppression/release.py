"""What of an indicator may be published, and what stays hidden so that no small count can be worked out."""

from dataclasses import dataclass, field

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Shown
from antq_analysis.measures.suppression.cells import Cells, Flags
from antq_analysis.measures.suppression.entry import Entry


@dataclass(frozen=True)
class Release(Shown):
    """Which figures of an indicator may be published.

    Parameters
    ----------
    indicator, label_vi, label_en
        Of what.
    province, map_date
        Province id, and the date of the map.
    threshold
        Largest count that is hidden for itself.
    cells
        Everything that is published together or was before, with the counts.
    hidden
        One flag a cell; what is not published is hidden too, unless it was shown before.
    published
        One flag a cell: whether it belongs to this release, or was only in earlier ones or is there for its sums.
    periods
        Which periods it is for.
    repeated
        Those of them of which it only repeats what was shown of the whole province on another map.
    sensitive
        Whether small counts of it are hidden.
    sensitive_wholes
        Whether something that it may be a part of is sensitive too.
    entry
        What the ledger takes up before anything of it is published; None where no small counts are hidden.
    """

    indicator: str
    label_vi: str
    label_en: str
    province: str
    map_date: str
    threshold: int
    cells: Cells = field(repr=False)
    hidden: Flags = field(repr=False)
    published: Flags = field(repr=False)
    periods: tuple[str, ...]
    repeated: tuple[str, ...] = ()
    sensitive: bool = True
    sensitive_wholes: bool = False
    entry: Entry | None = field(default=None, repr=False)

    def figures(self) -> pd.DataFrame:
        """List every figure with what becomes of it, without its value.

        Returns
        -------
        pandas.DataFrame
            Index level, code, category, period; column hidden.
        """
        return (
            self.cells.keys.assign(hidden=self.hidden).set_index(list(self.cells.keys.columns)).sort_index()
        )

    def may_show(self, level: str, code: str, *periods: str, category: str = "") -> bool:
        """Tell whether a figure may be shown, or a change over several periods.

        Parameters
        ----------
        level
            ``commune``, a grouping, ``communes`` (all together), ``others`` or ``province``.
        code
            Code of the commune or group; empty of the others.
        *periods
            When; a change needs all of its periods.
        category
            Value of the dimension; empty for the total.

        Returns
        -------
        bool
            True if none of them is hidden; False too for what is not part of the release.
        """
        figures = self.figures()["hidden"]
        asked = [(level, code, category, period) for period in periods]
        return bool(asked) and all(key in figures.index and not figures[key] for key in asked)

    def publishes(self, level: str, period: str) -> bool:
        """Tell whether figures of a level are part of the release, hidden or not.

        Parameters
        ----------
        level
            As for :meth:`may_show`.
        period
            When.

        Returns
        -------
        bool
            False where they belong to earlier releases alone, or are there for their sums.
        """
        keys = self.cells.keys
        return bool((keys["level"].eq(level) & keys["period"].eq(period) & self.published).any())

    def rows(self) -> pd.DataFrame:
        """Count what is hidden.

        Returns
        -------
        pandas.DataFrame
            Index level, period; columns figures, hidden.
        """
        own = self.cells.keys.assign(hidden=self.hidden)[self.published]
        hidden = own.groupby(["level", "period"])["hidden"]
        return pd.DataFrame({"figures": hidden.size(), "hidden": hidden.sum().astype(int)})

    def sentence(self, lang: str = "vi") -> str:
        """Say how much is hidden.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The sentence.
        """
        label = self.label_en if lang == "en" else self.label_vi
        own = self.hidden[self.published]
        words = {"hidden": int(own.sum()), "all": len(own), "threshold": self.threshold}
        text = say("measures.suppress_release", lang, label=label, **words)
        if not self.repeated:
            return text
        return f"{text} " + say("measures.suppress_repeated", lang, periods=", ".join(self.repeated))
