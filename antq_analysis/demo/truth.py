"""The complete truth of the fictional province, part by part and period by period.

Rates follow the simulation of the method notes: persistent risk and yearly shocks that are spatially correlated, a
secular fall, and models that are sent where trouble is and then grow. Their true effect is what the story says, by
default none.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from antq_analysis.demo.geography import Terrain, Vintage
from antq_analysis.demo.story import Dynamics, Story
from antq_analysis.demo.uptake import Uptake, adopt, grow_models, need
from antq_analysis.observations import is_year, period_bounds

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

PART_OF_A_YEAR = 0.47
"""Share of a year's events that fall before the middle of the year."""
HOUSEHOLD = 3.75
"""Persons in a household."""
PEOPLE_PER_AREA = 560
"""Persons in a residential area."""
KINDS_OF_INCIDENT = (0.42, 0.14, 0.05, 0.39)
"""Crimes, traffic accidents, fires, others: shares of all incidents."""
SUMS = {
    "incidents_total|": ("crimes_social_order|", "traffic_accidents|", "fires|"),
    "tips_total|": ("tips_valuable|",),
    "safe_std_registered_residential|": ("safe_std_met_residential|",),
}
"""Flows that hold others."""
FLOWS = (
    *(name for parts in SUMS.values() for name in parts),
    "suspects_handled|",
    "outreach_",
    "model_points_new|",
    "model_points_removed|",
)
CHANCE = 0.6
"""Standard deviation of what is neither risk nor last year's rate in the choice of who begins."""
RURAL_STANDARD = "ntm_19_2_met"
ESTABLISHED = "model_established_year"
TYPES_ACTIVE = "model_types_active"


@dataclass(frozen=True)
class Truth:
    """What is so, whether or not anybody reports it rightly.

    Parameters
    ----------
    counts
        Period to a frame: index part, one column for each indicator and category; all of them add up over parts.
    standing
        Year to how well each part does in the rural standard: met above zero, shape (n_parts,).
    established
        First year of a model in each part; 0 where there is none, shape (n_parts,).
    """

    counts: dict[str, pd.DataFrame] = field(default_factory=dict)
    standing: dict[int, Numbers] = field(default_factory=dict)
    established: Counts = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class _Ground:
    story: Story
    terrain: Terrain
    vintages: tuple[Vintage, ...]


def make_truth(
    story: Story, terrain: Terrain, vintages: tuple[Vintage, ...], rng: np.random.Generator
) -> Truth:
    """Let the years pass.

    Parameters
    ----------
    story
        The story.
    terrain
        The parts.
    vintages
        All maps; models are taken up by communes of the map in force.
    rng
        Source of chance.

    Returns
    -------
    Truth
        Counts of every period.
    """
    told, years = story.dynamics, np.array(story.years)
    world = _Ground(story, terrain, vintages)
    people = _people(terrain, told, len(years), rng)
    areas = _areas(terrain, rng)
    risk, log_rate = _log_rates(terrain, told, len(years), rng)
    per_person = told.incidents_per_unit / story.ground.people_per_unit
    events, established = _incidents(world, people, risk, per_person * np.exp(log_rate), rng)
    uptake = grow_models(told, years, areas, established, rng)
    base = pd.DataFrame({"areas": areas, "risk": risk, "area_km2": terrain.parts["area_km2"].to_numpy()})
    yearly = {
        int(year): _year(base.assign(people=people[:, t]), events[:, t], uptake, t, rng)
        for t, year in enumerate(years)
    }
    truth = Truth(standing=_standing(risk, years, rng), established=established)
    for item in story.period:
        year = int(item.period[:4])
        whole = yearly[year]
        truth.counts[item.period] = whole if is_year(item.period) else _half(whole, yearly[year - 1], rng)
    return truth


