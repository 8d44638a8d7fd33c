"""Which communes began to have something between two years, and which have none any more."""

import numpy as np

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change import refuse_other_kind
from antq_analysis.measures.entry_exit import ENTERED, LEFT, OUTSIDE, STAYED, UNKNOWN, EntryExit
from antq_analysis.measures.rates import count
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.load import Panel


def presence(panel: Panel, indicator: str, period: str, since: str) -> EntryExit:
    """Tell which communes have something in one year and had none in another.

    Parameters
    ----------
    panel
        The panel; both years are on its one map.
    indicator
        A stock of communes, such as the residential areas with a model.
    period, since
        The later and the earlier year.

    Returns
    -------
    EntryExit
        One row a commune: ``before`` and ``after`` are 1 where there was any. A commune without a figure in one of the
        two years is ``unknown``, never without.

    Raises
    ------
    BreakError
        If the way of counting changed in between.
    RefusedError
        If the indicator is no stock, or the periods are of two kinds.
    UnknownNameError
        If there is no such indicator or period.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"residential_areas_with_model": {"2022": [0, 1], "2023": [2, 1]}})
    >>> presence(panel, "residential_areas_with_model", "2023", "2022").frame["move"].tolist()
    ['entered', 'stayed']
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind != "stock" or what.adds_up != "sum":
        raise RefusedError("measures.not_a_stock", label=what.label_vi, label_en=what.label_en)
    refuse_other_kind(period, since)
    days = (obs.period_bounds(name)[1] for name in (since, period))
    refuse_break(panel.vocabulary, panel.province.id, (indicator,), *days)
    measure = count(panel, indicator)
    for name in (period, since):
        if name not in measure.periods():
            raise UnknownNameError("errors.kind_period", name, measure.periods())
    then, now = measure.at(since), measure.at(period)
    had, has = (one["value"].gt(0).astype("float64").where(one["value"].notna()) for one in (then, now))
    frame = measure.units[["name"]].assign(before=had, after=has)
    silent = frame[["before", "after"]].isna().any(axis=1)
    on, was = has.eq(1), had.eq(1)
    frame["move"] = np.select([silent, on & ~was, on, was], [UNKNOWN, ENTERED, STAYED, LEFT], default=OUTSIDE)
    frame["status"] = now["status"].where(now["value"].isna(), then["status"])
    words = {"period": period, "since": since}
    vi, en = (say("measures.change_label", lang, label=what.label(lang), **words) for lang in ("vi", "en"))
    return EntryExit(
        frame=frame,
        kind="entry_exit",
        indicator=indicator,
        label_vi=vi,
        label_en=en,
        units=measure.units,
        province=measure.province,
        map_date=measure.map_date,
        listed=False,
    )
