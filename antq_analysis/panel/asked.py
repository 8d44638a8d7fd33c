"""What a person means by a unit and an indicator: a code or a name, an identifier or a label."""

from collections.abc import Mapping
from difflib import SequenceMatcher

import pandas as pd

from antq_analysis.errors import UsageError
from antq_analysis.panel.load import Panel
from antq_analysis.places.folding import bare, fold
from antq_analysis.places.match import match_units
from antq_analysis.vocabulary import Vocabulary

_SHOWN = 5
_CERTAIN = ("exact", "folded", "accent_changed")


def find_unit(panel: Panel, written: str) -> str:
    """Find the unit of a panel's map that is meant.

    Parameters
    ----------
    panel
        The panel.
    written
        Its code or its name, with or without the type and the accents.

    Returns
    -------
    str
        Its code.

    Raises
    ------
    UsageError
        If several units bear the name, or none; those, or the nearest, are listed.
    """
    if written in panel.units.index:
        return written
    register = pd.DataFrame(panel.units.drop(columns="geometry", errors="ignore")).reset_index()
    wanted = pd.DataFrame({"name": [written], "district": [""]})
    (found,) = match_units(wanted, register).to_dict("records")
    if found["how"] in _CERTAIN:
        return str(found["unit_code"])
    names = {
        str(row["unit_code"]): ", ".join(
            filter(None, (str(row["name"]), str(row.get("district_name") or "")))
        )
        for row in register.to_dict("records")
    }
    alike = {code: name for code, name in names.items() if code in found["candidates"]}
    if found["how"] == "ambiguous" and alike:
        raise UsageError("panel.unit_ambiguous", cases=_listed(alike), written=written)
    raise UsageError("panel.unknown_unit", cases=_listed(_nearest(written, names)), written=written)


def find_indicator(vocabulary: Vocabulary, written: str) -> str:
    """Find the indicator that is meant.

    Parameters
    ----------
    vocabulary
        The indicators.
    written
        Its identifier, its label or a header that means it alone.

    Returns
    -------
    str
        Its identifier.

    Raises
    ------
    UsageError
        If none or several are called so; the nearest are listed.
    """
    known = vocabulary.indicators
    if written in known:
        return written
    key = fold(written)
    for names in (
        {name: (item.label_vi, item.label_en) for name, item in known.items()},
        {name: item.aliases for name, item in known.items()},
    ):
        found = [name for name, labels in names.items() if key in map(fold, labels)]
        if len(found) == 1:
            return found[0]
    labels = {name: item.label_vi for name, item in known.items()}
    raise UsageError("panel.unknown_indicator", cases=_listed(_nearest(written, labels)), written=written)


def _nearest(written: str, names: Mapping[str, str]) -> dict[str, str]:
    key = bare(written)

    def closeness(item: tuple[str, str]) -> float:
        return max(SequenceMatcher(None, key, bare(text)).ratio() for text in item)

    return dict(sorted(names.items(), key=closeness, reverse=True)[:_SHOWN])


def _listed(names: Mapping[str, str]) -> list[str]:
    return [f"{code} ({name})" for code, name in names.items()]
