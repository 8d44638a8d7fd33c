"""Figures of one period that are those of another: a file, a column or a row that was filled from an older one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import gammaln, ive

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.absent import AREA_UNIT
from antq_analysis.panel.gaps import label_figure, listed
from antq_analysis.vocabulary import Vocabulary
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

ALIKE = 0.9
"""Somebody who fills in an old file may mend a figure here and there."""
CHANCE = 1e-6
"""So seldom may independent events agree that much: one province has some thousand columns and rows in its life."""
LARGE = 1000.0
"""So many people or households are hardly ever the same to the last one; fewer clubs or hamlets may well be."""
FEWEST_UNITS = 5
"""Of fewer units nobody can say that a column was copied."""
FEWEST_TOGETHER = 3
"""So many units of one district or one sheet."""
_CELL = ["unit_code", "indicator", "category", "basis"]
_SAID = [*_CELL, "unit_date", "is_flow", "value", "source_id", "sheet"]


@dataclass(frozen=True)
class _Pair:
    later: str
    earlier: str
    cells: pd.DataFrame
    vocabulary: Vocabulary
    registers: Mapping[str, pd.DataFrame]
    names: Mapping[str, str]
    same_kind: bool = field(init=False)

    def __post_init__(self) -> None:
        alike = obs.period_kind(self.later) == obs.period_kind(self.earlier)
        object.__setattr__(self, "same_kind", alike)


def find_copied(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> list[Finding]:
    """Find periods, columns and rows whose counts are those of another period.

    Events of two periods agree in one unit now and then: two Poisson counts of mean m are equal with the chance
    ``exp(-2m) I0(2m)``, 0.31 for one event, 0.09 for ten. A set of units is said to be copied where at least
    :data:`ALIKE` of its counts above 0 agree and chance would do that at most :data:`CHANCE` of the time. Figures that
    often stay, such as teams or hamlets, are no evidence; those of :data:`LARGE` and more are.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    registers
        Units of every map, by date.
    vocabulary
        Tells events from stocks; labels.
    names
        File name by ``source_id``.

    Returns
    -------
    list of Finding
        A warning for each period that repeats another, else for its events of one indicator or of one unit; a note
        where all figures of a period with hardly any events, or large stocks alone, are those of another year. Of
        several like periods the latest is named. The figures are used all the same.
    """
    rows = _numbered(_counts(best, vocabulary), registers)
    told = {str(period): own for period, own in rows.groupby("period")}
    findings: dict[tuple[str, str], Finding] = {}
    for earlier, later in combinations(sorted(told, key=obs.period_bounds), 2):
        cells = _beside(told[later], told[earlier])
        for subject, finding in _of_pair(_Pair(later, earlier, cells, vocabulary, registers, names)):
            findings[later, subject] = finding
    whole = {later for later, subject in findings if subject == "period"}
    return [
        found for (later, subject), found in findings.items() if subject == "period" or later not in whole
    ]


def compare_events(best: pd.DataFrame, vocabulary: Vocabulary, later: str, earlier: str) -> pd.DataFrame:
    """Hold the events of one period against those of another, unit by unit.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    vocabulary
        Tells events from stocks.
    later, earlier
        The two periods.

    Returns
    -------
    pandas.DataFrame
        One row for each pair of counts that are not both 0, of one unit only once where several are the same two
        numbers; columns unit_code, indicator, value, value_before, same, chance (of the same number, where the two
        are independent Poisson counts of their common mean).
    """
    rows = _counts(best, vocabulary)
    rows = rows[rows["is_flow"]]
    now, before = (rows[rows["period"].eq(period)] for period in (later, earlier))
    cells = now.merge(before[[*_CELL, "value"]], on=_CELL, suffixes=("", "_before"))
    cells = cells[cells[["value", "value_before"]].gt(0).any(axis=1)]
    cells = cells.drop_duplicates(["unit_code", "value", "value_before"])
    mean = cells[["value", "value_before"]].mean(axis=1).to_numpy(float)
    told = cells.assign(same=cells["value"].eq(cells["value_before"]), chance=ive(0, 2 * mean))
    return told[["unit_code", "indicator", "value", "value_before", "same", "chance"]].reset_index(drop=True)


def _counts(best: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    known = {str(name): vocabulary.indicator(str(name)) for name in best["indicator"].unique()}
    known = {name: what for name, what in known.items() if what.unit_vi != AREA_UNIT}
    kinds = {name: what.kind for name, what in known.items() if what.adds_up == "sum"}
    rows = best[
        best["level"].isin(["commune", *OTHER_LEVELS])
        & best["status"].eq("reported")
        & best["comparator"].isin(obs.EXACT)
        & best["rule"].ne("decided")
        & best["indicator"].isin([name for name, kind in kinds.items() if kind in ("base", "stock", "flow")])
    ]
    is_flow = rows["indicator"].map(kinds).eq("flow") & rows["basis"].eq("in_year")
    return rows.assign(is_flow=is_flow).drop_duplicates([*_CELL, "period"], keep="last")


def _numbered(rows: pd.DataFrame, registers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Give numbers to units, cells, districts and sheets, as every period is held against every other."""
    district = {
        str(code): f"{day} {of}"
        for day, register in registers.items()
        if "district_name" in register
        for code, of in zip(register["unit_code"], register["district_name"].fillna(""), strict=True)
        if of
    }
    home = rows["unit_code"].map(district)
    numbers = {
        "unit": rows.groupby("unit_code").ngroup(),
        "what": rows.groupby(_CELL[1:]).ngroup(),
        "place": rows.groupby(_CELL).ngroup(),
        "in_district": pd.Series(pd.factorize(home)[0], index=rows.index),
        "in_sheet": rows.groupby(["source_id", "sheet"]).ngroup(),
    }
    texts = {name: rows[name].to_numpy(object) for name in _SAID if name not in ("is_flow", "value")}
    numbered = rows[["period", "is_flow", "value"]].assign(**numbers, **texts)
    return numbered.sort_values("place", kind="stable")


