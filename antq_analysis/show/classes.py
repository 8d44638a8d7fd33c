"""Classes of a map: few, rounded, every value in exactly one of them, and the same for all periods."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.show.style import FALLING, RISING, SEQUENTIAL, ZERO

MOST = 5
"""More classes than this cannot be told apart on a printed map."""

MOST_IN_ARM = 3

_ROUND = ((1, 2, 5, 10), (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
_DIGITS = range(2, 7)
_FAIR = 0.4


@dataclass(frozen=True)
class Classes:
    """Classes of the size of a value, with zero apart.

    A class holds the values from its lower break up to, and without, its upper one; the first and the last are open.
    Where values fall below zero the same breaks serve both sides, so that zero is in the middle.

    Parameters
    ----------
    breaks
        Inner breaks of the size (absolute value), rising, all above zero.
    zero
        Whether zero occurs; it is a class of its own.
    whole
        Whether the values are whole numbers.
    two_sided
        Whether values fall below zero.
    largest
        Largest value, told in the label of the last class; NaN leaves that class open.
    years
        Whether the values are years of the calendar, which are written without a mark for thousands.
    """

    breaks: tuple[float, ...]
    zero: bool
    whole: bool
    two_sided: bool = False
    largest: float = math.nan
    years: bool = False

    def __post_init__(self) -> None:
        if any(not math.isfinite(b) or b <= 0 for b in self.breaks) or any(
            low >= high for low, high in zip(self.breaks, self.breaks[1:], strict=False)
        ):
            raise ValueError(f"breaks must rise and be above zero, got {self.breaks}")

    @property
    def sizes(self) -> int:
        """Number of classes of size."""
        return len(self.breaks) + 1

    def __len__(self) -> int:
        return self.sizes * (2 if self.two_sided else 1) + (1 if self.zero else 0)

    def place(self, values: ArrayLike) -> NDArray[np.intp]:
        """Find the class of each value.

        Parameters
        ----------
        values
            Values, shape (n,); NaN where there is none.

        Returns
        -------
        ndarray of int
            Index of the class from the smallest value up, -1 where there is no value, shape (n,).

        Raises
        ------
        ValueError
            If a value has no class: a zero or a fall where the classes know none.
        """
        number = np.asarray(values, dtype=float)
        size = np.searchsorted(np.asarray(self.breaks), np.round(np.abs(number), 9), side="right")
        below = self.sizes if self.two_sided else 0
        place = np.where(number > 0, below + self.zero + size, np.where(number < 0, below - 1 - size, below))
        known = np.isfinite(number)
        homeless = known & (((number == 0) & (not self.zero)) | ((number < 0) & (not self.two_sided)))
        if homeless.any() or np.isinf(number).any():
            raise ValueError(f"values without a class: {number[homeless | np.isinf(number)][:5].tolist()}")
        return np.where(known, place, -1).astype(np.intp)

    def labels(self, lang: str = "vi") -> tuple[str, ...]:
        """Say each class, in the order of :meth:`place`.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            One text a class.
        """
        if self.years:
            return tuple(self._say_years(i, lang) for i in range(self.sizes))
        rising = [self._say(i, lang, "") for i in range(self.sizes)]
        falling = (
            [self._say(i, lang, "_below") for i in reversed(range(self.sizes))] if self.two_sided else []
        )
        return (*falling, *(["0"] if self.zero else []), *rising)

    def colours(self) -> tuple[str, ...]:
        """Choose the colour of each class, in the order of :meth:`place`.

        Returns
        -------
        tuple of str
            One colour a class.
        """
        zero = (ZERO,) if self.zero else ()
        if self.two_sided:
            return (*reversed(_ramp(FALLING, self.sizes)), *zero, *_ramp(RISING, self.sizes))
        return (*zero, *_ramp(SEQUENTIAL, self.sizes))

    def _say_years(self, i: int, lang: str) -> str:
        edges = (0.0, *self.breaks, self.largest + 1)
        low, high = str(math.ceil(edges[i])), str(math.ceil(edges[i + 1]) - 1)
        if not i:
            return say("show.class_years_to", lang, high=high)
        return low if low == high else say("show.class_whole", lang, low=low, high=high)

    def _say(self, i: int, lang: str, side: str) -> str:
        sign = -1 if side else 1
        edges = (0.0, *self.breaks, math.inf)
        low, high = edges[i], edges[i + 1]
        if self.whole:
            low, high = max(1.0, math.ceil(low)), math.ceil(high) - 1 if math.isfinite(high) else high
            if low == high:
                return format_number(sign * low, lang)
            if math.isinf(high):
                return self._say_last(low, lang, side, 0)
            return say(f"show.class_whole{side}", lang, low=sign * low, high=sign * high)
        decimals = _decimals(self.breaks)
        first, last = (
            format_number(sign * e, lang, decimals) if 0 < e < math.inf else "" for e in (low, high)
        )
        if not first:
            bounded = "show.class_under" if last else "show.class_any"
            return say(
                f"{bounded}{'_but_zero' if self.zero or side or self.two_sided else ''}{side}",
                lang,
                high=last,
            )
        if not last:
            return self._say_last(low, lang, side, decimals)
        return say(f"show.class_between{side}", lang, low=first, high=last)

    def _say_last(self, low: float, lang: str, side: str, decimals: int) -> str:
        first = format_number(-low if side else low, lang, decimals)
        if side or not self.largest >= low:
            return say(f"show.class_from{side}", lang, low=first)
        largest = format_number(self.largest, lang, decimals)
        return first if first == largest else say("show.class_to", lang, low=first, high=largest)


def _ramp(colours: dict[int, tuple[str, ...]], n: int) -> tuple[str, ...]:
    if n not in colours:
        raise ValueError(f"no more than {max(colours)} classes can be told apart, got {n}")
    return colours[n]


def _decimals(breaks: tuple[float, ...]) -> int:
    return next((d for d in range(10) if all(abs(round(b, d) - b) <= 1e-9 * b for b in breaks)), 10)


def find_classes(values: Iterable[float], most: int = MOST) -> Classes:
    """Find rounded classes that hold about the same number of values each.

    Give the values of all periods at once: the maps of a series share their classes.

    Parameters
    ----------
    values
        Values of all units and periods; NaN is passed over.
    most
        Largest number of classes, zero not counted.

    Returns
    -------
    Classes
        The same for the same values, in whatever order.

    Examples
    --------
    >>> find_classes([0, 1, 2, 3, 4]).labels()
    ('0', '1', '2', '3', '4')
    >>> find_classes([1.2, 3.4, 5.1, 7.7, 9.8, 12.0, 15.5, 30.1], most=3).labels("en")
    ('under 5', '5 to under 10', '10 to 30')
    """
    number = np.asarray(list(values), dtype=float)
    number = number[np.isfinite(number)]
    size = np.sort(np.abs(number[number != 0]))
    two_sided = bool((number < 0).any())
    whole = bool((number == np.round(number)).all())
    if two_sided:
        most = min(most, MOST_IN_ARM)
    breaks = _breaks(size, min(most, MOST), whole) if size.size else ()
    largest = float(number.max()) if number.size and not two_sided else math.nan
    return Classes(breaks, bool((number == 0).any()), whole, two_sided, largest)


def _breaks(size: NDArray[np.float64], most: int, whole: bool) -> tuple[float, ...]:
    distinct = np.unique(size)
    if whole and distinct.size and distinct[-1] <= most:
        return tuple(float(v) for v in range(2, int(distinct[-1]) + 1))
    for k in range(min(most, distinct.size, max(1, size.size // 2)), 1, -1):
        wanted = np.quantile(size, np.arange(1, k) / k)
        for breaks in _roundings(wanted):
            if whole and any(b != round(b) for b in breaks):
                continue
            if _fair(size, breaks, k):
                return breaks
    return ()


def _roundings(wanted: NDArray[np.float64]) -> Iterator[tuple[float, ...]]:
    for steps in _ROUND:
        yield tuple(_nearest(q, steps) for q in wanted)
    for digits in _DIGITS:
        yield tuple(float(f"{q:.{digits - 1}e}") for q in wanted)


def _nearest(q: float, steps: tuple[float, ...]) -> float:
    power = 10.0 ** math.floor(math.log10(q))
    return float(f"{min((s * power for s in steps), key=lambda s: (abs(s - q), s)):.6g}")


def _fair(size: NDArray[np.float64], breaks: tuple[float, ...], k: int) -> bool:
    if len(set(breaks)) < k - 1 or list(breaks) != sorted(breaks):
        return False
    counts = np.bincount(np.searchsorted(np.asarray(breaks), np.round(size, 9), side="right"), minlength=k)
    return bool(counts.min() >= max(1.0, _FAIR * size.size / k))