def on_units(truth: Truth, terrain: Terrain, vintage: Vintage, period: str) -> pd.DataFrame:
    """Add the parts up to the communes of one map.

    Parameters
    ----------
    truth
        The truth.
    terrain
        The parts.
    vintage
        The map.
    period
        The period.

    Returns
    -------
    pandas.DataFrame
        Index unit_code in register order; one column for each indicator and category (``indicator|category``).
        NaN where an indicator does not apply to a commune.
    """
    values = truth.counts[period].groupby(vintage.unit_of).sum().astype("float64")
    values.index.name = "unit_code"
    types = values.filter(regex=r"^model_(units|points)_active\|")
    values[TYPES_ACTIVE + "|"] = types.gt(0).sum(axis=1)
    year = period_bounds(period)[1].year
    begun = pd.Series(truth.established).where(lambda start: (start > 0) & (start <= year))
    values[ESTABLISHED + "|"] = begun.groupby(vintage.unit_of).min()
    weight = terrain.parts["people"].to_numpy()
    standing = pd.Series(truth.standing[year] * weight).groupby(vintage.unit_of).sum()
    rural = vintage.units["type"].eq("Xã").reindex(values.index)
    values[RURAL_STANDARD + "|"] = standing.gt(0).astype("float64").where(rural)
    return values.reindex(vintage.units.index)


def _people(terrain: Terrain, told: Dynamics, n_years: int, rng: np.random.Generator) -> Counts:
    own = 1 + told.growth + rng.normal(0, 0.004, size=len(terrain.parts))
    growth = own[:, None] ** np.arange(-2, n_years - 2) * np.exp(
        rng.normal(0, 0.002, size=(len(own), n_years))
    )
    people: Counts = np.rint(terrain.parts["people"].to_numpy()[:, None] * growth).astype(np.int64)
    return people


def _areas(terrain: Terrain, rng: np.random.Generator) -> Counts:
    people = terrain.parts["people"].to_numpy()
    areas = np.rint(people / PEOPLE_PER_AREA + rng.normal(0, 1.3, size=len(people)))
    least = np.where(np.isin(np.arange(len(people)), terrain.divided), 3, 5)
    clipped: Counts = np.clip(areas, least, 20).astype(np.int64)
    return clipped


def _log_rates(
    terrain: Terrain, told: Dynamics, n_years: int, rng: np.random.Generator
) -> tuple[Numbers, Numbers]:
    places = terrain.parts[["x", "y"]].to_numpy()
    distance = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    root = np.linalg.cholesky(np.exp(-distance / told.shock_range_km) + 1e-9 * np.eye(len(places)))
    risk = told.shock_sd * (root @ rng.normal(size=len(places)))
    shocks = [root @ rng.normal(size=len(places))]
    for _ in range(1, n_years):
        fresh = root @ rng.normal(size=len(places))
        shocks.append(told.shock_memory * shocks[-1] + np.sqrt(1 - told.shock_memory**2) * fresh)
    trend = np.log1p(-told.yearly_fall) * np.arange(n_years)
    # Centred each year, so that the province as a whole follows the secular fall and nothing else.
    moved = np.column_stack(shocks)
    rates: Numbers = risk[:, None] + told.shock_sd * (moved - moved.mean(axis=0)) + trend
    return risk, rates


def _incidents(
    world: _Ground, people: Counts, risk: Numbers, rate: Numbers, rng: np.random.Generator
) -> tuple[Counts, Counts]:
    """Draw events year by year: who takes up a model next year hangs on what was seen this year."""
    told, vintages = world.story.dynamics, world.vintages
    events = np.zeros_like(people)
    established = _early(world, risk, rng)
    for t, year in enumerate(world.story.years):
        if year in told.adoption_years:
            vintage = next(item for item in reversed(vintages) if item.date <= f"{year}-01-01")
            score = need(world.terrain, vintage, risk, (events[:, t - 1], people[:, t - 1]))
            score += rng.normal(0, CHANCE, size=len(score))
            established = adopt(score, vintage, established, told.adopters_per_year, year)
        works = (established > 0) & (established < year)
        events[:, t] = rng.poisson(people[:, t] * rate[:, t] * np.exp(told.effect * works))
    return events, established


