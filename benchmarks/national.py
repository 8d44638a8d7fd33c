"""A whole year of the country beside a plain script over the usual libraries: ``python benchmarks/national.py``.

10,600 communes, ten years, twelve indicators, about 130 points a polygon. Each step is timed in CPU seconds once ours,
once as a script over pandas, geopandas, libpysal and (where they are installed) esda, pymannkendall, statsmodels and
pyfixest; what a peer would do for too long is timed on a part and multiplied. A number after the command makes the
country that many times larger, for growth: 0.25, 1, 4. Memory is the most that the process had so far.
"""

import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pandas as pd
import shapely

mpl.use("Agg")
import matplotlib.pyplot as plt
from libpysal.weights import Queen

import antq_analysis as antq
from antq_analysis import observations as obs
from antq_analysis.measures.association.resamples import draw_counts, kendall_of, pearson_of, spearman_of
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.effects.clustered import clustered
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.starts import starts
from antq_analysis.measures.space.local import local_statistics
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.carry import carry
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.reforms.shares import resolve_shares
from antq_analysis.places.tables import text_columns
from antq_analysis.vocabulary import load_vocabulary

NATION, YEARS, MAPS, PERMUTATIONS, RESAMPLES, MODELS = 10_600, 10, 24, 9_999, 999, 24
FIRST, DAY, LATER = 2016, "2020-01-01", "2025-07-01"
COUNTED = (
    "incidents_total", "crimes_social_order", "traffic_accidents", "fires", "tips_total", "disputes_total",
    "outreach_sessions", "outreach_attendances", "model_points_active", "residential_areas_total", "crimes_cleared",
)  # fmt: skip
POINTS_A_SIDE = 22
Pair = tuple[Callable[[], object], Callable[[], object] | None]
"""A step as we do it, and as its peer does, which may return its seconds where only a part of it was done."""


