"""What files print for an earlier period on another map than the one that counts: their sums are compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.gaps import label_figure, listed
from antq_analysis.vocabulary import Vocabulary

FIGURE = ["province", "period", "indicator", "category", "basis"]
_SMALLEST = 1e-6
"""Carried and scaled figures differ by the rounding of the machine."""


@dataclass(frozen=True)
class Known:
    """What the comparison of files must know of them.

    Parameters
    ----------
    names
        File name by ``source_id``.
    periods
        Period of each file by ``source_id``.
    sizes
        Number of units of each map, by date.
    vocabulary
        Labels, and what may be summed.
    """

    names: Mapping[str, str]
    periods: Mapping[str, str]
    sizes: Mapping[str, int]
    vocabulary: Vocabulary

    def files(self, rows: pd.DataFrame) -> str:
        """Name the files of some figures.

        Parameters
        ----------
        rows
            Observations.

        Returns
        -------
        str
            Each file once.
        """
        return "; ".join(dict.fromkeys(self.names.get(one, one) for one in rows["source_id"]))

    def share(self, rows: pd.DataFrame, day: str) -> float:
        """Tell how much of a map some figures cover.

        Parameters
        ----------
        rows
            Observations of one figure.
        day
            Date of the map.

        Returns
        -------
        float
            Share of its units that report; of a map that is not known their number.
        """
        told = rows[
            rows["unit_date"].eq(day) & rows["level"].eq("commune") & rows["status"].ne("not_reported")
        ]
        return told["unit_code"].nunique() / self.sizes.get(day, 1)


def fullest_maps(printed: pd.DataFrame, known: Known) -> "pd.Series[bool]":
    """Choose, for every figure of a period, the map of which the most is printed.

    Parameters
    ----------
    printed
        What later files print, those nearest to the period first.
    known
        Sizes of the maps.

    Returns
    -------
    pandas.Series of bool
        Whether a row stands on the map that counts; of equally full maps the first one does.
    """
    chosen = pd.Series(data=True, index=printed.index)
    several = printed.groupby(FIGURE, sort=False)["unit_date"].transform("nunique").gt(1)
    for _, rows in printed[several].groupby(FIGURE, sort=False):
        days = dict.fromkeys(map(str, rows["unit_date"]))
        best = max(days, key=lambda day: known.share(rows, day))
        chosen[rows.index] = rows["unit_date"].eq(best)
    return chosen


def compare_maps(left: pd.DataFrame, used: pd.DataFrame, known: Known, rule: str) -> Iterator[Finding]:
    """Say what is not used because it stands on another map, and where its sum cannot be that of what is used.

    Nothing a commune reports is below zero: where one map is complete, what stands on the other cannot exceed its sum.

    Parameters
    ----------
    left
        Figures that are not used.
    used
        Those that are, of the same periods and indicators.
    known
        Names, sizes and labels.
    rule
        Rule of a contradiction: ``printed_maps_differ``, an error, where only later files know the period and nothing
        of them counts; ``earlier_total_differs``, a warning, where a file of the period counts.

    Yields
    ------
    Finding
        One for each figure whose sums contradict each other, and a note for each file and period of the others.
    """
    agreed = []
    told = left[left["status"].ne("not_reported")]
    for figure, rows, own, sums in _compared(told, used, known):
        if sums is None:
            agreed.append(rows)
        else:
            severity = Severity.ERROR if rule == "printed_maps_differ" else Severity.WARNING
            values = _values(rows, own, known) | _labels(figure, known.vocabulary)
            yield Finding(rule, severity, *_place(rows, known), *sums, values=values)
    rest = pd.concat(agreed) if agreed else told.iloc[:0]
    for _, rows in rest.groupby(["source_id", "sheet", "period", "unit_date"], sort=True):
        figures = pd.MultiIndex.from_frame(rows[FIGURE])
        own = used[pd.MultiIndex.from_frame(used[FIGURE]).isin(figures)]
        names = [_labels({"indicator": one, "category": ""}, known.vocabulary) for one in rows["indicator"]]
        labels = {
            key: listed(list(dict.fromkeys(name[key] for name in names))) for key in ("label", "label_en")
        }
        values = _values(rows, own, known) | labels
        yield Finding("printed_map_left_out", Severity.NOTE, *_place(rows, known), values=values)


def without_disputed(left: pd.DataFrame, used: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Empty the figures that count although another map's sum contradicts theirs: nobody can know which is right.

    Parameters
    ----------
    left, used, known
        As for :func:`compare_maps`.

    Returns
    -------
    pandas.DataFrame
        What is used; disputed values are conflicts, as those of two files are.
    """
    told = left[left["status"].ne("not_reported")]
    disputed = [
        tuple(figure[name] for name in FIGURE)
        for figure, _, _, sums in _compared(told, used, known)
        if sums is not None
    ]
    if not disputed:
        return used
    emptied = pd.MultiIndex.from_frame(used[FIGURE]).isin(disputed) & used["status"].ne("not_reported")
    return used.assign(
        value=used["value"].mask(emptied),
        status=used["status"].mask(emptied, "conflict"),
        apportioned_share=used["apportioned_share"].mask(emptied, 0.0),
    )


