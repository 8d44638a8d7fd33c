"""The table of provinces of a year: what each has, how complete it is, what is missing; in no order of figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from antq_analysis.annual.many.task import Outcome, ProvinceRow
from antq_analysis.briefing.laid_out import MISSING, Figured, table_of
from antq_analysis.briefing.listed import load_contents
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_date, format_number
from antq_analysis.project import Project
from antq_analysis.show.audience import INTERNAL, banner_for
from antq_analysis.show.table import Table
from antq_analysis.show.table_content import TOTAL
from antq_analysis.show.tables import save_table
from antq_analysis.show.words import province_name
from antq_analysis.vocabulary import Province, Vocabulary, load_vocabulary

Line = tuple[str | Figured, ...]

FOLDER = "provinces"


def provinces_with_data(project: Project) -> tuple[str, ...]:
    """List the provinces that anything was received of.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    tuple of str
        In the order of ``provinces.toml``.
    """
    return tuple(name for name in load_vocabulary(project).provinces if (project.raw / name).is_dir())


def write_provinces(outcomes: Sequence[Outcome], year: str, lang: str, project: Project) -> tuple[Path, ...]:
    """Write the table of provinces, ``reports/provinces/<year>.xlsx`` and ``.html``.

    Parameters
    ----------
    outcomes
        How the reports ended.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    CannotWriteError
        If one cannot be written.
    """
    table = provinces_table(outcomes, year, lang, project)
    folder = project.reports / FOLDER
    return save_table(table, [folder / f"{year}.xlsx", folder / f"{year}.html"])


def provinces_table(outcomes: Sequence[Outcome], year: str, lang: str, project: Project) -> Table:
    """Lay out the table of provinces.

    Parameters
    ----------
    outcomes
        How the reports ended.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.
    project
        Its vocabulary, what a report shows, its banner.

    Returns
    -------
    Table
        A row for each province with data, in the order of ``provinces.toml``; one without a report says why. Sums stand
        on top only where several provinces counted alike, none of them fictional.
    """
    vocabulary, ended = load_vocabulary(project), {one.province: one for one in outcomes}
    who = [vocabulary.province(name) for name in provinces_with_data(project)]
    rows = {one.id: ended[one.id].row for one in who if one.id in ended}
    made = {name: row for name, row in rows.items() if row is not None}
    shown = [
        name for name in load_contents(project).table if any(name in row.figures for row in made.values())
    ]
    lines = [_line(one, made.get(one.id), ended.get(one.id), shown, vocabulary, lang) for one in who]
    kinds = [""] * len(lines)
    if len(made) > 1 and not any(one.fictional for one in who):
        lines.insert(0, _sums(list(made.values()), shown, lang))
        kinds.insert(0, TOTAL)
    heads = [
        *(say(f"annual.provinces_col_{name}", lang) for name in ("name", "map", "units")),
        *(vocabulary.indicator(name).label(lang) for name in shown),
        next(
            (row.rate_label for row in made.values() if row.rate_label),
            say("annual.provinces_col_rate", lang),
        ),
        say("show.col_interval", lang),
        *(say(f"annual.provinces_col_{name}", lang) for name in ("errors", "missing")),
    ]
    table = table_of(
        heads,
        lines,
        title=say("annual.provinces_title", lang, year=year),
        subtitle=say("annual.provinces_subtitle", lang, n=len(made), m=len(who)),
        notes=(say("annual.provinces_note", lang), say("annual.provinces_sums", lang)),
        kinds=kinds,
        lang=lang,
    )
    fictional = say("annual.provinces_fictional", lang) if any(one.fictional for one in who) else ""
    return replace(table, banner=banner_for(None, INTERNAL, lang, project), warning=fictional)


def _line(
    who: Province,
    row: ProvinceRow | None,
    ended: Outcome | None,
    shown: Sequence[str],
    vocabulary: Vocabulary,
    lang: str,
) -> Line:
    name = province_name(who, lang)
    if row is None:
        why = ended.text.partition("\n")[0] if ended else say("annual.provinces_not_received", lang)
        return (name, "", MISSING, *([MISSING] * len(shown)), MISSING, "", MISSING, why)
    value, low, high = row.rate
    interval = (
        "" if low is None or high is None else " – ".join(format_number(end, lang, 1) for end in (low, high))
    )
    return (
        name,
        format_date(date.fromisoformat(row.map_date), lang),
        Figured(row.units),
        *(_figured(row.figures.get(one)) for one in shown),
        MISSING if value is None else Figured(value, format_number(value, lang, 1)),
        interval,
        Figured(row.errors),
        _say_missing(row, shown, vocabulary, lang) or say("annual.provinces_complete", lang),
    )


def _figured(figure: tuple[float | None, int, str] | None) -> Figured:
    return MISSING if figure is None or figure[0] is None else Figured(figure[0])


def _say_missing(row: ProvinceRow, shown: Sequence[str], vocabulary: Vocabulary, lang: str) -> str:
    told = []
    for name in shown:
        label = vocabulary.indicator(name).label(lang)
        if name not in row.figures:
            told.append(say("annual.provinces_no_figure", lang, label=label))
        elif row.figures[name][1]:
            told.append(say("annual.provinces_lacks", lang, label=label, n=row.figures[name][1], m=row.units))
    return "; ".join(told)


def _sums(rows: Sequence[ProvinceRow], shown: Sequence[str], lang: str) -> Line:
    sums = []
    for name in shown:
        figures = [row.figures.get(name) for row in rows]
        values = [figure[0] for figure in figures if figure and figure[0] is not None]
        # A sum stands for all provinces that have a report, counted in one way, or not at all.
        alike = len({figure[2] for figure in figures if figure}) == 1
        sums.append(Figured(sum(values)) if alike and len(values) == len(rows) else Figured())
    units = Figured(sum(row.units for row in rows))
    name = say("annual.provinces_sum", lang, n=len(rows))
    return (name, "", units, *sums, Figured(), "", Figured(sum(row.errors for row in rows)), "")
