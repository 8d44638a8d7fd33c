"""A rate or a share: of what by what, refused where it is none, and what it is called."""

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import lower_first
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Indicator

RATE_SCALE = 10_000


def part_and_whole(panel: Panel, part: str, whole: str | None) -> tuple[Indicator, Indicator]:
    """Find the two indicators of a share, and refuse what is no part of its whole.

    Parameters
    ----------
    panel
        The panel.
    part, whole
        Numerator and denominator; by default the first denominator that the vocabulary allows.

    Returns
    -------
    tuple of Indicator
        Part and whole, counted in one unit.

    Raises
    ------
    RefusedError
        If there is no denominator, it is not allowed, or it is counted in something else: a number of incidents is no
        share of a number of people.
    UnknownNameError
        If there is no such indicator.
    """
    what = panel.vocabulary.indicator(part)
    if whole is None and not what.denominators:
        raise RefusedError("measures.no_denominator", label=what.label_vi, label_en=what.label_en)
    base = panel.vocabulary.indicator(whole or what.denominators[0])
    refuse_denominator(what, base)
    if base.unit_vi != what.unit_vi:
        key = "measures.share_of_states" if what.kind == "status" else "measures.no_part"
        raise RefusedError(key, label=what.label_vi, label_en=what.label_en, base=base.id)
    return what, base


def refuse_scale(scale: float) -> None:
    """Refuse a scale that no rate can have.

    Parameters
    ----------
    scale
        Rate per this many.

    Raises
    ------
    UsageError
        If it is not a whole number of at least 1.
    """
    if scale < 1 or scale != int(scale):
        raise UsageError("measures.bad_scale", scale=str(scale))


def refuse_denominator(what: Indicator, base: Indicator) -> None:
    """Refuse to relate an indicator to what it is not counted in.

    Parameters
    ----------
    what, base
        Numerator and denominator.

    Raises
    ------
    RefusedError
        If the first is no count, or the vocabulary does not allow the second for it.
    """
    if what.kind in ("rate", "change", "date", "category"):
        raise RefusedError("measures.not_a_count", label=what.label_vi, label_en=what.label_en)
    if base.id not in what.denominators:
        raise RefusedError(
            "measures.other_denominator",
            label=what.label_vi,
            label_en=what.label_en,
            base=base.id,
            allowed=", ".join(what.denominators) or "-",
        )


def labels_of(what: Indicator) -> dict[str, str]:
    """Label the figures of an indicator in both languages.

    Parameters
    ----------
    what
        The indicator.

    Returns
    -------
    dict of str to str
        label_vi, label_en, unit_vi, unit_en.
    """
    return {
        "label_vi": what.label_vi,
        "label_en": what.label_en,
        "unit_vi": what.unit_vi,
        "unit_en": what.unit_en,
    }


def rate_labels(what: Indicator, base: Indicator, scale: float, base_year: str = "") -> dict[str, str]:
    """Label a rate in both languages.

    Parameters
    ----------
    what, base
        Numerator and denominator.
    scale
        Rate per this many.
    base_year
        The one year whose base is taken for every year.

    Returns
    -------
    dict of str to str
        label_vi, label_en, unit_vi, unit_en.
    """
    texts = {}
    for lang in ("vi", "en"):
        own = labels_of(what)
        base_unit = labels_of(base)[f"unit_{lang}"]
        label = say("measures.rate_label", lang, label=lower_first(own[f"label_{lang}"]))
        if base_year:
            words = {"base": lower_first(base.label(lang)), "year": base_year}
            label = f"{label} ({say('measures.base_of_year', lang, **words)})"
        texts[f"label_{lang}"] = label
        texts[f"unit_{lang}"] = say(
            "measures.rate_unit", lang, unit=own[f"unit_{lang}"], scale=int(scale), base=base_unit
        )
    return texts


def share_labels(what: Indicator, base: Indicator) -> dict[str, str]:
    """Label a share in both languages.

    Parameters
    ----------
    what, base
        Numerator and denominator.

    Returns
    -------
    dict of str to str
        label_vi, label_en, unit_vi, unit_en.
    """
    own, other = labels_of(what), labels_of(base)
    texts = {"unit_vi": "%", "unit_en": "%"}
    for lang in ("vi", "en"):
        texts[f"label_{lang}"] = say(
            "measures.share_label",
            lang,
            label=lower_first(own[f"label_{lang}"]),
            base=lower_first(other[f"label_{lang}"]),
        )
    return texts
