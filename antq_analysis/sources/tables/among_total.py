"""Columns that a head calls part of the total beside them: "Vụ việc / Tổng số" and "Vụ việc / Trong đó / Cháy"."""

from collections.abc import Iterator, Sequence

from antq_analysis.places.letters.folding import fold
from antq_analysis.sources.forms.layout import Column

_TOTALS = ("tổng số", "tổng cộng", "tổng", "tất cả")
_AMONG = "trong đó"


def parts_of_totals(columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """List columns of counts that stand under "Trong đó" right of a total.

    Parameters
    ----------
    columns
        Mapped columns from left to right with their heads, the parts of a merged head joined by ``" / "``.

    Yields
    ------
    tuple of int
        Positions of part and total, both counted in the same way and without a category.

    Examples
    --------
    >>> heads = ("Vụ việc / Tổng số", "Vụ việc / Trong đó / Cháy", "Dân số")
    >>> list(parts_of_totals([Column(head, name, "in_year", "count") for head, name in zip(heads, "abc")]))
    [(1, 0)]
    """
    total: tuple[int, list[str]] | None = None
    for position, column in enumerate(columns):
        path = [_plain(word) for word in column.header.split(" / ")]
        above = next((i for i, word in enumerate(path) if word.startswith(_AMONG)), None)
        if above is None:
            total = (position, path[:-1]) if path[-1].startswith(_TOTALS) else None
        elif total and path[:above] == total[1] and _alike(column, columns[total[0]]):
            yield position, total[0]


def _plain(word: str) -> str:
    return " ".join(fold(word).replace(":", " ").split())


def _alike(one: Column, other: Column) -> bool:
    return (one.reads, one.basis, one.scale, one.years_before, one.category, other.category) == (
        other.reads,
        other.basis,
        other.scale,
        other.years_before,
        "",
        "",
    )
