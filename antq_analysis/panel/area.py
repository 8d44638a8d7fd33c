"""What a person means by a whole: the province, or a district of the map on which a period was reported."""

from dataclasses import dataclass

import pandas as pd

from antq_analysis.errors import UsageError
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import main_groups
from antq_analysis.places.letters.folding import bare
from antq_analysis.places.matching.names import DISTRICT_TYPES, split_type

PROVINCE, DISTRICT = "province", "district"
_WHOLE = ("tong", "tong so", "tong cong", "toan tinh", "ca tinh", "total", "whole province", "all")
_PROVINCE = "tinh "


@dataclass(frozen=True)
class Area:
    """A whole that has communes.

    Parameters
    ----------
    kind
        ``"province"`` or ``"district"``.
    name_vi, name_en
        What people read.
    codes
        Its communes on the map of the period, in register order.
    straddling
        Communes of it that lie in another district too and are counted here.
    elsewhere
        Names and codes of communes of which a part lies here and that are counted in another district, or, where nobody
        knows which holds most of them, in none.
    """

    kind: str
    name_vi: str
    name_en: str
    codes: tuple[str, ...]
    straddling: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def name(self, lang: str = "vi") -> str:
        """Say its name.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The name.
        """
        return self.name_en if lang == "en" else self.name_vi


def find_area(panel: Panel, written: str, period: str) -> Area | None:
    """Find the province or the district that is meant, unless a commune is.

    Parameters
    ----------
    panel
        The panel.
    written
        The id, code or name of the province, words for the whole of it, or the name of a district.
    period
        Its figures decide on which map districts are sought: that of the communes which reported.

    Returns
    -------
    Area or None
        None where it is neither. A commune that straddles former districts belongs to the one that holds most of it.

    Raises
    ------
    UsageError
        If several districts bear the name; their codes are listed.
    """
    register = register_of(panel, period)
    who, key = panel.province, bare(written)
    names = {bare(name) for name in (who.id, who.code, who.name_vi, who.name_en)}
    names |= {name.removeprefix(_PROVINCE) for name in names}
    names |= set(_WHOLE)
    if names & {key, key.removeprefix(_PROVINCE)} and not _is_unit(panel, key):
        return Area(PROVINCE, who.name_vi, who.name_en, tuple(register.index))
    return _district(panel, written, period, register)


def register_of(panel: Panel, period: str) -> pd.DataFrame:
    """Take the communes of the map on which a period was reported.

    Parameters
    ----------
    panel
        The panel.
    period
        The period.

    Returns
    -------
    pandas.DataFrame
        Index unit_code, in register order; of several maps that of the most communes, the panel's where none reported.
    """
    rows = panel.reported[panel.reported["level"].eq("commune") & panel.reported["period"].eq(period)]
    counts = rows.groupby("unit_date")["unit_code"].nunique()
    day = str(counts.idxmax()) if len(counts) else panel.map_date
    register = panel.registers.get(day)
    if register is None:
        return pd.DataFrame(panel.units.drop(columns="geometry", errors="ignore")).assign(unit_date=day)
    return register.set_index("unit_code").assign(unit_date=day)


def map_of(panel: Panel, period: str) -> str:
    """Tell on which map a period was reported.

    Parameters
    ----------
    panel
        The panel.
    period
        The period.

    Returns
    -------
    str
        Date of the map of most communes that reported; the panel's where none did.
    """
    register = register_of(panel, period)
    return str(register["unit_date"].iloc[0]) if len(register) else panel.map_date


def districts_of(panel: Panel, period: str) -> pd.DataFrame:
    """List the communes of every district of a period.

    Parameters
    ----------
    panel
        The panel.
    period
        The period.

    Returns
    -------
    pandas.DataFrame
        grouping, group_name, group_code, unit_code, share; after the end of districts every grouping of the map.
    """
    register = register_of(panel, period)
    if "district_name" in register and register["district_name"].fillna("").ne("").any():
        own = register[register["district_name"].fillna("").ne("")]
        codes = own.get("district_code", "")
        names = {
            "group_name": own["district_name"],
            "group_code": codes,
            "unit_code": own.index,
            "share": 1.0,
        }
        return pd.DataFrame({"grouping": DISTRICT, **names}).reset_index(drop=True)
    on_this_map = len(register) and register["unit_date"].iloc[0] == panel.map_date
    known = "group_name" in panel.groups and bool(on_this_map)
    columns = ["grouping", "group_name", "group_code", "unit_code", "share"]
    return panel.groups.reindex(columns=columns) if known else pd.DataFrame(columns=columns, dtype="str")


def _is_unit(panel: Panel, key: str) -> bool:
    # "Hòa Bình" may be a ward as well as a province; with the word "tỉnh" it is the province.
    return key in {bare(str(name)) for name in panel.units["name"]} | set(panel.units.index)


def _district(panel: Panel, written: str, period: str, register: pd.DataFrame) -> Area | None:
    groups = districts_of(panel, period)
    kind, plain = split_type(written)
    names = {str(name): split_type(str(name)) for name in groups["group_name"].unique()}
    exact = [name for name in names if bare(name) == bare(written)]
    alike = [name for name, (_, rest) in names.items() if bare(rest) == bare(plain)]
    # Without its type a name means the commune of that name, where there is one.
    bare_names = {bare(split_type(str(name))[1]) for name in panel.units["name"]}
    if not exact and (kind.casefold() not in DISTRICT_TYPES and (kind or bare(plain) in bare_names)):
        return None
    found = exact or alike
    if len(found) != 1:
        return None
    # A commune lies in one group of each grouping: only those of the grouping that is meant bear on it.
    groups = groups[groups["grouping"].eq(groups.loc[groups["group_name"].eq(found[0]), "grouping"].iloc[0])]
    here = groups.loc[groups["group_name"].eq(found[0])]
    bearers = sorted(here["group_code"].unique())
    if len(bearers) > 1:
        cases = [f"{found[0]} ({code})" for code in bearers]
        raise UsageError("panel.district_ambiguous", cases=cases, written=written)
    several = set(groups.loc[groups["unit_code"].duplicated(), "unit_code"])
    main = main_groups(groups)
    alone = main[~main["unit_code"].duplicated(keep=False)]
    own = set(alone.loc[alone["group_name"].eq(found[0]), "unit_code"])
    inside = tuple(code for code in register.index if code in own)
    across = tuple(code for code in inside if code in several)
    apart = register.index[register.index.isin(set(here["unit_code"]) - own)]
    called = register.loc[apart, "name"].astype("str")
    elsewhere = tuple(f"{name} ({code})" for code, name in called.items())
    return Area(DISTRICT, found[0], found[0], inside, across, elsewhere)
