"""Cells of small tables: a change that rounds to nothing is not told as none."""

import numpy as np
import pytest

from antq_analysis.briefing.laid_out import in_percent


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (-8.54, "-8,5%", "-8.5%"),
        (0.04, "dưới 0,1%", "under 0.1%"),
        (-0.04, "dưới 0,1%", "under 0.1%"),
        (0.05, "+0,1%", "+0.1%"),
        (np.nan, "", ""),
    ],
)
def test_changes_in_percent(value: float, vi: str, en: str) -> None:
    assert in_percent(value, "vi").symbol == vi
    assert in_percent(value, "en").symbol == en
    assert in_percent(value, "vi").value == pytest.approx(value, nan_ok=True)
