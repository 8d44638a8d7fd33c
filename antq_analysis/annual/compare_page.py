"""A comparison as tables for people, as a page, and as a workbook."""

import html
import math
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import pandas as pd

from antq_analysis.annual.comparison import FALSE_SHARE, Comparison
from antq_analysis.files import write_whole
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_signed
from antq_analysis.observations import EXACT
from antq_analysis.project import Project
from antq_analysis.show.tables import draw_table

PARTS = ("units", "sums", "revised", "unusual", "rules")
NUMBERS = ("n_figures", "before", "after", "difference", "usual")
ORDER = ("part", "against", "what", "period", "unit", "indicator", *NUMBERS, "place_before", "place_after")
SHOWN = 100
PAGE, BOOK = "compare.html", "compare.xlsx"

Row = Mapping[str, object]


def list_changes(found: Comparison, part: str, lang: str = "vi") -> pd.DataFrame:
    """Lay out one part of a comparison for people.

    Parameters
    ----------
    found
        What changed.
    part
        One of :data:`PARTS`: communes, sums of revised figures, each revised figure, counts outside their usual range,
        or what changed in program and vocabulary.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row a change, all text; one row that says so where nothing changed, or nothing can be compared.
    """
    table = _laid_out(found, part, lang)
    return (
        pd.DataFrame({say("annual.column_what", lang): [_nothing(found, part, lang)]})
        if table.empty
        else table
    )


def _laid_out(found: Comparison, part: str, lang: str) -> pd.DataFrame:
    rows = list(_ROWS[part](found, lang))
    columns = list(rows[0]) if rows else []
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    return table.rename(columns={name: say(f"annual.column_{name}", lang) for name in columns})


def _nothing(found: Comparison, part: str, lang: str) -> str:
    if part == "units" and not found.before:
        return say("annual.compare_first_year", lang, year=found.year)
    if part == "unusual" and not found.n_tested:
        return say("annual.compare_no_range", lang, year=found.year)
    if part in ("sums", "revised", "rules") and not found.against:
        return say("annual.compare_nothing_kept", lang)
    return say("annual.compare_nothing", lang)


def write_comparison(found: Comparison, lang: str, project: Project) -> tuple[Path, Path]:
    """Write a comparison as a page and as a workbook, beside the reports of the province.

    Parameters
    ----------
    found
        What changed.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project.

    Returns
    -------
    tuple of Path
        The page and the workbook, in ``reports/<province>/compare/<year>/``.

    Raises
    ------
    CannotWriteError
        If one cannot be written.
    """
    folder = project.reports / found.province.id / "compare" / found.year
    write_whole(folder / PAGE, comparison_page(found, lang, project))
    heads = {name: say(f"annual.column_{name}", lang) for name in ORDER}
    parts = [
        _laid_out(found, part, lang).assign(**{heads["part"]: say(f"annual.compare_part_{part}", lang)})
        for part in PARTS
    ]
    told = [part for part in parts if len(part)]
    table = pd.concat(told) if told else pd.DataFrame(columns=[heads["part"]])
    table = table[[head for head in heads.values() if head in table]]
    title = say("annual.compare_title", lang, year=found.year)
    draw_table(table, lang=lang, title=title, save=folder / BOOK, project=project)
    return folder / PAGE, folder / BOOK


