"""No text of a received file is run by a spreadsheet."""

import pandas as pd
import pytest

from antq_analysis.annual.shielded import shield, shield_table


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|x", "-cmd|x", "\t=1", "\r=1", "=HYPERLINK(1)"])
def test_what_begins_like_a_formula_is_shielded(text: str) -> None:
    assert shield(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-", "-2", "+84 1", "Xã A", "'=1", "- 8,5%", "1=1"])
def test_other_texts_stay(text: str) -> None:
    assert shield(text) == text


def test_a_table_keeps_its_figures_and_is_not_changed_itself() -> None:
    table = pd.DataFrame({"n": [-1.0, 2.0], "text": ["=1", "Xã"], "kind": pd.Categorical(["@x", "y"])})
    shielded = shield_table(table)
    assert list(shielded["n"]) == [-1.0, 2.0]
    assert list(shielded["text"]) == ["'=1", "Xã"]
    assert list(shielded["kind"]) == ["'@x", "y"]
    assert list(table["text"]) == ["=1", "Xã"]


def test_missing_texts_stay_missing() -> None:
    shielded = shield_table(pd.DataFrame({"text": ["=1", None]}))
    assert shielded["text"].isna().tolist() == [False, True]
