"""From all that was received for a province to one file of observations, with its findings and its account."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import MissingError, UnknownNameError
from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.absent import find_absent
from antq_analysis.panel.contradictions import find_contradictions
from antq_analysis.panel.copied import find_copied
from antq_analysis.panel.earlier_years import settle_earlier
from antq_analysis.panel.everywhere import find_everywhere
from antq_analysis.panel.gaps import find_gaps, units_without_row
from antq_analysis.panel.jumps import find_jumps
from antq_analysis.panel.land import find_land_changes, land_changes
from antq_analysis.panel.layers import name_conflicts, settle_files
from antq_analysis.panel.newly_no import find_newly_no
from antq_analysis.panel.odd_bases import find_odd_bases
from antq_analysis.panel.odd_counts import find_odd_counts
from antq_analysis.panel.other_units import find_others
from antq_analysis.panel.part_year import find_part_years
from antq_analysis.panel.parts_carried import with_parts_carried
from antq_analysis.panel.refused import refuse_figures
from antq_analysis.panel.replaced import compare_replaced
from antq_analysis.panel.same_units import same_units
from antq_analysis.panel.stages import settle_stages
from antq_analysis.panel.store import write_panel
from antq_analysis.panel.swapped import find_swapped
from antq_analysis.panel.type_sums import find_type_sums
from antq_analysis.panel.until import findings_until, rows_until
from antq_analysis.panel.unused import unused_cells
from antq_analysis.places.matching.other_dates import units_of_other_dates
from antq_analysis.places.register import load_units, vintage_on, vintages
from antq_analysis.project import Project, find_project
from antq_analysis.sources.deciding.alias_codes import refuse_strangers
from antq_analysis.sources.deciding.decided_files import (
    decide_conflicts,
    unused_decisions,
    unused_gaps,
    unused_names,
)
from antq_analysis.sources.deciding.decisions import load_decisions
from antq_analysis.sources.figures import read_figures
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.published import PUBLISHED
from antq_analysis.sources.receiving.received import ReceivedFile, received_files, replaced_files
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True)
class Built:
    """What building a panel gave.

    Parameters
    ----------
    observations
        Every figure received, each on the map of its own date.
    findings
        What a person should know of.
    account
        One row a sheet: rows and cells received, loaded, refused, ignored; ``cells_unused`` of those loaded gave way to
        figures of other files.
    path
        The file of observations.
    without_row
        Communes that lack a row in a period for which others have one, as
        :func:`antq_analysis.panel.gaps.units_without_row` lists them.
    """

    observations: pd.DataFrame
    findings: tuple[Finding, ...]
    account: pd.DataFrame
    path: Path
    without_row: pd.DataFrame

    def worst(self) -> Severity | None:
        """Find the gravest severity.

        Returns
        -------
        Severity or None
            None when nothing was found.
        """
        grades = {finding.severity for finding in self.findings}
        return next((grade for grade in Severity if grade in grades), None)

    def years(self) -> tuple[str, ...]:
        """List the whole years that have figures of communes.

        Returns
        -------
        tuple of str
            Years in order.
        """
        communes = self.observations[self.observations["level"] == "commune"]
        return tuple(sorted(period for period in communes["period"].unique() if obs.is_year(period)))

    def until(self, year: str) -> "Built":
        """Keep what a report of a year may show.

        Parameters
        ----------
        year
            The year.

        Returns
        -------
        Built
            Without the figures, files and findings of later years.
        """
        return replace(
            self,
            observations=rows_until(self.observations, year),
            findings=findings_until(self.findings, year),
            account=rows_until(self.account, year),
            without_row=rows_until(self.without_row, year),
        )

    def of_period(self, period: str) -> "Built":
        """Keep what belongs to one period.

        Parameters
        ----------
        period
            As in ``data/raw/<province>/<period>/``.

        Returns
        -------
        Built
            Findings of its files, findings of no file in particular, and what other files print for it.

        Raises
        ------
        UnknownNameError
            If nothing was received for the period.
        """
        known = self.account["period"].unique()
        if period not in known:
            raise UnknownNameError("errors.kind_period", period, known)
        account = self.account[self.account["period"] == period]
        files = {"", *account["file"]}
        findings = tuple(finding for finding in self.findings if _is_of(finding, period, files))
        without_row = self.without_row[self.without_row["period"] == period]
        return replace(self, account=account, findings=findings, without_row=without_row)


def read_all(
    province: str,
    project: Project,
    files: Iterable[ReceivedFile],
    tell: Callable[[str], None] = lambda _: None,
) -> list[tuple[ReceivedFile, Read]]:
    """Read received files, each by its layout and on the map of its date.

    Parameters
    ----------
    province
        Province id.
    project
        The project.
    files
        What to read.
    tell
        Called with the name of each file before it is read.

    Returns
    -------
    list of tuple
        Each file with what was read from it.
    """
    vocabulary = load_vocabulary(project)
    decisions = load_decisions(province, project)
    refuse_strangers(decisions.aliases, province, project)
    elsewhere = {
        day: cache(partial(units_of_other_dates, province, day, project))
        for day in vintages(province, project)
    }
    read = []
    for file in files:
        tell(file.name)
        day = vintage_on(province, file.map, project)
        units = load_units(province, day, project)
        layout = load_layout(file.form, project)
        told = (decisions.aliases, decisions.cells, elsewhere[day])
        own = read_received(file, layout, units, vocabulary, *told)
        read.append((file, own))
    return read


def build_panel(
    province: str, project: Project | None = None, tell: Callable[[str], None] = lambda _: None
) -> Built:
    """Read all that was received for a province and write its observations.

    Parameters
    ----------
    province
        Province id.
    project
        The project; by default the one of the current folder.
    tell
        Called with the name of each file before it is read.

    Returns
    -------
    Built
        Observations, findings and account, as written to ``data/panel/<province>/``.

    Raises
    ------
    MissingError
        If nothing was received for the province.
    SettingError
        If the published figures typed in beside the received files are not as they must be.
    InputError
        If what was read breaks the shape of an observation: a defect of this package.
    """
    project = project or find_project()
    vocabulary = load_vocabulary(project)
    who = vocabulary.province(province)
    files = received_files(province, project)
    if not files:
        raise MissingError("panel.nothing_received", province=province, folder=project.raw / province)
    if (project.raw / province / PUBLISHED).exists():
        read_figures(project.raw / province / PUBLISHED, vocabulary)
    read = read_all(province, project, files, tell)
    told = [part.observations for _, part in read]
    registers = _registers(told, province, project)
    parts, printed = settle_earlier(told, _names(files), vocabulary, registers)
    observations, clashes = settle_files(parts, _names(files))
    decisions = load_decisions(province, project)
    observations, clashes = decide_conflicts(observations, clashes, decisions.cells)
    obs.validate(observations)
    best, changes = settle_stages(observations, registers, _names(files), vocabulary)
    findings = [_dated(finding, file) for file, part in read for finding in part.findings]
    findings += [*printed, *name_conflicts(clashes, registers, vocabulary), *changes]
    findings += [
        *unused_decisions(decisions.cells, findings, observations),
        *unused_names(decisions.aliases, (name for _, part in read for name in part.by_decision)),
    ]
    doubted, out = _find_impossible(best, registers, vocabulary, _names(files))
    observations, best = (refuse_figures(figures, *out) for figures in (observations, best))
    findings += [
        *doubted,
        *find_contradictions(best, findings, vocabulary, _names(files)),
        *find_jumps(best, registers, vocabulary, _names(files), same_units(registers, province, project)),
        *find_copied(best, registers, vocabulary, _names(files)),
        *find_absent(best, vocabulary, _names(files)),
        *find_land_changes(land_changes(province, registers, project)),
        *find_newly_no(best, registers, vocabulary, _names(files)),
        *find_type_sums(best, registers, vocabulary, _names(files)),
        *find_odd_bases(best, registers, vocabulary, _names(files)),
        *find_odd_counts(best, registers, vocabulary, _names(files)),
        *find_others(best, vocabulary),
        *find_part_years(
            with_parts_carried(best, province, project, vocabulary), registers, vocabulary, _names(files)
        ),
    ]
    known = set(zip(decisions.gaps["period"], decisions.gaps["unit_code"], strict=True))
    lost, replaced = compare_replaced(
        replaced_files(province, project),
        lambda file: read_all(province, project, [file])[0][1].observations,
        observations,
        vocabulary,
    )
    without_row = units_without_row(best, registers, vocabulary)
    findings += [
        *lost,
        *find_gaps(best, registers, vocabulary, known, replaced),
        *unused_gaps(decisions.gaps, without_row),
    ]
    account = _account(read, parts)
    path = write_panel(project, who, observations, account, findings)
    return Built(observations, tuple(findings), account, path, without_row)


def _find_impossible(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> tuple[list[Finding], tuple[pd.DataFrame, pd.DataFrame]]:
    """Find what must not be used: rows of single figures, and rows of figures of which no unit's may be."""
    everywhere, leapt = find_everywhere(best, vocabulary, names)
    swapped, crossed = find_swapped(best, registers, vocabulary, names)
    return [*everywhere, *swapped], (crossed, leapt)