def comparison_page(found: Comparison, lang: str, project: Project) -> str:
    """Write a comparison as one page that needs nothing from the network.

    Parameters
    ----------
    found
        What changed.
    lang
        ``"vi"`` or ``"en"``.
    project
        Holds the banner.

    Returns
    -------
    str
        HTML; every text of the data is escaped.
    """
    settings, province = project.settings, found.province
    banners = (
        (settings.banner_en, province.banner_en) if lang == "en" else (settings.banner_vi, province.banner_vi)
    )
    title = html.escape(say("annual.compare_title", lang, year=found.year))
    name = html.escape(province.name_en if lang == "en" else province.name_vi)
    body = [f'<p class="banner">{html.escape(banner)}</p>' for banner in banners if banner]
    body.append(f"<h1>{title}</h1>\n<p>{name}</p>")
    body += [f"<p>{html.escape(line)}</p>" for line in found.sentence(lang).split("\n")]
    body += [f"<p>{html.escape(line)}</p>" for line in found.footnotes(lang)]
    body += [_section(found, part, lang) for part in PARTS]
    style = files("antq_analysis.annual").joinpath("page.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _section(found: Comparison, part: str, lang: str) -> str:
    table = _laid_out(found, part, lang)
    head = html.escape(say(f"annual.compare_part_{part}", lang))
    about = html.escape(say(f"annual.compare_about_{part}", lang))
    if table.empty:
        return f"<h2>{head}</h2>\n<p>{html.escape(_nothing(found, part, lang))}</p>"
    heads = "".join(f"<th>{html.escape(str(name))}</th>" for name in table.columns)
    numbers = {say(f"annual.column_{name}", lang) for name in NUMBERS} if part != "units" else set()
    looks = ["" if name in numbers else ' class="words"' for name in table.columns]
    rows = "\n".join(
        "<tr>"
        + "".join(f"<td{look}>{html.escape(str(cell))}</td>" for look, cell in zip(looks, row, strict=True))
        + "</tr>"
        for row in table.head(SHOWN).itertuples(index=False)
    )
    more = len(table) - SHOWN
    left = f"<p>{html.escape(say('annual.compare_more', lang, n=more))}</p>" if more > 0 else ""
    return (
        f"<h2>{head}</h2>\n<p>{about}</p>\n<div class='output_area'><table>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table></div>\n{left}"
    )


def _units(found: Comparison, lang: str) -> Iterator[Row]:
    for row in found.units.to_dict("records"):
        yield {
            "what": say(f"annual.compare_what_{row['what']}", lang),
            "before": row["before"],
            "after": row["after"],
        }


def _sums(found: Comparison, lang: str) -> Iterator[Row]:
    for one in found.against:
        for row in one.sums.to_dict("records"):
            yield {
                "against": one.kept.label(lang),
                "period": row["period"],
                "indicator": found.label(row, lang),
                "n_figures": format_number(int(row["n"]), lang),
                **{name: _text(float(row[name]), "", "exact", lang) for name in ("before", "after")},
                "difference": _difference(row["before"], row["after"], lang),
            }


def _revised(found: Comparison, lang: str) -> Iterator[Row]:
    for one in found.against:
        for row in one.revised.to_dict("records"):
            exact = {row["comparator_before"], row["comparator_after"]} <= set(EXACT)
            shown = {
                end: _text(row[f"value_{end}"], row[f"value_text_{end}"], row[f"comparator_{end}"], lang)
                for end in ("before", "after")
            }
            yield {
                "against": one.kept.label(lang),
                "what": say(f"annual.compare_what_{row['state']}", lang),
                "period": row["period"],
                "unit": f"{row['name']} ({row['unit_code']})",
                "indicator": found.label(row, lang),
                **shown,
                "difference": _difference(row["value_before"], row["value_after"], lang) if exact else "",
                "place_before": row["place_before"],
                "place_after": row["place_after"],
            }


def _unusual(found: Comparison, lang: str) -> Iterator[Row]:
    order = found.unusual.sort_values(["q_value", "indicator", "unit_code"], kind="stable")
    for row in order.to_dict("records"):
        beyond = row["q_value"] <= FALSE_SHARE
        yield {
            "what": say("annual.compare_what_beyond" if beyond else "annual.compare_what_outside", lang),
            "unit": f"{row['name']} ({row['unit_code']})",
            "indicator": found.label(row, lang),
            "after": format_number(float(row["value"]), lang),
            "usual": f"{format_number(float(row['low']), lang)}–{format_number(float(row['high']), lang)}",
        }


def _rules(found: Comparison, lang: str) -> Iterator[Row]:
    for one in found.against:
        for rule in one.rules:
            yield {"against": one.kept.label(lang), "what": rule.sentence(lang)}


_ROWS = {"units": _units, "sums": _sums, "revised": _revised, "unusual": _unusual, "rules": _rules}


def _text(value: float, words: object, comparator: object, lang: str) -> str:
    if pd.isna(value):
        return "" if pd.isna(words) else str(words)
    number = format_number(float(value), lang)
    return number if comparator in EXACT else say(f"panel.comparator_{comparator}", lang, value=number)


def _difference(before: float, after: float, lang: str) -> str:
    return "" if math.isnan(before) or math.isnan(after) else format_signed(after - before, lang)
