"""How many communes are in each class: of classes that stand in an order nothing is summed, and none is ranked."""

from antq_analysis.briefing.given import Given, once
from antq_analysis.briefing.parts import Paragraph
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, lower_first
from antq_analysis.vocabulary.indicators import Indicator


@once
def classes(given: Given) -> tuple[Paragraph, ...]:
    """Count the communes of each class in the year, one sentence for each indicator that puts communes into classes.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        Nothing where no such indicator is reported for the year.
    """
    every = given.panel.vocabulary.indicators.values()
    # Of what a release hides no class is counted either.
    open_to_all = (what for what in every if given.releases is None or not what.sensitive)
    told = (
        _sentence(given, what) for what in open_to_all if what.adds_up == "classes" and what.id in given.scope
    )
    return tuple(Paragraph(text) for text in told if text)


def _sentence(given: Given, what: Indicator) -> str:
    rows, lang, vocabulary = given.panel.observations, given.lang, given.panel.vocabulary
    own = rows["indicator"].eq(what.id) & rows["period"].eq(given.year) & rows["category"].ne("")
    # Where communes of different classes became one, no class is that of the new one: each value is a part of 1.
    own &= rows["level"].eq("commune") & rows["value"].eq(1) & rows["unit_code"].isin(given.panel.units.index)
    counted = rows.loc[own].groupby("category")["unit_code"].nunique()
    order = vocabulary.categories(what.id)
    shown = [one for one in order if one in counted.index]
    if not shown:
        return ""
    figures = ", ".join(
        f"{format_number(int(counted[one]), lang)} {lower_first(vocabulary.category_label(what.id, one, lang))}"
        for one in shown
    )
    return say(
        "briefing.classes",
        lang,
        label=what.label(lang),
        year=given.year,
        n=int(rows.loc[own, "unit_code"].nunique()),
        whole=len(given.panel.units),
        units=given.panel.province.unit_name(lang),
        figures=figures,
    )
