"""What a page says of an indicator: what was found, or why nothing was."""

from collections.abc import Callable

from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say


def tell(indicator: str, find: Callable[[], str], lang: str = "vi") -> str:
    """Say what was found of an indicator.

    Parameters
    ----------
    indicator
        Indicator id; empty where the province reports none that public order is read from.
    find
        Computes the words.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The words; where there is no indicator, or the computation is refused, why.
    """
    if not indicator:
        return say("annual.no_outcome", lang)
    try:
        return find()
    except (BreakError, RefusedError, UnknownNameError) as refusal:
        return refusal.text(lang)


def tell_change(indicator: str, since: str, find: Callable[[], str], lang: str = "vi") -> str:
    """Say what was found of a change.

    Parameters
    ----------
    indicator
        As for :func:`tell`.
    since
        The earlier period; empty where there is none.
    find
        Computes the words.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        As :func:`tell` says; that there is no earlier period is said too.
    """
    return tell(indicator, find if since else lambda: say("annual.answer_no_year_before", lang), lang)
