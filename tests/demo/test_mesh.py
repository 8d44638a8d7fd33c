import numpy as np
import shapely

from antq_analysis.demo.workbooks import World


def test_cells_are_a_coverage_without_gaps_or_overlaps(world: World) -> None:
    cells = world.terrain.parts.geometry.to_numpy()
    assert all(cell.is_valid and cell.geom_type == "Polygon" for cell in cells)
    assert shapely.coverage_is_valid(cells)
    joined = shapely.union_all(cells)
    assert joined.geom_type == "Polygon"
    assert not joined.interiors
    np.testing.assert_allclose(joined.area, shapely.area(cells).sum(), rtol=1e-9)


def test_borders_are_not_straight_and_not_convex(world: World) -> None:
    cells = world.terrain.parts.geometry.to_numpy()
    assert np.median(shapely.get_num_coordinates(cells)) > 40
    assert np.median(shapely.area(cells) / shapely.area(shapely.convex_hull(cells))) < 0.97


def test_listed_neighbours_are_those_that_share_a_border(world: World) -> None:
    cells = world.terrain.parts.geometry.to_numpy()
    first, second = shapely.STRtree(cells).query(cells, predicate="touches")
    along = [
        (a, b)
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
        if a < b and shapely.intersection(cells[a], cells[b]).length > 0
    ]
    assert {tuple(pair) for pair in world.terrain.neighbours.tolist()} == set(along)


def test_the_province_lies_where_it_is_said_to_lie(world: World) -> None:
    west, south, east, north = world.terrain.parts.total_bounds
    assert 102 < west < east < 110
    assert 8 < south < north < 24
    assert 3500 < world.terrain.parts["area_km2"].sum() < 7000
