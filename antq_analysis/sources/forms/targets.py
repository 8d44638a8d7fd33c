"""Columns of a plan beside those of what was done: the plan is a target, and the rate beside both compares them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.layout import TARGET_LEFT
from antq_analysis.sources.forms.lexicon import Lexicon
from antq_analysis.sources.forms.understood import Understood

_OF_YEAR = r"(?:\s*(?P<year>(?:(?:trong|cả|của) )?năm(?: (?:20\d\d|nay|báo cáo))?|20\d\d))?"
_PLAN = re.compile(
    r"(?:số )?(?:kế hoạch|kh|chỉ tiêu)(?: (?:kế hoạch|năm))?(?: (?:được )?(?:giao|đề ra|đăng ký|phấn đấu))?"
    + _OF_YEAR
)
_DONE = re.compile(
    r"(?:số )?(?:(?:đã )?thực hiện(?: được)?|th|kết quả(?: thực hiện| đạt được)?|đạt được)" + _OF_YEAR
)
_RATE_WORDS = re.compile(
    r"(?:%|t[ỷỉ] lệ|tl|phần trăm|đạt(?: được)?|hoàn thành|thực hiện|th|so với|kế hoạch|kh|chỉ tiêu|giao|[\s()/:,.-])+"
)
_SAYS_RATE = re.compile(r"%|\bt[ỷỉ] lệ\b|\btl\b|\bphần trăm\b")


@dataclass(frozen=True)
class Beside:
    """What a column is that stands beside a plan or what came of it.

    Parameters
    ----------
    kind
        ``plan``, ``done`` or ``rate``.
    title
        The header path without the words that say so, which the columns beside have, too.
    year
        The words that say of which year it is; empty where none do.
    """

    kind: str
    title: tuple[str, ...]
    year: str = ""

    @property
    def meant(self) -> str:
        """The header path of what was counted."""
        return SEPARATOR.join(filter(None, (*self.title, self.year)))


def beside_targets(paths: Sequence[str]) -> dict[str, Beside]:
    """Find the columns of plans, of what was done, and of their rates.

    Parameters
    ----------
    paths
        The header paths of a table.

    Returns
    -------
    dict of str to Beside
        By header path; only where a plan and what was done stand under the same title.

    Examples
    --------
    >>> found = beside_targets(["Điểm / KH", "Điểm / Thực hiện 2023", "Điểm / Tỷ lệ (%)", "Kế hoạch", "Hộ / TH"])
    >>> [(one.kind, one.meant) for one in found.values()]
    [('plan', 'Điểm'), ('done', 'Điểm / 2023'), ('rate', 'Điểm')]
    """
    told = {path: beside for path in paths if (beside := _beside(path)) is not None}
    kinds: dict[tuple[str, ...], set[str]] = {}
    for one in told.values():
        kinds.setdefault(one.title, set()).add(one.kind)
    return {path: one for path, one in told.items() if {"plan", "done"} <= kinds[one.title]}


def _beside(path: str) -> Beside | None:
    parts = path.split(SEPARATOR)
    for place in (len(parts) - 1, 0) if len(parts) > 1 else ():
        kind, year = _kind(fold(parts[place]))
        if kind:
            return Beside(kind, (*parts[:place], *parts[place + 1 :]), year)
    return None


def _kind(words: str) -> tuple[str, str]:
    for kind, pattern in (("plan", _PLAN), ("done", _DONE)):
        if found := pattern.fullmatch(words):
            return kind, found["year"] or ""
    return ("rate", "") if _SAYS_RATE.search(words) and _RATE_WORDS.fullmatch(words) else ("", "")


def with_targets(
    found: Sequence[Understood], beside: Mapping[str, Beside], lexicon: Lexicon, period: str
) -> list[Understood]:
    """Settle what stands beside a plan, once it is known what each column counts.

    Parameters
    ----------
    found
        The columns of a table; those of what was done are understood by their titles.
    beside
        As :func:`beside_targets` tells.
    lexicon
        The vocabulary by wording.
    period
        The period of the file.

    Returns
    -------
    list of Understood
        Plans are left aside; a rate of what was done and its plan is compared with them; what nobody plans is asked.
    """
    settled = []
    for item in found:
        one = beside.get(item.header)
        if one is None:
            settled.append(item)
        elif one.kind == "plan":
            settled.append(_left(item))
        elif one.kind == "done":
            planless = item.kind == "indicator" and lexicon.indicators[item.indicator].kind == "base"
            label = lexicon.indicators[item.indicator].label_vi if planless else ""
            settled.append(item.asks("ambiguous", (item.indicator, label)) if planless else item)
        else:
            settled.append(_compared(item, one, found, beside, period))
    return settled


def _left(item: Understood) -> Understood:
    at = (item.sheet, item.column, item.cell, item.header)
    return Understood(*at, "ignored", reason=TARGET_LEFT, samples=item.samples)


def _compared(
    rate: Understood, one: Beside, found: Sequence[Understood], beside: Mapping[str, Beside], period: str
) -> Understood:
    """Compare a rate with the one plan and the one figure of the period under its title."""
    under = [
        (item, other)
        for item in found
        if (other := beside.get(item.header)) is not None and other.title == one.title
    ]
    plans = [(item, other) for item, other in under if other.kind == "plan"]
    done = [item for item, other in under if other.kind == "done" and item.kind == "indicator"]
    done = [item for item in done if not item.years_before]
    if len(plans) != 1 or len(done) != 1:
        return rate
    plan, planned = plans[0]
    named = re.search(r"20\d\d", planned.year)
    same = [item for item in found if item.kind == "indicator" and item.indicator == done[0].indicator]
    plain = len(same) == 1 and done[0].reads == "count" and not done[0].scale
    if not plain or (named and not period.startswith(named[0])):
        return rate
    return replace(_left(rate), kind="check", parts=(done[0].indicator, plan.header), reason="")
