"""Where a series changes its meaning, and the refusal to compare across such a place."""

from collections.abc import Iterable
from datetime import date

from antq_analysis.errors import BreakError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.vocabulary import Break, Vocabulary


def breaks_between(
    vocabulary: Vocabulary, province: str, indicators: Iterable[str], first: date, last: date
) -> tuple[Break, ...]:
    """Find the breaks that make figures of two days incomparable.

    Parameters
    ----------
    vocabulary
        Indicators and breaks.
    province
        Province id.
    indicators
        All indicators that the comparison uses: numerator and denominator.
    first, last
        The two days; a break counts when it falls after the first and not after the last.

    Returns
    -------
    tuple of Break
        In order of date, each once.
    """
    found = {
        item.id: item
        for indicator in indicators
        for item in vocabulary.breaks_for(province, indicator)
        if item.cuts and first < item.on <= last
    }
    return tuple(sorted(found.values(), key=lambda item: (item.on, item.id)))


def refuse_break(
    vocabulary: Vocabulary, province: str, indicators: Iterable[str], first: date, last: date
) -> None:
    """Refuse a comparison that crosses a break, with the reason and the remedy.

    Parameters
    ----------
    vocabulary, province, indicators, first, last
        As in :func:`breaks_between`.

    Raises
    ------
    BreakError
        If a break falls between the two days.
    """
    names = tuple(indicators)
    found = breaks_between(vocabulary, province, names, *sorted((first, last)))
    if found:
        raise BreakError(
            "panel.crosses_break",
            cases=[_reason(item) for item in found],
            indicator=vocabulary.indicator(names[0]).label_vi,
            indicator_en=vocabulary.indicator(names[0]).label_en,
            first=str(first.year),
            last=str(last.year),
            since=found[-1].on,
        )


def _reason(item: Break) -> str:
    return Sentence(
        "panel.break_reason", on=item.on, label_vi=item.label_vi, label_en=item.label_en, source=item.source
    )
