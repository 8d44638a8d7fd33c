"""Many figures held as numbers: a sheet has hundreds of thousands of them, and few distinct units and readings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from antq_analysis.sources.tables.cells import Figure, UnitRow
from antq_analysis.sources.tables.values import Reading

Numbers = npt.NDArray[Any]
_NAMES = ("unit", "position", "reading", "row", "place", "group", "table")
_LINE = np.dtype([(name, np.int32) for name in _NAMES])


@dataclass(frozen=True)
class Figures:
    """Figures in order; each one is made only when it is asked for.

    Parameters
    ----------
    codes
        Units, numbered by their place.
    readings
        Distinct readings, numbered by their place.
    numbers
        Shape (n,), with the fields ``unit`` and ``reading``, which are numbers of the above, ``position``, ``row`` and
        ``place`` of the first cell, ``group`` and ``table``.
    several
        By number the figures that were read from several rows, or settled otherwise than by reading one cell.
    """

    codes: Sequence[str]
    readings: Sequence[Reading]
    numbers: Numbers
    several: Mapping[int, Figure] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, rows: Sequence[UnitRow], places: Sequence[int]) -> Self:
        """Hold the readings of rows.

        Parameters
        ----------
        rows
            One row for each unit.
        places
            Where the mapped columns stand.

        Returns
        -------
        Figures
            One for each row and mapped column, row by row.
        """
        known, reading = _distinct(chain.from_iterable(row.readings for row in rows))
        numbers = np.zeros(len(reading), dtype=_LINE)
        numbers["reading"] = reading
        grid = numbers.reshape(len(rows), len(places))
        grid["position"], grid["place"] = np.arange(len(places)), places
        lines = [(unit, row.row, row.group) for unit, row in enumerate(rows)]
        for name, own in zip(("unit", "row", "group"), zip(*lines, strict=True), strict=False):
            grid[name] = np.array(own)[:, None]
        return cls([row.unit_code for row in rows], known, numbers)

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Self:
        """Hold single figures.

        Parameters
        ----------
        figures
            The figures.

        Returns
        -------
        Figures
            The same.
        """
        own = list(figures)
        codes = {code: number for number, code in enumerate(dict.fromkeys(one.unit_code for one in own))}
        known, reading = _distinct(one.reading for one in own)
        lines = [
            (codes[one.unit_code], one.position, number, *one.cells[0], one.group, 0)
            for one, number in zip(own, reading.tolist(), strict=True)
        ]
        several = {at: one for at, one in enumerate(own) if len(one.cells) > 1 or one.repeated or one.how}
        return cls([*codes], known, np.array(lines, dtype=_LINE), several)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Hold the figures of several tables together, numbering the tables.

        Parameters
        ----------
        parts
            The figures of each.

        Returns
        -------
        Figures
            All of them, one table after the other.
        """
        codes: list[str] = []
        readings: list[Reading] = []
        several: dict[int, Figure] = {}
        numbers, at = [np.empty(0, dtype=_LINE)], 0
        for table, part in enumerate(parts):
            own = part.numbers.copy()
            own["unit"] += len(codes)
            own["reading"] += len(readings)
            own["table"] = table
            numbers.append(own)
            several |= {at + number: figure for number, figure in part.several.items()}
            codes += part.codes
            readings += part.readings
            at += len(own)
        return cls(codes, readings, np.concatenate(numbers), several)

    def with_more(self, more: Iterable[Figure]) -> Self:
        """Put further figures behind these.

        Parameters
        ----------
        more
            The figures.

        Returns
        -------
        Figures
            All of them, numbered as those of one table.
        """
        if not (new := list(more)):
            return self
        both = self.joined([self, self.of(new)])
        both.numbers["table"] = 0
        return both

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Figure]:
        codes, readings, several = self.codes, self.readings, self.several
        for at, (unit, position, reading, row, place, group, _) in enumerate(self.numbers.tolist()):
            if at in several:
                yield several[at]
            else:
                yield Figure(codes[unit], position, readings[reading], ((row, place),), group)

    def where(self, test: Callable[[Reading], bool]) -> Numbers:
        """Tell which figures read so; each distinct reading is looked at once.

        Parameters
        ----------
        test
            What is asked of a reading.

        Returns
        -------
        numpy.ndarray of bool, shape (n,)
            The answers.
        """
        answers: Numbers = np.array([test(one) for one in self.readings], dtype=bool)[self.numbers["reading"]]
        return answers

    def where_unit(self, test: Callable[[str], bool]) -> Numbers:
        """Tell which figures belong to such units; each unit is looked at once.

        Parameters
        ----------
        test
            What is asked of the code of a unit.

        Returns
        -------
        numpy.ndarray of bool, shape (n,)
            The answers.
        """
        answers: Numbers = np.array([test(one) for one in self.codes], dtype=bool)[self.numbers["unit"]]
        return answers

    def at_positions(self, positions: Iterable[int]) -> Numbers:
        """Tell which figures stand in some of the mapped columns.

        Parameters
        ----------
        positions
            The columns.

        Returns
        -------
        numpy.ndarray of bool, shape (n,)
            The answers.
        """
        return np.isin(self.numbers["position"], [*positions])

    def chosen(self, which: Numbers) -> Self:
        """Take some of the figures.

        Parameters
        ----------
        which
            Their numbers in the wanted order, or for each figure whether it is wanted.

        Returns
        -------
        Figures
            The figures.
        """
        kept = np.flatnonzero(which) if which.dtype == bool else which
        places = np.flatnonzero(np.isin(kept, [*self.several])).tolist() if self.several else []
        several = {at: self.several[int(kept[at])] for at in places}
        return replace(self, numbers=self.numbers[kept], several=several)

    def reading_as(self, which: Numbers, reading: Reading) -> Self:
        """Give some of the figures another reading.

        Parameters
        ----------
        which
            For each figure whether it is meant, shape (n,).
        reading
            What they say instead.

        Returns
        -------
        Figures
            All figures.
        """
        if not which.any():
            return self
        numbers = self.numbers.copy()
        numbers["reading"][which] = len(self.readings)
        several = {
            at: figure._replace(reading=reading) if which[at] else figure
            for at, figure in self.several.items()
        }
        return replace(self, readings=[*self.readings, reading], numbers=numbers, several=several)

    def replaced(self, changes: Mapping[int, Figure]) -> Self:
        """Put figures in the place of others of the same unit and column.

        Parameters
        ----------
        changes
            The new ones by number.

        Returns
        -------
        Figures
            All figures.
        """
        if not changes:
            return self
        numbers = self.numbers.copy()
        for reading, (at, figure) in enumerate(changes.items(), len(self.readings)):
            line = numbers[at]
            line["reading"], (line["row"], line["place"]) = reading, figure.cells[0]
        readings = [*self.readings, *(figure.reading for figure in changes.values())]
        return replace(self, readings=readings, numbers=numbers, several={**self.several, **changes})


def _distinct(readings: Iterable[Reading]) -> tuple[list[Reading], Numbers]:
    # Identity is quicker to tell than equality, and never takes two readings for one.
    own = list(readings)
    ids = [*map(id, own)]
    known = dict(zip(ids, own, strict=True))
    number = {one: at for at, one in enumerate(known)}
    return [*known.values()], np.fromiter(map(number.__getitem__, ids), np.int32, len(ids))
