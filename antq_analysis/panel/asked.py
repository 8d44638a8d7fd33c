"""What a person means by a unit and an indicator: a code or a name, an identifier or a label."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import permutations

import pandas as pd

from antq_analysis.errors import AntqError, UsageError
from antq_analysis.observations import period_bounds
from antq_analysis.panel.area import find_area
from antq_analysis.panel.load import Panel
from antq_analysis.places.letters.folding import bare, fold
from antq_analysis.places.matching.match import match_units
from antq_analysis.places.matching.names import split_type
from antq_analysis.vocabulary import Vocabulary

_SHOWN = 5
_NEAR = 0.6
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
    near = _nearest(written, names | dict.fromkeys(_wholes(panel), ""))
    if near:
        raise UsageError("panel.unknown_unit", cases=_listed(near), written=written)
    folder = f"data/places/{panel.province.territory}/{panel.map_date}"
    raise UsageError("panel.unknown_unit_far", written=written, folder=folder)


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
    near = _nearest(written, labels)
    if near:
        raise UsageError("panel.unknown_indicator", cases=_listed(near), written=written)
    raise UsageError("panel.unknown_indicator_far", written=written)


def refuse_swapped(panel: Panel, unit: str, period: str, indicator: str) -> None:
    """Refuse arguments that stand in another order, and say the right one.

    Parameters
    ----------
    panel
        The panel.
    unit, period, indicator
        As they were given.

    Raises
    ------
    UsageError
        If they make sense in another order only.
    """
    given = (unit, period, indicator)
    orders = [given, *permutations(given)]
    right = next((order for order in orders if _in_order(panel, *order)), given)
    if right != given:
        words = dict(zip(("unit", "period", "indicator"), right, strict=True))
        words["unit"] = f'"{right[0]}"' if " " in right[0] else right[0]
        words["indicator"] = f'"{right[2]}"' if " " in right[2] else right[2]
        raise UsageError("panel.swapped", province=panel.province.id, **words)


def _in_order(panel: Panel, unit: str, period: str, indicator: str) -> bool:
    try:
        period_bounds(period)
        find_indicator(panel.vocabulary, indicator)
    except AntqError:
        return False
    try:
        return find_area(panel, unit, period) is not None or bool(find_unit(panel, unit))
    except UsageError as refused:
        return refused.key == "panel.unit_ambiguous"


def _wholes(panel: Panel) -> list[str]:
    names = [panel.province.name_vi, *panel.groups.get("group_name", ())]
    for register in panel.registers.values():
        names += list(register.get("district_name", ()))
    return list(dict.fromkeys(str(name) for name in names if name))


def _nearest(written: str, names: Mapping[str, str]) -> dict[str, str]:
    key, plain = bare(written), bare(split_type(written)[1])

    def closeness(item: tuple[str, str]) -> float:
        # The type says nothing: every "xã" would be near every other. Codes are near only with one figure changed.
        texts = [
            (plain, bare(split_type(text.partition(",")[0])[1]))
            for text in item
            if text and not text.isdigit()
        ]
        texts += [(key, text) for text in item if text.isdigit() and key.isdigit() and _one_figure(key, text)]
        return max((SequenceMatcher(None, *pair).ratio() for pair in texts), default=0.0)

    scores = {code: closeness((code, name)) for code, name in names.items()}
    near = sorted((code for code in scores if scores[code] >= _NEAR), key=lambda code: -scores[code])
    return {code: names[code] for code in near[:_SHOWN]}


def _one_figure(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _listed(names: Mapping[str, str]) -> list[str]:
    return [f"{code} ({name})" if name else code for code, name in names.items()]
