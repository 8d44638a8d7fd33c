"""What a map says before it is drawn: for each unit a class or a kind of nothing, the counts, the words."""

from dataclasses import dataclass, replace

import pandas as pd

from antq_analysis.errors import UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_share
from antq_analysis.measures.frame import STATE, YEAR, Measure
from antq_analysis.places.carrying.merging import say_mixed
from antq_analysis.show.classes import Classes, find_classes
from antq_analysis.show.level import say_level_of, say_others
from antq_analysis.show.painted import SILENT, Painted, say_reasons
from antq_analysis.show.style import APPORTIONED_FROM, MIXED, NO_DATA, NOT_APPLICABLE, SUPPRESSED
from antq_analysis.show.words import province_name, say_beside, say_period, say_source, units_name

_NAMED = 5


@dataclass(frozen=True)
class Mapped(Painted):
    """One measure in one period, ready to be drawn.

    Parameters
    ----------
    measure
        What is drawn.
    period
        When.
    classes
        The classes, the same for all periods of the measure.
    units
        One row a unit with a polygon; columns place (class, -1 for none), nothing (kind of nothing or ""),
        apportioned, reason.
    beside
        Codes of units that have a row but no polygon.
    """

    measure: Measure
    period: str
    classes: Classes
    units: pd.DataFrame
    beside: tuple[str, ...]

    def colours(self) -> tuple[str, ...]:
        """Give the colour of each class.

        Returns
        -------
        tuple of str
            In the order of the classes.
        """
        return self.classes.colours()

    def heading(self, lang: str = "vi") -> str:
        """Say what the values are counted in.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The head of the legend.
        """
        return unit_line(self.measure, lang)

    def units_word(self, lang: str = "vi") -> str:
        """Name the units.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            Such as ``xã``.
        """
        return units_name(self.measure, lang)

    def labels(self, lang: str = "vi") -> tuple[str, ...]:
        """Say each class; of states, the words for them.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            In the order of the classes.
        """
        if not is_state(self.measure):
            return self.classes.labels(lang)
        words = self.measure.unit(lang).split("/")
        return tuple(words[-len(self.classes) :])


def is_state(measure: Measure) -> bool:
    """Tell whether the values of a measure are states, met or not.

    Parameters
    ----------
    measure
        The measure.

    Returns
    -------
    bool
        True where every row with a value is one.
    """
    methods = measure.frame.loc[measure.frame["value"].notna(), "method"]
    return len(methods) > 0 and bool(methods.eq(STATE).all())


def holds_years(measure: Measure) -> bool:
    """Tell whether the values of a measure are years of the calendar.

    Parameters
    ----------
    measure
        The measure.

    Returns
    -------
    bool
        True where a row has the method of years.
    """
    return bool(measure.frame["method"].eq(YEAR).any())


def unit_line(measure: Measure, lang: str = "vi") -> str:
    """Say what a measure is counted in.

    Parameters
    ----------
    measure
        The measure.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Its unit; of states, that they are states.
    """
    if is_state(measure):
        return say("show.legend_states", lang)
    return say("show.legend_units", lang, unit=measure.unit(lang))


def read_map(measure: Measure, period: str, classes: Classes | None = None) -> Mapped:
    """Sort the units of a measure into classes and kinds of nothing.

    Parameters
    ----------
    measure
        What to draw.
    period
        When.
    classes
        By default rounded classes over all periods of the measure.

    Returns
    -------
    Mapped
        Every unit that has a polygon exactly once.

    Raises
    ------
    UnknownNameError
        If the measure has no such period.
    """
    if period not in measure.periods():
        raise UnknownNameError("errors.kind_period", period, measure.periods())
    rows = measure.at(period)
    shapes = measure.units.geometry
    drawn = measure.units.index[~(shapes.isna() | shapes.is_empty)]
    table = rows.reindex(drawn)
    status = table["status"].fillna("no_row")
    hidden = {"not_applicable": NOT_APPLICABLE, "suppressed": SUPPRESSED, "mixed": MIXED}
    nothing = status.map(hidden).where(table["value"].isna() | status.isin(list(hidden)), "").fillna(NO_DATA)
    visible = table["value"].where(nothing == "")
    classes = classes or find_classes(_visible(measure.frame))
    if visible.max() > classes.largest:
        classes = replace(classes, largest=float(visible.max()))
    classes = replace(classes, years=holds_years(measure))
    baseless = table["value"].isna() & table["events"].notna() & table["exposure"].isna()
    stated = status.mask(baseless | status.isin(["reported", "apportioned"]), "no_base")
    units = pd.DataFrame(
        {
            "place": classes.place(visible),
            "nothing": nothing,
            "apportioned": (status == "apportioned") & (nothing == ""),
            "reason": stated.where(nothing == NO_DATA, ""),
        },
        index=drawn,
    )
    present = rows.index[rows["status"] != "no_row"]
    return Mapped(measure, period, classes, units, tuple(str(code) for code in present.difference(drawn)))


def _visible(frame: pd.DataFrame) -> pd.Series:
    return frame["value"][~frame["status"].isin(["suppressed", "not_applicable"])]