def _registers(parts: Sequence[pd.DataFrame], province: str, project: Project) -> dict[str, pd.DataFrame]:
    dates = {day for part in parts for day in part.loc[part["level"].eq("commune"), "unit_date"].unique()}
    return {str(day): load_units(province, day, project) for day in sorted(dates)}


def _account(read: Sequence[tuple[ReceivedFile, Read]], kept: Sequence[pd.DataFrame]) -> pd.DataFrame:
    told = []
    for (file, part), used in zip(read, kept, strict=True):
        gone = part.account["sheet"].map(unused_cells(part.observations, used)).fillna(0).astype("int64")
        told.append(part.account.assign(file=file.name, period=file.period, cells_unused=gone))
    return pd.concat(told, ignore_index=True)


def _is_of(finding: Finding, period: str, files: Collection[str]) -> bool:
    # What a file prints for an earlier period concerns that period and the one of the file.
    if "file_periods" in finding.values:
        told = (finding.values["period"], *str(finding.values["file_periods"]).split("; "))
        return period in told
    # Figures of a part of a year that do not fit the year concern both.
    if finding.values.get("year") == period:
        return True
    return finding.file in files and finding.values.get("period", period) == period


def _dated(finding: Finding, file: ReceivedFile) -> Finding:
    # Two periods may hold files of one name; a finding must say which one it speaks of.
    return replace(finding, values={"period": file.period, **finding.values})


def _names(files: Sequence[ReceivedFile]) -> dict[str, str]:
    return {file.source_id: file.name for file in files}