def _beside(later: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    _, own, other = np.intersect1d(
        later["place"].to_numpy(), earlier["place"].to_numpy(), assume_unique=True, return_indices=True
    )
    values, before = later["value"].to_numpy()[own], earlier["value"].to_numpy()[other]
    some = (values > 0) | (before > 0)
    return later.iloc[own[some]].assign(
        value_before=before[some], source_id_before=earlier["source_id"].to_numpy()[other[some]]
    )


def _of_pair(pair: _Pair) -> Iterator[tuple[str, Finding]]:
    same = pair.cells["value"].eq(pair.cells["value_before"])
    mean = pair.cells[["value", "value_before"]].mean(axis=1).to_numpy(float)
    cells = pair.cells.assign(same=same, chance=np.log(ive(0, 2 * mean)))
    flows, large = cells[cells["is_flow"]], cells[~cells["is_flow"] & cells["value"].ge(LARGE)]
    if not pair.same_kind:
        cells, large = flows, large.iloc[:0]
    events_too = _is_copied(pd.concat([flows, large])) and min(map(_share, (flows, cells))) >= ALIKE
    if events_too or (cells["same"].all() and _is_copied(cells)):
        grade = Severity.WARNING if events_too else Severity.NOTE
        yield "period", _finding("period_copied", grade, pair, cells)
        return
    events = _copied_columns(flows)
    if len(events):
        yield "events", _columns(Severity.WARNING, pair, events)
    stocks = _copied_columns(large)
    if len(stocks):
        yield "stocks", _columns(Severity.NOTE, pair, stocks)
    rest = flows[~flows["indicator"].isin(events["indicator"])]
    alone = rest["unit"].map(_copied(rest, ["unit"])).astype(bool)
    units = rest[alone | _with_others(pd.concat([rest, large])).reindex(rest.index)]
    if len(units):
        yield "units", _finding("unit_copied", Severity.WARNING, pair, units, units=_unit_names(units, pair))


def _with_others(cells: pd.DataFrame) -> "pd.Series[bool]":
    """Tell the units whose whole district or sheet repeats the other period, though no unit would show it alone."""
    found = pd.Series(data=False, index=cells.index)
    for together in ("in_district", "in_sheet"):
        some = cells[cells[together].ge(0)].rename(columns={together: "together"})
        some = some[some.groupby("together")["unit"].transform("nunique").ge(FEWEST_TOGETHER)]
        if len(some):
            # Large stocks add to the evidence; alone they often stay as they were.
            events = some[some["is_flow"]].groupby("together")["same"].agg(["mean", "size"])
            moved = events["mean"].ge(ALIKE) & events["size"].ge(FEWEST_TOGETHER)
            copied = _copied(some, ["together"])
            alike = some["together"].isin(copied.index[copied].intersection(moved.index[moved]))
            found[alike.index[alike]] = True
    return found


def _copied(cells: pd.DataFrame, by: list[str]) -> "pd.Series[bool]":
    # A total and its only part, or cases and those solved, agree together: such a number is one piece of evidence.
    told = cells.drop_duplicates([*by, "unit", "value", "value_before"])
    groups = told.assign(chance=told["chance"].where(told["same"], 0.0)).groupby(by)
    n, k = groups.size(), groups["same"].sum()
    # At most this: so many ways to choose the figures that agree, times the chance that these do.
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    copied: pd.Series[bool] = (k / n).ge(ALIKE) & (ways + groups["chance"].sum()).le(np.log(CHANCE))
    return copied


def _is_copied(cells: pd.DataFrame) -> bool:
    return bool(_copied(cells.assign(all=0), ["all"]).any())


def _share(cells: pd.DataFrame) -> float:
    return float(cells["same"].mean()) if len(cells) else 0.0


def _copied_columns(cells: pd.DataFrame) -> pd.DataFrame:
    wide = cells[cells.groupby("what")["value"].transform("size").ge(FEWEST_UNITS)]
    copied = _copied(wide, ["what"])
    return wide[wide["what"].isin(copied.index[copied])]


def _columns(grade: Severity, pair: _Pair, cells: pd.DataFrame) -> Finding:
    labels = {}
    for lang in LANGUAGES:
        whats = cells[["indicator", "category"]].drop_duplicates().itertuples(index=False)
        told = [label_figure(str(name), str(category), pair.vocabulary, lang) for name, category in whats]
        labels["labels" if lang == "vi" else "labels_en"] = listed(told)
    labels["indicators"] = ", ".join(dict.fromkeys(map(str, cells["indicator"])))
    rule = "column_copied" if grade is Severity.WARNING else "stock_copied"
    return _finding(rule, grade, pair, cells, **labels)


def _unit_names(cells: pd.DataFrame, pair: _Pair) -> str:
    units = cells[["unit_code", "unit_date"]].drop_duplicates("unit_code")
    known = {day: register.set_index("unit_code")["name"] for day, register in pair.registers.items()}
    told = []
    for code, day in units.itertuples(index=False):
        named = known[day].get(code) if day in known else None
        told.append(f"{named} ({code})" if named else str(code))
    return listed(told)


def _finding(rule: str, grade: Severity, pair: _Pair, cells: pd.DataFrame, **more: str) -> Finding:
    def files(column: str) -> list[str]:
        return list(dict.fromkeys(pair.names.get(str(one), str(one)) for one in cells[column]))

    own = files("source_id")
    sheets = list(dict.fromkeys(map(str, cells["sheet"])))
    values: dict[str, object] = {
        "period": pair.later,
        "other": pair.earlier,
        "n": len(cells),
        "same": int(cells["same"].sum()),
        "communes": cells["unit_code"].nunique(),
        "other_files": listed(files("source_id_before")),
        **more,
    }
    file = own[0] if len(own) == 1 else ""
    return Finding(rule, grade, file, sheets[0] if file and len(sheets) == 1 else "", values=values)
