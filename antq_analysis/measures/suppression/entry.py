"""What must stand in the ledger of releases before anything of a decision is published."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd


@dataclass(frozen=True, eq=False)
class Entry:
    """The rows of a decision, with what it rests on; results that were made ready for a release carry it along.

    Parameters
    ----------
    ledger
        The file of the ledger.
    rows
        Columns ``LEDGER_COLUMNS`` of :mod:`antq_analysis.measures.suppression.ledger`, with no number yet: every figure
        of all indicators that were decided together.
    related
        Ids of these indicators and of those that hang together with them.
    earlier
        What the ledger held of the related indicators when it was decided.
    """

    ledger: Path
    rows: pd.DataFrame = field(repr=False)
    related: frozenset[str] = field(repr=False)
    earlier: pd.DataFrame = field(repr=False)
