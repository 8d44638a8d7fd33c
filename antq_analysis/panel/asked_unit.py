"""What a person means by a unit, and what must be told where the same words mean another one on another map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from antq_analysis.errors import UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.panel.area import map_of, register_of
from antq_analysis.panel.elsewhere import refuse_district, refuse_unit_of_other_map, why_command
from antq_analysis.panel.ground import ground_of
from antq_analysis.panel.load import Panel
from antq_analysis.panel.near_names import nearest, with_names
from antq_analysis.places.letters.folding import bare, spelling_key
from antq_analysis.places.matching.match import match_units
from antq_analysis.places.matching.names import DISTRICT_TYPES, split_type
from antq_analysis.places.matching.other_dates import units_of_other_dates
from antq_analysis.project import Project

_CERTAIN = ("exact", "folded", "accent_changed")


@dataclass(frozen=True)
class AskedUnit:
    """The unit of a panel's map that is meant.

    Parameters
    ----------
    code
        Its code.
    notes
        What must be told before anything else is said of it: keys of sentences with what their placeholders stand for.
    """

    code: str
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()

    def lines(self, lang: str = "vi") -> list[str]:
        """Say what must be told.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        list of str
            One line for each note; none where the words mean this unit on every map that counts.
        """
        return [say(key, lang, **words) for key, words in self.notes]


def find_unit(panel: Panel, written: str, period: str, indicator: str, project: Project) -> AskedUnit:
    """Find the unit of a panel's map that is meant.

    Parameters
    ----------
    panel
        The panel.
    written
        Its code or its name, with or without the type and the accents.
    period, indicator
        What is asked about it, so that a refusal can name the command that answers.
    project
        The project.

    Returns
    -------
    AskedUnit
        Its code; noted are another type or accent than written, and another unit that bears the code or name on the map
        of the period.

    Raises
    ------
    UsageError
        If several units bear the name, or only one of another map does, or none; those, or the nearest, are listed. A
        district is never taken for a commune.
    """
    about = (written, period, indicator)
    if written in panel.units.index:
        return AskedUnit(written, _of_period(panel, written, about, project))
    register = pd.DataFrame(panel.units.drop(columns="geometry", errors="ignore")).reset_index()
    kind, _ = split_type(written)
    if kind in DISTRICT_TYPES and bare(written) not in set(map(bare, register["name"])):
        refuse_district(panel, *about, project)
        raise _unknown(panel, written, dict.fromkeys(_wholes(panel), ""))
    wanted = pd.DataFrame({"name": [written], "district": [""]})
    others = partial(units_of_other_dates, panel.province.id, panel.map_date, project)
    (found,) = match_units(wanted, register, others=others).to_dict("records")
    if found["how"] in _CERTAIN:
        code = str(found["unit_code"])
        notes = _read_otherwise(written, code, str(panel.units.at[code, "name"]))
        return AskedUnit(code, notes + _of_period(panel, code, about, project))
    names = {
        str(row["unit_code"]): ", ".join(
            filter(None, (str(row["name"]), str(row.get("district_name") or "")))
        )
        for row in register.to_dict("records")
    }
    alike = {code: name for code, name in names.items() if code in found["candidates"]}
    if found["how"] == "ambiguous" and alike:
        raise UsageError("panel.unit_ambiguous", cases=with_names(alike), written=written)
    refuse_unit_of_other_map(panel, *about, project)
    raise _unknown(panel, written, names | dict.fromkeys(_wholes(panel), ""))


def _read_otherwise(written: str, code: str, name: str) -> tuple[tuple[str, Mapping[str, object]], ...]:
    (kind, plain), (own_kind, own_plain) = split_type(written), split_type(name)
    words = {"written": written, "name": name, "unit_code": code}
    if kind and kind != own_kind:
        return (("panel.unit_of_other_type", words),)
    # Words without any accent mean the name; one that bears another accent may have meant another unit.
    if spelling_key(plain) != spelling_key(own_plain) and not plain.isascii():
        return (("panel.unit_of_other_accent", words),)
    return ()


def _of_period(
    panel: Panel, code: str, about: tuple[str, str, str], project: Project
) -> tuple[tuple[str, Mapping[str, object]], ...]:
    written, period, indicator = about
    register, day = register_of(panel, period), map_of(panel, period)
    if day == panel.map_date:
        return ()
    bearers = [written] if written in register.index else _named_so(written, register)
    ground = ground_of(panel, code, day, project)
    words = {
        "written": written,
        "period": period,
        "day": pd.Timestamp(day).date(),
        "here": pd.Timestamp(panel.map_date).date(),
        "name": str(panel.units.at[code, "name"]),
        "unit_code": code,
    }
    return tuple(
        (
            "panel.unit_of_period",
            words
            | {
                "other": _told_apart(register, bearer, bearers),
                "other_code": bearer,
                "command": why_command(panel.province.id, bearer, period, indicator, on=day),
            },
        )
        for bearer in bearers
        if {bearer} != ground
    )


def _told_apart(register: pd.DataFrame, bearer: str, bearers: Sequence[str]) -> str:
    name = str(register.at[bearer, "name"])
    district = str(register.at[bearer, "district_name"] or "") if "district_name" in register else ""
    return f"{name}, {district}" if len(bearers) > 1 and district else name


def _named_so(written: str, register: pd.DataFrame) -> list[str]:
    kind, plain = split_type(written)
    keys = {str(code): split_type(str(name)) for code, name in register["name"].items()}
    return [
        code
        for code, (of, name) in keys.items()
        if spelling_key(name) == spelling_key(plain) and kind in ("", of)
    ]


def _unknown(panel: Panel, written: str, names: Mapping[str, str]) -> UsageError:
    near = nearest(written, names)
    if near:
        return UsageError("panel.unknown_unit", cases=with_names(near), written=written)
    folder = f"data/places/{panel.province.territory}/{panel.map_date}"
    return UsageError("panel.unknown_unit_far", written=written, folder=folder)


def _wholes(panel: Panel) -> list[str]:
    names = [panel.province.name_vi, *panel.groups.get("group_name", ())]
    for register in panel.registers.values():
        names += list(register.get("district_name", ()))
    return list(dict.fromkeys(str(name) for name in names if name))
