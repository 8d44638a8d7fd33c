"""How many of something there are for the size of a commune: models per people, per residential areas, per km²."""

from dataclasses import replace

from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import lower_first
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.rates import rate
from antq_analysis.panel.load import Panel

DENSITY = "density"
"""Method of a density: everything was counted, so that there is no interval."""
USUAL_SCALE = {"population": 10_000, "residential_areas_total": 10, "area_km2": 1}
"""Per how many of a base a density is usually told."""


def density(
    panel: Panel,
    indicator: str,
    per: str = "population",
    *,
    scale: float = 0,
    category: str = "",
    base_year: str = "",
) -> Measure:
    """Relate a stock, such as the models in operation, to the size of each commune.

    A stock is what is there at the end of the period. It is counted, not drawn by chance: a density has no interval.
    Where the share of residential areas with a model is known (:func:`antq_analysis.measures.rates.share`), it says
    more: many models in one place cover nobody else.

    Parameters
    ----------
    panel
        The panel.
    indicator
        What is there: an indicator of a stock.
    per
        What it is related to: one of the denominators that the vocabulary allows for it.
    scale
        Per this many of `per`; by default 10,000 people, 10 residential areas, 1 km², else 1.
    category
        Value of the indicator's dimension; empty for the total.
    base_year
        Relate every year to the base of this one year.

    Returns
    -------
    Measure
        How many per `scale` of `per`; what there is and its base in `events` and `exposure`.

    Raises
    ------
    RefusedError
        If the indicator counts events of a year, is a state (met or not) or no count, or the vocabulary does not allow
        this denominator.
    UnknownNameError
        If there is no such indicator, or no base of `base_year`.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"model_points_active": {"2019": [5]}, "population": {"2019": [8000]}})
    >>> density(panel, "model_points_active").at("2019")["value"].tolist()
    [6.25]
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind == "flow":
        raise RefusedError("measures.density_of_events", label=what.label_vi, label_en=what.label_en)
    if what.kind == "status":
        raise RefusedError("measures.density_of_state", label=what.label_vi, label_en=what.label_en)
    per_many = scale or USUAL_SCALE.get(per, 1)
    plain = rate(panel, indicator, per, scale=per_many, category=category, base_year=base_year)
    method = plain.frame["method"].where(plain.frame["value"].isna(), DENSITY)
    vi, en = (
        say("measures.density_label", lang, label=lower_first(what.label(lang))) for lang in ("vi", "en")
    )
    return replace(plain, frame=plain.frame.assign(method=method), label_vi=vi, label_en=en)
