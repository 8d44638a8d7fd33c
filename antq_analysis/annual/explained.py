"""One question, one page: where a figure comes from, and what a change of the whole province is made of."""

from antq_analysis.annual.between_years import explain_denominator, explain_line, explain_lines
from antq_analysis.errors import UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change_parts import LARGEST, change_parts
from antq_analysis.observations import is_year
from antq_analysis.panel.area import DISTRICT, Area, find_area, map_of
from antq_analysis.panel.asked import find_indicator, refuse_swapped
from antq_analysis.panel.asked_unit import find_unit
from antq_analysis.panel.elsewhere import why_command
from antq_analysis.panel.load import Panel
from antq_analysis.panel.origin import where_from
from antq_analysis.panel.origin_total import whole_from
from antq_analysis.panel.total_words import say_wholes
from antq_analysis.places.matching.names import split_type
from antq_analysis.project import Project, find_project


def explain(
    panel: Panel,
    unit: str,
    period: str,
    indicator: str,
    *,
    category: str = "",
    lang: str = "vi",
    project: Project | None = None,
) -> str:
    """Say where a figure comes from, whoever it is of.

    Parameters
    ----------
    panel
        The panel.
    unit
        Code or name of a commune, name of a district, or of the province for its total.
    period
        The period.
    indicator
        Its id or label.
    category
        Value of its dimension; empty for the total.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        One page.

    Raises
    ------
    UsageError
        If nobody bears the name, or the arguments stand in another order.
    UnknownNameError
        If nothing was received for the period.
    RefusedError
        If a total is asked for of what may not be summed.
    """
    project = project or find_project()
    refuse_swapped(panel, unit, period, indicator, project)
    known = find_indicator(panel.vocabulary, indicator)
    area = find_area(panel, unit, period)
    what = panel.vocabulary.indicator(known)
    if area is None:
        asked = find_unit(panel, unit, period, known, project)
        # A base between two known years stands in no file, so that its own year need not have any.
        line = "" if category else explain_line(panel, asked.code, period, what, lang, project)
        if line:
            return "\n".join([*asked.lines(lang), line])
        origin = where_from(panel, unit, period, known, category=category, project=project)
        more = explain_denominator(origin, panel, lang, project)
        return "\n".join(filter(None, (origin.sentence(lang), more)))
    if not category and (lines := explain_lines(panel, area, period, what, lang)):
        return lines
    told = _read_otherwise(unit, area, lang)
    wholes = whole_from(panel, area, period, known, category=category, project=project)
    text = told + say_wholes(wholes, what, lang)
    one, day = next(iter(area.codes), ""), map_of(panel, period)
    command = why_command(panel.province.id, one, period, known, category=category, on=day)
    return f"{text}\n\n{say('panel.whole_next', lang, command=command)}"


def explain_change(panel: Panel, indicator: str, period: str, *, lang: str = "vi") -> str:
    """Say what the change of the whole province on the year before is made of.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Its id or label.
    period
        A year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One page, whose parts add up to the change.

    Raises
    ------
    UsageError
        If nothing is called so.
    UnknownNameError
        If there is no figure of the year, or none of an earlier one.
    RefusedError
        If it may not be summed.
    """
    known = find_indicator(panel.vocabulary, indicator)
    if not is_year(period):
        raise UsageError("annual.change_only_years", period=period)
    parts = change_parts(panel, known, period, str(int(period) - 1))
    largest = parts.frame.loc[parts.frame["part"].eq(LARGEST), "unit_code"]
    unit = next(iter(largest), panel.province.id)
    command = why_command(panel.province.id, unit, period, known, on=panel.map_date)
    return "\n".join(
        [parts.sentence(lang), *parts.lines(lang), "", say("panel.whole_next", lang, command=command)]
    )


def _read_otherwise(written: str, area: Area, lang: str) -> str:
    kind = split_type(written)[0]
    if area.kind != DISTRICT or kind in ("", split_type(area.name_vi)[0]):
        return ""
    return say("panel.district_of_other_type", lang, written=written, name=area.name(lang)) + "\n"