def _compared(
    told: pd.DataFrame, used: pd.DataFrame, known: Known
) -> Iterator[tuple[dict[str, str], pd.DataFrame, pd.DataFrame, tuple[float, float] | None]]:
    """Give each figure that is not used with what is, and both sums where they contradict each other."""
    for keys, rows in told.groupby([*FIGURE, "unit_date"], sort=True):
        figure = dict(zip([*FIGURE, "unit_date"], map(str, keys), strict=True))
        own = used[used[FIGURE].eq([figure[name] for name in FIGURE]).all(axis=1)]
        yield figure, rows, own, _contradiction(rows, own, figure, known)


def _contradiction(
    rows: pd.DataFrame, own: pd.DataFrame, figure: Mapping[str, str], known: Known
) -> tuple[float, float] | None:
    if known.vocabulary.indicator(figure["indicator"]).adds_up != "sum" or own.empty:
        return None
    sides = []
    for some, day in ((rows, figure["unit_date"]), (own, str(own["unit_date"].value_counts().index[0]))):
        communes = some[some["level"].eq("commune") & some["unit_date"].eq(day)].drop_duplicates("unit_code")
        if not communes["comparator"].isin(obs.EXACT).all():
            return None
        complete = known.share(communes, day) >= 1 and not communes["status"].eq("conflict").any()
        sides.append((float(communes["value"].sum()), complete))
    (left, left_whole), (used, used_whole) = sides
    least = _SMALLEST * max(left, used)
    wrong = (used_whole and left - used > least) or (left_whole and used - left > least)
    return (left, used) if wrong else None


def _values(rows: pd.DataFrame, own: pd.DataFrame, known: Known) -> dict[str, object]:
    sources = dict.fromkeys([*rows["source_id"], *own["source_id"]])
    return {
        "period": str(rows["period"].iloc[0]),
        "n": len(rows),
        "map": str(rows["unit_date"].iloc[0]),
        "used_map": str(own["unit_date"].iloc[0]) if len(own) else "",
        "files": known.files(rows),
        "used": known.files(own),
        "file_periods": "; ".join(dict.fromkeys(known.periods.get(one, "") for one in sources)),
    }


def _labels(figure: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, str]:
    told = (figure["indicator"], figure["category"], vocabulary)
    return {"label" if lang == "vi" else f"label_{lang}": label_figure(*told, lang) for lang in LANGUAGES}


def _place(rows: pd.DataFrame, known: Known) -> tuple[str, str, str]:
    first = rows.iloc[0]
    return known.names.get(first["source_id"], first["source_id"]), str(first["sheet"]), str(first["cell"])