def title_of(mapped: Mapped, lang: str = "vi") -> str:
    """Say the finding of a map: how much is known, and the general level.

    Parameters
    ----------
    mapped
        The map.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence that ranks nobody.
    """
    measure = mapped.measure
    rows = measure.at(mapped.period)
    known, hidden = int(rows["value"].notna().sum()), int(rows["status"].eq(SUPPRESSED).sum())
    values: dict[str, object] = {
        "label": measure.label(lang),
        "period": say_period(mapped.period, lang),
        "units": units_name(measure, lang),
    }
    counts = {"n": known, "hidden": hidden, "all": len(measure.units.index.union(rows.index))}
    key = "show.map_known_hidden" if hidden else "show.map_known"
    values["known"] = say(key, lang, **counts, **values)
    if is_state(measure) and known:
        hold = float((rows["value"] == 1).sum())
        if mixed := int(rows["status"].eq(MIXED).sum()):
            # A share of the merged units whose parts happen to agree is no share of the province.
            no, yes = (word.lower() for word in measure.unit(lang).split("/")[-2:])
            states = {"yes": yes, "no": no, "n": int(hold), "m": known - int(hold), "mixed": mixed}
            return say("show.map_title_mixed", lang, **states, **values)
        return say("show.map_title_state", lang, share=format_share(hold, known, lang), **values)
    if level := say_level_of(measure, mapped.period, lang):
        return say("show.map_title_level", lang, level=level, **values)
    return say("show.map_title", lang, **values)


def subtitle_of(measure: Measure, period: str, lang: str = "vi") -> str:
    """Say where, when and in which unit; the title says what.

    Parameters
    ----------
    measure
        What is drawn.
    period
        When.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One line.
    """
    when = say_period(period, lang)
    line = say(
        "show.subtitle",
        lang,
        province=province_name(measure.province, lang),
        unit=unit_line(measure, lang),
        period=when[:1].upper() + when[1:],
    )
    base = measure.base.short(lang, period) if measure.base else ""
    return f"{line} · {base}" if base else line


def notes_of(mapped: Mapped, lang: str = "vi") -> tuple[str, ...]:
    """Say what must be known to read the map.

    Parameters
    ----------
    mapped
        The map.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        Notes, then source and date of the map.
    """
    province = mapped.measure.province
    units = units_name(mapped.measure, lang)
    notes = [say("show.note_sketch", lang)] if "schematic" in mapped.measure.units else []
    if reasons := say_reasons(mapped, SILENT, lang):
        n = mapped.nothings()[NO_DATA]
        notes.append(say("show.note_no_data", lang, n=n, units=units, reasons=reasons))
    notes += _say_mixed_units(mapped, lang)
    notes += say_beside(mapped.beside, lang)
    notes += say_others(mapped.measure, mapped.period, lang)
    rows = mapped.measure.at(mapped.period)
    bounds = int((rows["value"].notna() & rows["comparator"].ne("exact")).sum())
    if bounds:
        notes.append(say("show.note_bounds", lang, n=bounds, units=units))
    notes += _say_apportioned(mapped, units, lang)
    if mapped.measure.unit_vi != "%" and mapped.measure.frame[["low", "exposure"]].notna().all(axis=1).any():
        notes.append(say("show.note_small", lang, units=units))
    based = mapped.measure.notes(lang, (mapped.period,))
    drawn = str(mapped.measure.units.attrs.get("source", ""))
    return (*notes, *based, say_source(province, mapped.measure.map_date, lang, drawn=drawn))


def _say_mixed_units(mapped: Mapped, lang: str) -> list[str]:
    rows = mapped.measure.at(mapped.period)
    mixed = rows["status"].eq("mixed")
    partly = rows["value"].notna() & rows["value_text"].fillna("").ne("")
    notes = []
    for key, chosen in (("show.note_mixed", mixed), ("show.note_partly", partly)):
        texts = rows.loc[chosen, "value_text"]
        names = mapped.measure.units["name"].reindex(texts.index)
        told = [f"{name} ({say_mixed(text, lang)})" for name, text in zip(names, texts, strict=True)]
        more = [say("panel.and_more", lang, n=len(told) - _NAMED)] if len(told) > _NAMED else []
        listed = "; ".join([*told[:_NAMED], *more])
        notes += [say(key, lang, listed=listed)] if told else []
    return notes


def _say_apportioned(mapped: Mapped, units: str, lang: str) -> list[str]:
    drawn = mapped.units.index[mapped.units["apportioned"]]
    if drawn.empty:
        return []
    shares = mapped.measure.at(mapped.period)["apportioned_share"].reindex(drawn)
    much = [float(share) for share in shares if share >= APPORTIONED_FROM]
    notes = [say("show.note_apportioned", lang)]
    if much:
        least, most = (format_number(end(much) * 100, lang, 0) for end in (min, max))
        key = "show.note_apportioned_share" if least != most else "show.note_apportioned_alike"
        notes.append(say(key, lang, n=len(much), units=units, least=least, most=most))
    return notes


def describe(mapped: Mapped, lang: str = "vi") -> str:
    """Describe a map for those who cannot see it.

    Parameters
    ----------
    mapped
        The map.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Title, subtitle, each class with its count, notes.
    """
    head = say(
        "show.alt_map",
        lang,
        title=title_of(mapped, lang),
        subtitle=subtitle_of(mapped.measure, mapped.period, lang),
    )
    return " ".join([head, mapped.say_legend(lang), *notes_of(mapped, lang)])
