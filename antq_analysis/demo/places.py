"""The three maps of the fictional province as folders of places."""

import io
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from antq_analysis.demo.geography import Terrain, Vintage, first_vintage, make_terrain
from antq_analysis.demo.reform import second_vintage, third_vintage
from antq_analysis.demo.story import Story, VintageStory
from antq_analysis.files import whole_file, write_whole
from antq_analysis.places.former_groups import former_groups
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.vintage import Vintage as DescribedVintage
from antq_analysis.places.vintage import write_vintage
from antq_analysis.project import Project

SOURCE = "antq demo"


def make_maps(story: Story, project: Project) -> tuple[Terrain, tuple[Vintage, ...]]:
    """Make the ground and all maps, the same from the same seed.

    Parameters
    ----------
    story
        The story.
    project
        The project: its seed and its coordinate system for areas.

    Returns
    -------
    tuple
        Parts, and the maps from the oldest on.
    """
    seed = project.settings.seed
    terrain = make_terrain(story, project.settings.area_crs, np.random.default_rng([seed, 1]))
    first = first_vintage(story, terrain, np.random.default_rng([seed, 2]))
    second = second_vintage(story, terrain, first, np.random.default_rng([seed, 3]))
    third = third_vintage(story, terrain, second, np.random.default_rng([seed, 4]))
    return terrain, (first, second, third)


def crosswalk(terrain: Terrain, before: Vintage, after: Vintage, resolution: str) -> pd.DataFrame:
    """Tell what became of each unit, with the shares of its area and people.

    Parameters
    ----------
    terrain
        The parts.
    before, after
        Two maps in law.
    resolution
        The legal basis.

    Returns
    -------
    pandas.DataFrame
        One row a pair of units that share ground.
    """
    rows = moved(terrain, before, after)
    rows["area_share"] = _shares(rows, "area")
    rows["pop_share"] = _shares(rows, "people")
    rows["relation"] = _relations(rows, before, after)
    changed = rows["relation"].ne("unchanged")
    rows["from_date"], rows["to_date"], rows["effective_date"] = before.date, after.date, after.date
    rows["share_basis"] = np.where(rows["relation"].eq("split_part"), "population", "")
    rows["resolution"] = np.where(changed, resolution, "")
    rows["source"] = SOURCE
    return rows[list(CROSSWALK_COLUMNS)]


def moved(terrain: Terrain, before: Vintage, after: Vintage) -> pd.DataFrame:
    """Add up the people and the area of each pair of units that share ground.

    Parameters
    ----------
    terrain
        The parts.
    before, after
        Two maps in law.

    Returns
    -------
    pandas.DataFrame
        ``from_code, to_code, people, area`` [km2].
    """
    parts = pd.DataFrame(
        {
            "from_code": before.unit_of,
            "to_code": after.unit_of,
            "people": terrain.parts["people"],
            "area": terrain.parts["area_km2"],
        }
    )
    return parts.groupby(["from_code", "to_code"], as_index=False)[["people", "area"]].sum()


def _shares(rows: pd.DataFrame, column: str) -> pd.Series:
    """Shares to six decimals that add up to exactly one for each unit."""
    share = (rows[column] / rows.groupby("from_code")[column].transform("sum")).round(6)
    last = ~rows.duplicated("from_code", keep="last")
    rest = share.where(~last, 0.0).groupby(rows["from_code"]).transform("sum")
    return share.where(~last, (1 - rest).round(6))


def _relations(rows: pd.DataFrame, before: Vintage, after: Vintage) -> list[str]:
    goes = rows.groupby("from_code")["to_code"].transform("count")
    comes = rows.groupby("to_code")["from_code"].transform("count")
    return [
        _relation(row, int(n_to), int(n_from), before, after)
        for row, n_to, n_from in zip(rows.itertuples(), goes, comes, strict=True)
    ]


