"""A comma before three digits in a measure is read only where its column shows that it parts decimals."""

import math
from collections.abc import Sequence

import pytest

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, read_cells
from antq_analysis.sources.tables.english_commas import read_dotted_measures, refuse_doubtful_commas

COLUMNS = (
    (0, Column("Diện tích (ha)", "area_km2", "stock", "number", scale=0.01)),
    (1, Column("Dân số", "population", "stock", "count")),
    (2, Column("Mật độ", "population_density", "stock", "number")),
)


def read(
    areas: Sequence[object],
    others: Sequence[object] = (),
    rates: Sequence[object] = (),
    *,
    decimal_comma: bool = False,
) -> list[str]:
    """Give the problem of each area, or its value."""
    cells = [
        [area, [*others, *[4000] * len(areas)][row], [*rates, *[5] * len(areas)][row]]
        for row, area in enumerate(areas)
    ]
    readings = read_cells(cells, range(len(cells)), COLUMNS, {})
    rows = [UnitRow(row, f"{row}", "Xã", 0, False, own) for row, own in enumerate(readings)]
    rows = read_dotted_measures(rows, COLUMNS, cells)
    told = [row.readings[0] for row in refuse_doubtful_commas(rows, COLUMNS, cells, decimal_comma)]
    return [one.problem or (f"{one.value:g}" if not math.isnan(one.value) else one.status) for one in told]


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        (("1,600", "2,601"), ["number_in_two_ways"] * 2),
        (("1,600", "-", "", "45"), ["number_in_two_ways", "0", "not_reported", "0.45"]),
        (("trên 1,600",), ["number_in_two_ways"]),
        (("1,600", "15,25"), ["0.016", "0.1525"]),
        (("1,600", "0,604"), ["0.016", "0.00604"]),
        (("1,6", "2,25"), ["0.016", "0.0225"]),
        ((1.6, 2601.5), ["0.016", "26.015"]),
        (("1,600.5", "2,601"), ["number_in_two_ways"] * 2),
    ],
)
def test_a_column_shows_what_its_comma_is(areas: Sequence[object], told: list[str]) -> None:
    assert read(areas) == told


@pytest.mark.parametrize(
    ("others", "rates"), [(("4,100",), ()), ((), ("1,200.5",))], ids=["count", "measure"]
)
def test_english_thousands_beside_it_make_it_doubtful(
    others: Sequence[object], rates: Sequence[object]
) -> None:
    assert read(("1,600", "15,25"), others, rates) == ["number_in_two_ways", "0.1525"]


def test_a_file_parted_by_semicolons_shows_what_its_comma_is() -> None:
    assert read(("1,600", "2,601"), decimal_comma=True) == ["0.016", "0.02601"]
    assert read(("1,600", "2,601"), ("4,100",), decimal_comma=True) == ["number_in_two_ways"] * 2


def test_counts_with_dots_show_what_the_comma_is() -> None:
    assert read(("1,600", "2,601"), ("4.100",)) == ["0.016", "0.02601"]


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        (("1.100", "987,25"), ["11", "9.8725"]),
        (("1.100", "1.234,5"), ["11", "12.345"]),
        (("1.100", "987"), ["number_in_two_ways", "9.87"]),
        (("1.100", "987,25", "1.5"), ["number_in_two_ways", "9.8725", "number_in_two_ways"]),
        (("1.100", "1,234"), ["number_in_two_ways"] * 2),
        (("1.100", "1,234.5"), ["number_in_two_ways"] * 2),
    ],
)
def test_a_comma_for_decimals_shows_what_the_dot_is(areas: Sequence[object], told: list[str]) -> None:
    assert read(areas) == told
