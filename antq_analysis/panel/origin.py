"""Where a figure comes from: the files, sheets, cells and rows as they were received."""

import re
from dataclasses import dataclass, field, replace

import pandas as pd

from antq_analysis.errors import UnknownNameError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.observations import EXACT
from antq_analysis.panel.asked import find_indicator
from antq_analysis.panel.asked_unit import AskedUnit, find_unit
from antq_analysis.panel.decided_here import decisions_about
from antq_analysis.panel.ground import ground_of, shares_in
from antq_analysis.panel.load import Panel
from antq_analysis.panel.origin_rows import received_rows
from antq_analysis.panel.origin_words import say_counted, say_decision, say_part
from antq_analysis.panel.store import read_panel
from antq_analysis.panel.unused import UNUSED
from antq_analysis.places.letters.folding import bare
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Indicator


@dataclass(frozen=True)
class Origin:
    """Where one figure comes from.

    Parameters
    ----------
    figure
        The figure of the panel, one row for each basis; without rows where the panel has none.
    parts
        Every figure received that it rests on, superseded stages too: columns
        :data:`antq_analysis.panel.origin_rows.PART_COLUMNS`; ``counts`` tells which of them were used, ``written`` what
        stands in the cell as it was received; then ``share`` and ``share_basis``, what part of the figure counts here
        where it was apportioned, else NaN and empty.
    rows
        The rows of the received sheets in which they stand: index file, sheet, row (as Excel numbers it); one
        column a header.
    unit, period
        Code and name of the unit, and the period.
    indicator
        What is counted.
    made_of
        Of a rate: the origins of its numerator and its denominator.
    findings
        What was found about cells and rows of the unit that gave no number.
    decided
        What a person settled about the figure, or about a unit that did not report, with its name.
    asked
        The unit as it was asked for, with what must be told of that before all else.
    """

    figure: pd.DataFrame
    parts: pd.DataFrame
    rows: pd.DataFrame
    unit: tuple[str, str]
    period: str
    indicator: Indicator
    made_of: tuple["Origin", ...] = ()
    findings: tuple[Finding, ...] = ()
    decided: pd.DataFrame = field(default_factory=pd.DataFrame)
    asked: AskedUnit | None = None

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, lang: str = "vi") -> str:
        """Say what the figure is and where it comes from, a line for each figure received.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The lines.
        """
        code, name = self.unit
        words = {"name": name, "unit_code": code, "period": self.period, "label": self.indicator.label(lang)}
        lines = self.asked.lines(lang) if self.asked else []
        lines += [
            say(
                "panel.origin_figure", lang, counted=say_counted(row, lang, kind=self.indicator.kind), **words
            )
            for row in self.figure.to_dict("records")
        ]
        lines += [say_part(part, lang, kind=self.indicator.kind) for part in self.parts.to_dict("records")]
        if self.made_of:
            lines += self._quotient(words, lang)
        elif self.parts.empty:
            lines.append(say("panel.origin_unused" if self._is_unused() else "panel.origin_none", lang))
        lines += self._decided(lang)
        return "\n".join([*lines, *self._found(lang)])

    def _is_unused(self) -> bool:
        return any(_is_about(item, self.indicator.id) for item in self.findings)

    def _quotient(self, words: dict[str, str], lang: str) -> list[str]:
        above, below = self.made_of
        labels = {"above": above.indicator.label(lang), "below": below.indicator.label(lang)}
        lines = [say("panel.origin_rate", lang, **words, **labels, per=self.indicator.per)]
        for key, part in (("panel.origin_above", above), ("panel.origin_below", below)):
            lines += [say(key, lang), *("  " + line for line in part.sentence(lang).split("\n"))]
        known = [float(part.figure["value"].iloc[0]) for part in self.made_of if len(part.figure) == 1]
        exact = all(part.figure["comparator"].isin(EXACT).all() for part in self.made_of)
        if exact and len(known) == 2 and known[0] >= 0 and known[1] > 0:
            value = format_number(known[0] / known[1] * self.indicator.per, lang, 1)
            unit = self.indicator.unit_en if lang == "en" else self.indicator.unit_vi
            lines.append(
                say("panel.origin_quotient", lang, value=value, unit=unit, above=known[0], below=known[1])
            )
        return lines

    def _decided(self, lang: str) -> list[str]:
        lines = []
        known = self.parts["value"].notna().any()
        for row in self.decided.to_dict("records"):
            if known and not row["indicator"]:
                continue
            words = {"name": row["name"], "unit_code": row["unit_code"], "period": self.period}
            key = "panel.origin_decided" if row["indicator"] else "panel.origin_gap"
            lines.append(say(key, lang, text=say_decision(row, lang), **words))
        return lines

    def _found(self, lang: str) -> list[str]:
        lines = []
        for item in self.findings:
            place = ", ".join(filter(None, (item.file, item.sheet, item.cell)))
            lines.append(say("panel.origin_found", lang, place=place or "-", text=item.text(lang)))
        return lines