def _relation(row: object, n_to: int, n_from: int, before: Vintage, after: Vintage) -> str:
    old, new = str(getattr(row, "from_code")), str(getattr(row, "to_code"))  # noqa: B009
    if n_to > 1:
        return "split_part"
    if n_from > 1:
        return "merge"
    if old != new:
        return "recode"
    same = str(before.units.at[old, "name"]) == str(after.units.at[new, "name"])
    return "unchanged" if same else "rename"


def shapes(terrain: Terrain, vintage: Vintage) -> gpd.GeoDataFrame:
    """Join the parts of each unit.

    Parameters
    ----------
    terrain
        The parts.
    vintage
        A map in law.

    Returns
    -------
    geopandas.GeoDataFrame
        unit_code and geometry (EPSG:4326), in the order of the codes.
    """
    cells = terrain.parts.geometry.to_numpy()
    joined = [
        shapely.normalize(shapely.coverage_union_all(cells[vintage.unit_of == code]))
        for code in vintage.units.index
    ]
    return gpd.GeoDataFrame({"unit_code": list(vintage.units.index)}, geometry=joined, crs="EPSG:4326")


def units_table(story: Story, vintages: tuple[Vintage, ...], number: int) -> pd.DataFrame:
    """Write down the units of one map with the days between which each was as it is.

    Parameters
    ----------
    story
        The story.
    vintages
        All maps.
    number
        Which of them.

    Returns
    -------
    pandas.DataFrame
        Columns of ``units.csv``.
    """
    vintage = vintages[number]
    table = vintage.units.reset_index().assign(
        province_code=story.province_code, province_name=story.province_name
    )
    spans = [_span(vintages, number, code) for code in vintage.units.index]
    table["valid_from"] = [start for start, _ in spans]
    table["valid_to"] = [end for _, end in spans]
    return table


def _span(vintages: tuple[Vintage, ...], number: int, code: str) -> tuple[str, str]:
    def same(other: Vintage) -> bool:
        this = vintages[number]
        known = code in other.units.index and str(other.units.at[code, "name"]) == str(
            this.units.at[code, "name"]
        )
        return known and bool(((other.unit_of == code) == (this.unit_of == code)).all())

    start, end = number, number + 1
    while start > 0 and same(vintages[start - 1]):
        start -= 1
    while end < len(vintages) and same(vintages[end]):
        end += 1
    return vintages[start].date, vintages[end].date if end < len(vintages) else ""


def write_places(story: Story, project: Project, terrain: Terrain, vintages: tuple[Vintage, ...]) -> None:
    """Write a folder for each map.

    Parameters
    ----------
    story
        The story.
    project
        The project.
    terrain
        The parts.
    vintages
        All maps.

    Raises
    ------
    CannotWriteError
        If a file cannot be written.
    """
    for number, (vintage, told) in enumerate(zip(vintages, story.vintage, strict=True)):
        folder = project.places / story.province / vintage.date
        write_vintage(folder, _described(told))
        write_table(folder / "units.csv", units_table(story, vintages, number))
        with whole_file(folder / "communes.parquet") as path:
            shapes(terrain, vintage).to_parquet(path, compression="zstd")
        if number:
            before = vintages[number - 1]
            write_table(folder / "crosswalk.csv", crosswalk(terrain, before, vintage, told.legal_basis))
        if told.districts_end:
            people = moved(terrain, vintages[number - 1], vintage).rename(columns={"people": "share"})
            districts = former_groups(people, units_table(story, vintages, number - 1))
            write_table(folder / "groups.csv", districts)


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table as UTF-8 text with commas and Unix line ends.

    Parameters
    ----------
    path
        Where to write.
    table
        The table.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    text = io.StringIO()
    table.to_csv(text, index=False, lineterminator="\n")
    write_whole(path, text.getvalue())


def _described(told: VintageStory) -> DescribedVintage:
    return DescribedVintage(
        date=told.date,
        name_vi=told.name_vi,
        name_en=told.name_en,
        source=SOURCE,
        licence="CC0-1.0",
        legal_basis=told.legal_basis,
        quality="fictional",
        fictional=True,
    )