class Country:
    """Communes over a square with straight districts, and their figures."""

    def __init__(self, communes: int) -> None:
        rng = np.random.default_rng(2026)
        side = 3000 * np.sqrt(communes)
        cells = shapely.get_parts(
            shapely.voronoi_polygons(shapely.MultiPoint(rng.uniform(0, side, (communes, 2))))
        )
        cells = shapely.intersection(cells, shapely.box(0, 0, side, side))
        # Sides between the same corners get the same points: neighbours keep fitting.
        cells = shapely.segmentize(cells, 3000 / POINTS_A_SIDE)
        wavy = shapely.transform(cells, lambda xy: np.round(xy + 60 * np.sin(xy[:, ::-1] / 170)))
        centre = shapely.get_coordinates(shapely.centroid(cells))
        order = np.lexsort((centre[:, 0], (centre[:, 1] // (side / 26)).astype(int)))
        self.codes = np.array([f"{number:05d}" for number in range(1, communes + 1)])
        self.layer = gpd.GeoDataFrame(
            {"name": [f"Xã Mẫu {code}" for code in self.codes]},
            geometry=wavy[order],
            index=pd.Index(self.codes, name="unit_code"),
            crs="EPSG:6933",
        ).to_crs(4326)
        self.points, self.district = centre[order], np.arange(communes) // 15
        self.people = rng.lognormal(np.log(7500), 0.5, communes).round()
        risk = rng.gamma(6, 1 / 6, communes)
        level = rng.uniform(2, 9, len(COUNTED))
        shape = (YEARS, len(COUNTED), communes)
        self.figures = rng.poisson(np.broadcast_to(level[:, None] * risk * self.people / 7500, shape)).astype(
            float
        )
        years = FIRST + np.arange(YEARS)[:, None]
        self.figures[:, COUNTED.index("model_points_active")] *= self.figures_of_start() <= years

    def rows(self) -> pd.DataFrame:
        """List the observations of all years."""
        vocabulary, parts = load_vocabulary(), []
        for number in range(YEARS):
            period = str(FIRST + number)
            first, last = obs.period_bounds(period)
            values = {"population": self.people} | dict(zip(COUNTED, self.figures[number], strict=True))
            for name, figures in values.items():
                flow = vocabulary.indicator(name).kind == "flow"
                parts.append(
                    pd.DataFrame(
                        {
                            "province": "demo", "unit_code": self.codes, "unit_date": DAY, "indicator": name,
                            "basis": "in_year" if flow else "stock", "period": period, "value": figures,
                            "period_start": pd.Timestamp(first), "period_end": pd.Timestamp(last),
                            "method_version": vocabulary.method_version("demo", name, last),
                        }
                    )
                )  # fmt: skip
        began = self.figures_of_start()
        parts.append(
            parts[-1]
            .assign(indicator="model_established_year", basis="stock", value=began)
            .dropna(subset="value")
        )
        return obs.conform(pd.concat(parts, ignore_index=True))

    def figures_of_start(self) -> np.ndarray:
        """Give the year of the first model; NaN where there is none."""
        rng = np.random.default_rng(7)
        began = rng.integers(FIRST + 3, FIRST + 7, len(self.codes)).astype(float)
        return np.where(rng.random(len(self.codes)) < 0.6, began, np.nan)

    def panel(self, rows: pd.DataFrame) -> Panel:
        """Lay the figures on their map."""
        vocabulary = load_vocabulary()
        district = [f"{number:03d}" for number in self.district]
        units = self.layer.assign(district_code=district, district_name=[f"Huyện {one}" for one in district])
        return Panel(
            observations=rows, reported=rows, registers={DAY: units.drop(columns="geometry").reset_index()},
            units=units, province=vocabulary.province("demo"), map_date=DAY, vocabulary=vocabulary,
            groups=pd.DataFrame(), account=pd.DataFrame(),
        )  # fmt: skip

    def reform(self) -> pd.DataFrame:
        """Join three communes in a row; every 25th is divided between two."""
        number = len(self.codes)
        home = np.arange(number) // 3
        cut = (np.arange(number) % 25 == 0) & (home < home[-1])
        pairs = [(self.codes[at], f"{home[at]:05d}", "0.5" if cut[at] else "") for at in range(number)] + [
            (self.codes[at], f"{home[at] + 1:05d}", "0.5") for at in np.flatnonzero(cut)
        ]
        table = pd.DataFrame(pairs, columns=["from_code", "to_code", "pop_share"], dtype="str")
        table = text_columns(table, CROSSWALK_COLUMNS)
        return resolve_shares(
            table.assign(from_date=DAY, to_date=LATER, effective_date=LATER, relation="merge")
        )


def seconds(step: Callable[[], object]) -> float:
    """CPU seconds of one run: a year's work is done once."""
    began = time.process_time()
    step()
    return time.process_time() - began


def memory() -> float:
    """Measure the most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(country: Country, folder: Path) -> Pair:
    """Read and validate stored observations beside a table of comma separated text."""
    rows = country.rows()
    stored, plain = folder / "rows.parquet", folder / "rows.csv"
    rows.to_parquet(stored, index=False, compression="zstd")
    rows.to_csv(plain, index=False)

    def ours() -> None:
        obs.validate(obs.conform(pd.read_parquet(stored)))

    return ours, partial(pd.read_csv, plain, dtype={"unit_code": str, "period": str})


def smoothing(panel: Panel, weights: Queen) -> Pair:
    """Shrink the rates of ten outcomes towards their neighbours, in all years."""
    near = antq.neighbours(panel.units)

    def ours() -> None:
        for name in COUNTED[:5]:
            antq.smooth(antq.rate(panel, name), near)

    def theirs() -> None:
        shrink = import_module("esda.smoothing").Spatial_Empirical_Bayes
        wide = panel.observations.pivot_table(
            index="unit_code", columns=["indicator", "period"], values="value"
        )
        for name in COUNTED[:5]:
            for year in panel.years():
                shrink(wide[name, year].to_numpy(), wide["population", year].to_numpy(), weights)

    return ours, theirs if find_spec("esda") else None


def clusters(panel: Panel, weights: Queen) -> Pair:
    """Local Moran and Gi* of 120 maps with false discovery rates."""
    near = antq.neighbours(panel.units)
    values = np.random.default_rng(2).gamma(2.0, size=(YEARS * len(COUNTED), len(panel.units)))
    values = (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)

    def ours() -> None:
        false_discovery(local_statistics(values, near.links, PERMUTATIONS, 1).p_value)

    def theirs() -> float:
        local = import_module("esda")
        one = seconds(lambda: local.Moran_Local(values[0], weights, permutations=PERMUTATIONS, n_jobs=1))
        return len(values) * (
            one + seconds(lambda: local.G_Local(values[0], weights, permutations=PERMUTATIONS))
        )

    return ours, theirs if find_spec("esda") else None


def trends(panel: Panel) -> Pair:
    """Trends of five outcomes in every commune."""

    def ours() -> None:
        for name in COUNTED[:5]:
            antq.trend(panel, name)

    def theirs() -> float:
        test = import_module("pymannkendall").original_test
        rows = np.random.default_rng(1).poisson(5, (300, YEARS))
        return 5 * len(panel.units) / 300 * seconds(lambda: [test(row) for row in rows])

    return ours, theirs if find_spec("pymannkendall") else None


def models(country: Country) -> Pair:
    """Fit Poisson models with effects of communes and years, clustered by district, for 24 maps of counts."""
    began = starts(country.figures_of_start(), FIRST + np.arange(YEARS))
    people = np.repeat(country.people[:, None], YEARS, axis=1)

    def ours() -> None:
        for number in range(MODELS):
            events = country.figures[:, number % len(COUNTED)].T
            clustered(fit_poisson(events, people, [began.treated]), country.district)

    def theirs() -> float:
        fit = import_module("pyfixest").fepois
        columns = {"y": country.figures[:, 0].T, "treated": began.treated, "people": np.log(people)}
        frame = pd.DataFrame({name: np.asarray(values, float).ravel() for name, values in columns.items()})
        frame["unit"] = np.repeat(np.arange(len(people)), YEARS)
        frame["year"] = np.tile(np.arange(YEARS), len(people))
        frame["district"] = np.repeat(country.district, YEARS)

        def once() -> None:
            fit("y ~ treated | unit + year", frame, offset="people", vcov={"CRV1": "district"})

        once()
        return MODELS * seconds(once)

    return ours, theirs if find_spec("pyfixest") else None


def bootstrap(country: Country) -> Pair:
    """Resample three correlations of one pair of maps."""
    x, y = country.figures[0, 0], country.figures[-1, 8]

    def ours() -> None:
        counts = draw_counts(len(x), RESAMPLES, np.random.default_rng(1))
        for way in (pearson_of, spearman_of, kendall_of):
            way(counts, x, y)

    def theirs() -> float:
        from scipy import stats  # noqa: PLC0415

        rng, few = np.random.default_rng(1), 50

        def resampled() -> None:
            for _ in range(few):
                at = rng.integers(0, len(x), len(x))
                for test in (stats.pearsonr, stats.spearmanr, stats.kendalltau):
                    test(x[at], y[at])

        return RESAMPLES / few * seconds(resampled)

    return ours, theirs


def carrying(country: Country) -> Pair:
    """Carry all figures over a reform beside a merge and a grouped sum."""
    rows, table, vocabulary = country.rows(), country.reform(), load_vocabulary()
    short = table[["from_code", "to_code", "share"]]

    def theirs() -> None:
        joined = rows.merge(short, left_on="unit_code", right_on="from_code")
        joined["value"] *= joined["share"]
        joined.groupby(["indicator", "period", "to_code"])["value"].sum()

    return lambda: carry(rows, LATER, table, vocabulary), theirs


def dissolving(country: Country) -> Pair:
    """Join communes to the new ones."""
    layer = country.layer.assign(to=np.arange(len(country.layer)) // 3)
    return lambda: layer.dissolve("to", method="coverage"), lambda: layer.dissolve("to")


def drawing(panel: Panel, folder: Path) -> Pair:
    """Draw 24 printed maps of two indicators over the years."""
    measures = [antq.rate(panel, name) for name in COUNTED[:3]]
    todo = [(measure, year) for measure in measures for year in panel.years()][:MAPS]

    def ours() -> None:
        from antq_analysis.show.layer import build_layer  # noqa: PLC0415

        layer = build_layer(panel.units)
        for number, (measure, year) in enumerate(todo):
            antq.draw_map(measure, year, layer=layer, save=folder / f"{number}.png")

    def theirs() -> None:
        for number, (measure, year) in enumerate(todo):
            frame = panel.units.join(measure.at(year)["value"])
            axes = frame.plot(
                "value", scheme=None, figsize=(11.7, 8.3), edgecolor="grey", linewidth=0.2, legend=True
            )
            axes.figure.savefig(folder / f"plain{number}.png", dpi=300)
            plt.close(axes.figure)

    return ours, theirs


def main() -> None:
    """Print each step, its peer and the ratio, then the sum."""
    warnings.filterwarnings("ignore")
    times = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    country = Country(int(NATION * times))
    points = shapely.get_num_coordinates(country.layer.geometry.to_numpy()).mean()
    print(
        f"{len(country.codes):,} communes of {points:.0f} points, {YEARS} years, {len(COUNTED) + 1} indicators"
    )
    print(f"made: {memory():,.0f} MB")
    panel = country.panel(country.rows())
    weights: list[Queen] = []

    def peer_weights() -> None:
        weights.append(Queen.from_dataframe(country.layer, use_index=False))
        weights[0].transform = "r"

    total = [0.0, 0.0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        steps: dict[str, Callable[[], Pair]] = {
            "read and validate": lambda: read(country, folder),
            "neighbours": lambda: (lambda: antq.neighbours(panel.units), peer_weights),
            "smoothed rates, 50 maps": lambda: smoothing(panel, weights[0]),
            f"clusters, {YEARS * len(COUNTED)} maps x {PERMUTATIONS:,}": lambda: clusters(panel, weights[0]),
            "trends, 5 outcomes": lambda: trends(panel),
            f"{MODELS} models since the start": lambda: models(country),
            "one event study, whole": lambda: (lambda: antq.event_study(panel, COUNTED[0]), None),
            f"bootstrap, 3 correlations x {RESAMPLES}": lambda: bootstrap(country),
            "carry over a reform": lambda: carrying(country),
            "dissolve": lambda: dissolving(country),
            f"{MAPS} maps": lambda: drawing(panel, folder),
        }
        for what, prepare in steps.items():
            ours, theirs = prepare()
            own = seconds(ours)
            print(f"{what:42} {own:8.2f} s {memory():7,.0f} MB", end="", flush=True)
            total[0] += own
            if theirs:
                given: list[object] = []
                took = seconds(lambda: given.append(theirs()))  # noqa: B023 - called at once
                took = float(given[0]) if isinstance(given[0], float) else took
                total[1] += took
                print(f"   peer {took:9.2f} s  x{took / own:,.1f}", end="")
            print(flush=True)
    print(f"{'all':42} {total[0]:8.2f} s {memory():7,.0f} MB   peers {total[1]:9.2f} s")


if __name__ == "__main__":
    main()