def _early(world: _Ground, risk: Numbers, rng: np.random.Generator) -> Counts:
    told, vintage = world.story.dynamics, world.vintages[0]
    score = need(world.terrain, vintage, risk)
    score += rng.normal(0, 2 * CHANCE, size=len(score))
    first, last = told.early_years
    begun = adopt(score, vintage, np.zeros(len(risk), dtype=np.int64), told.early_adopters, last)
    drawn = pd.Series(rng.integers(first, last + 1, size=len(score)), index=score.index)
    years: Counts = np.where(begun > 0, drawn.loc[vintage.unit_of.tolist()].to_numpy(), 0)
    return years


def _year(
    base: pd.DataFrame, events: Counts, uptake: Uptake, t: int, rng: np.random.Generator
) -> pd.DataFrame:
    people, areas, risk = (base[name].to_numpy() for name in ("people", "areas", "risk"))
    covered = uptake.areas[:, t]
    crimes, accidents, fires, _ = rng.multinomial(events, KINDS_OF_INCIDENT).T
    tips = rng.poisson(people * 8e-4 * np.exp(0.5 * risk) * (1 + 0.25 * (covered > 0)))
    sessions = rng.poisson(1.1 * areas + 0.6 * covered)
    registered = rng.binomial(areas, 0.86)
    frame = pd.DataFrame(
        {
            "population|": people,
            "households|": np.rint(people / HOUSEHOLD).astype(np.int64),
            "area_km2|": base["area_km2"].to_numpy(),
            "residential_areas_total|": areas,
            "residential_areas_with_model|": covered,
            "incidents_total|": events,
            "crimes_social_order|": crimes,
            "traffic_accidents|": accidents,
            "fires|": fires,
            "suspects_handled|": crimes + rng.poisson(0.6 * crimes),
            "tips_total|": tips,
            "tips_valuable|": rng.binomial(tips, 0.62),
            "outreach_sessions|": sessions,
            "outreach_attendances|": rng.poisson(46 * sessions),
            "safe_std_registered_residential|": registered,
            "safe_std_met_residential|": rng.binomial(registered, np.clip(0.86 - 0.25 * risk, 0.4, 0.98)),
        }
    )
    return frame.join(uptake.frame(t))


def _half(whole: pd.DataFrame, before: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Take the first half of a year: part of its flows, and stocks between the two ends."""
    half = whole.copy()
    names = [str(name) for name in whole]
    flows = [name for name in names if name.startswith(FLOWS) and name not in SUMS]
    for name in flows:
        half[name] = rng.binomial(whole[name].to_numpy(), PART_OF_A_YEAR)
    for name, parts in SUMS.items():
        rest = whole[name] - whole[list(parts)].sum(axis=1)
        half[name] = half[list(parts)].sum(axis=1) + rng.binomial(rest.to_numpy(), PART_OF_A_YEAR)
    kinds = [name.partition("|")[2] for name in names if name.startswith("model_points_active|")]
    for flow in ("model_points_new|", "model_points_removed|"):
        half[flow] = half[[flow + kind for kind in kinds if kind]].sum(axis=1)
    for kind in kinds:
        moved = half[f"model_points_new|{kind}"] - half[f"model_points_removed|{kind}"]
        half[f"model_points_active|{kind}"] = before[f"model_points_active|{kind}"] + moved
    half["residential_areas_with_model|"] = before["residential_areas_with_model|"]
    return half


def _standing(risk: Numbers, years: Counts, rng: np.random.Generator) -> dict[int, Numbers]:
    """Fewer meet the standard when its criteria change, then more again."""
    own = rng.normal(0, 1, size=len(risk)) - 1.2 * risk / max(float(risk.std()), 1e-9) * 0.4
    middle = (years[0] + years[-1]) // 2
    level = np.where(years <= middle, 0.7 + 0.22 * (years - years[0]), 0.85 + 0.16 * (years - middle - 1))
    return {int(year): own + level[t] + rng.normal(0, 0.25, size=len(risk)) for t, year in enumerate(years)}
