"""A province started without a file at hand: registers, crosswalk and a sketch, from an installed package."""

import shutil
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError, UsageError
from antq_analysis.files import whole_folder
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence, say
from antq_analysis.places.listed import listed
from antq_analysis.places.maps.kept_map import FILE, read_kept
from antq_analysis.places.maps.schematic import SCHEMATIC, is_schematic, sketch
from antq_analysis.places.matching.names import fold
from antq_analysis.places.reforms.conversion import check_crosswalk
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS, relations
from antq_analysis.places.reforms.kept_crosswalk import keep_crosswalk
from antq_analysis.places.reforms.shares import resolve_shares
from antq_analysis.places.register import UNIT_COLUMNS, check_units
from antq_analysis.places.starting.packaged import PackageStory, read_package
from antq_analysis.places.starting.packaged_land import Land, find_land, points
from antq_analysis.places.starting.province_block import write_blocks
from antq_analysis.places.tables import text_columns, write_table
from antq_analysis.places.vintage import Vintage, write_vintage
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Province, load_vocabulary


def new_province(province: str, *, replace: bool = False, project: Project | None = None) -> list[Finding]:
    """Write the two maps of a province around the reform that an installed package knows, without network.

    A province that holds the land of several gets all their old units; one that ended gets its own, and the new units
    that hold them. Its block in ``provinces.toml`` is added where it is missing. Where a map has no polygons yet it
    gets a sketch, a cell around each unit's point.

    Parameters
    ----------
    province
        Province id: its name without type and accents, ``phu-tho``.
    replace
        Whether registers, crosswalk and sketch of these dates may take the place of others; polygons stay.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    list[Finding]
        Where the lists came from, what they lack, what was left out. With an error among them nothing is written.

    Raises
    ------
    MissingError
        If the package is not installed.
    UnknownNameError
        If the package has no such province.
    UsageError
        If the province has one of these maps already and `replace` is not asked for; nothing is written then.
    InputError
        If a list is not as it must be, or polygons that are there belong to other units; nothing is written then.
    CannotWriteError
        If something cannot be written.
    """
    project = project or find_project()
    known = load_vocabulary(project).provinces
    packaged = read_package(project)
    land, findings = find_land(packaged, province, known)
    story, who = packaged.story, land.blocks[0]
    folders = [project.places / who.territory / day.isoformat() for day in (story.old_date, story.new_date)]
    there = [path.name for path in folders if path.is_dir() and any(path.iterdir())]
    if there and not replace:
        raise UsageError("places.maps_there", province=who.id, dates=", ".join(there))
    day = story.new_date.isoformat()
    old, new = _register(land.old, "", day, folders[0], who), _register(land.new, day, "", folders[1], who)
    table = _crosswalk(land, old, new, story)
    findings += check_crosswalk(table, old, new, story.package)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings
    resolved = resolve_shares(table[table["from_code"].ne("")])
    *places, moved = points(land)
    sketched = []
    with ExitStack() as stack:
        staged = [stack.enter_context(whole_folder(path)) for path in folders]
        for units, own, path, kept in zip((old, new), places, staged, folders, strict=True):
            if kept.is_dir():
                shutil.copytree(kept, path, dirs_exist_ok=True)
            write_table(path / "units.csv", units)
            if is_schematic(path) or not (path / FILE).exists():
                sketch(own, project.settings.area_crs).to_parquet(
                    path / FILE, index=False, compression="zstd"
                )
                write_vintage(path, _vintage(who, date.fromisoformat(kept.name), story))
                sketched.append(kept.name)
        findings += keep_crosswalk(resolved, old, new, staged[1])
        write_blocks([block for block in land.blocks if block.id not in known], project)
    sketches = listed("map_is_sketch", pd.Series(sketched, dtype="str"))
    return [*findings, *(moved if sketched else []), *sketches]


def _register(units: pd.DataFrame, begins: str, ends: str, folder: Path, province: Province) -> pd.DataFrame:
    """Lay units out as a register, and refuse one that is not as it must be or lacks units that have polygons."""
    table = text_columns(units.assign(valid_from=begins, valid_to=ends), UNIT_COLUMNS)
    table = table[table["unit_code"].ne("")].sort_values(["district_code", "unit_code"], kind="stable")
    if cases := check_units(table, province.code_width):
        raise InputError("places.bad_register", cases=cases, file=folder / "units.csv", n=len(cases))
    foreign = set() if is_schematic(folder) else set(read_kept(folder).index) - set(table["unit_code"])
    if foreign:
        cases = [Sentence("places.foreign_code", code=code) for code in sorted(foreign)]
        raise InputError("places.foreign_polygons", cases=cases, file=folder / FILE, n=len(foreign))
    return table.reset_index(drop=True)


def _crosswalk(land: Land, old: pd.DataFrame, new: pd.DataFrame, story: PackageStory) -> pd.DataFrame:
    before, after = (units.set_index("unit_key")["unit_code"] for units in (land.old, land.new))
    codes = {"from_code": land.pairs["from_key"].map(before), "to_code": land.pairs["to_key"].map(after)}
    table = text_columns(pd.DataFrame(codes), CROSSWALK_COLUMNS).reset_index(drop=True)
    was, now = (units.set_index("unit_code")["name"].map(fold) for units in (old, new))
    day = story.new_date.isoformat()
    return table.assign(
        relation=relations(table, table["from_code"].map(was).ne(table["to_code"].map(now))),
        from_date=story.old_date.isoformat(),
        to_date=day,
        effective_date=day,
        source=story.source,
    )


def _vintage(province: Province, day: date, story: PackageStory) -> Vintage:
    vi, en = (say("places.map_name", lang, province=province.name(lang), day=day) for lang in ("vi", "en"))
    basis = story.legal_basis if day == story.new_date else ""
    return Vintage(day, vi, en, story.source, story.licence, basis, SCHEMATIC)