def where_from(
    panel: Panel,
    unit: str,
    period: str,
    indicator: str,
    *,
    category: str = "",
    project: Project | None = None,
) -> Origin:
    """Show where a figure of the panel comes from, down to the row as it was received.

    Parameters
    ----------
    panel
        The panel.
    unit
        Code or name of a unit of its map; the figures of all earlier units that went into it are shown.
    period
        The period, such as ``"2025"``.
    indicator
        Its id or its label; of a rate the figures it is made of are shown.
    category
        Value of the indicator's dimension; empty for the total.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Origin
        The figure, what it rests on, and the rows as received.

    Raises
    ------
    UsageError
        If no unit of the map or several bear the name, or no indicator does; a unit of another map is named with it.
    UnknownNameError
        If nothing was received for the period.
    MissingError
        If a received file is gone, or the panel rests on files that have changed since.
    """
    project = project or find_project()
    known = panel.vocabulary.indicator(find_indicator(panel.vocabulary, indicator))
    asked = find_unit(panel, unit, period, known.id, project)
    return replace(_of_unit(panel, asked.code, period, known, category, project), asked=asked)


def _of_unit(
    panel: Panel, unit_code: str, period: str, known: Indicator, category: str, project: Project
) -> Origin:
    everything, _ = read_panel(project, panel.province)
    if period not in set(everything["period"]):
        raise UnknownNameError("errors.kind_period", period, sorted(set(everything["period"])))
    wanted = {"period": period, "indicator": known.id, "category": category}
    figure = _only(panel.observations, {"unit_code": unit_code, **wanted})
    received = _only(everything, {"level": "commune", **wanted})
    feeding = _feeding(everything, panel, unit_code, project)
    of_unit = pd.MultiIndex.from_frame(received[["unit_date", "unit_code"]]).isin(feeding)
    parts, rows = received_rows(received[of_unit].reset_index(drop=True), panel, project)
    parts = _with_shares(parts, figure, panel, unit_code, project)
    made_of = tuple(
        _of_unit(panel, unit_code, period, part, "", project)
        for part in map(panel.vocabulary.indicator, known.parts)
    )
    return Origin(
        figure.reset_index(drop=True),
        parts,
        rows,
        (unit_code, str(panel.units.at[unit_code, "name"])),
        period,
        known,
        made_of,
        () if made_of else _findings(panel, parts, (period, known.id), feeding),
        _decisions(panel, (period, known.id, category), feeding, project) if not made_of else pd.DataFrame(),
    )


def _decisions(
    panel: Panel, about: tuple[str, str, str], feeding: set[tuple[str, str]], project: Project
) -> pd.DataFrame:
    rows = decisions_about(panel.province.id, about, {code for _, code in feeding}, project)
    names = dict.fromkeys(rows["unit_code"], "")
    for day, code in sorted(feeding):
        register = panel.registers.get(day, panel.units).reset_index()
        known = dict(zip(register["unit_code"], register["name"], strict=True))
        names[code] = names.get(code) or str(known.get(code, ""))
    return rows.assign(name=[names[code] for code in rows["unit_code"]])


def _only(frame: pd.DataFrame, wanted: dict[str, str]) -> pd.DataFrame:
    for name, value in wanted.items():
        frame = frame[frame[name].eq(value)]
    return frame


def _feeding(received: pd.DataFrame, panel: Panel, unit_code: str, project: Project) -> set[tuple[str, str]]:
    dates = [date for date in sorted(set(received["unit_date"])) if date <= panel.map_date or panel.backwards]
    return {(date, code) for date in dates for code in ground_of(panel, unit_code, date, project)}


def _with_shares(
    parts: pd.DataFrame, figure: pd.DataFrame, panel: Panel, unit_code: str, project: Project
) -> pd.DataFrame:
    known: dict[tuple[str, str], tuple[float, str]] = {}
    if figure["status"].eq("apportioned").any():
        for date in parts["map_date"].astype("str").unique():
            shares = shares_in(panel, unit_code, date, project)
            known |= {(date, str(code)): (one, of) for code, one, of in shares.itertuples(name=None)}
    own = [
        known.get(key, (float("nan"), "")) for key in zip(parts["map_date"], parts["unit_code"], strict=True)
    ]
    return parts.assign(share=[share for share, _ in own], share_basis=[basis for _, basis in own])


def _findings(
    panel: Panel, parts: pd.DataFrame, about: tuple[str, str], feeding: set[tuple[str, str]]
) -> tuple[Finding, ...]:
    period, indicator = about
    codes = set() if parts["value"].notna().any() else {code for _, code in feeding}
    empty = parts[parts["value"].isna()]
    cells = set(zip(empty["file"], empty["sheet"], empty["cell"], strict=True))
    names = set()
    for date, code in feeding if parts.empty else ():
        register = panel.registers.get(date, panel.units)
        known = dict(zip(register.reset_index()["unit_code"], register["name"], strict=True))
        names |= {code, bare(str(known.get(code, code)))}
    return tuple(
        item
        for item in panel.findings
        if any((item.file, item.sheet, cell) in cells for cell in item.cell.split(", "))
        or (
            _is_about(item, indicator)
            and item.values["period"] == period
            and codes & set(str(item.values["codes"]).split("; "))
        )
        or (
            item.severity is not Severity.NOTE
            and str(item.values.get("period", period)) == period
            and any(_names(name, item) for name in names)
        )
    )


def _is_about(item: Finding, indicator: str) -> bool:
    return item.rule == UNUSED and item.values["indicator"] == indicator


def _names(name: str, item: Finding) -> bool:
    told = (item.written, item.expected, *(text for text in item.values.values() if isinstance(text, str)))
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", bare(str(text))) for text in told)
