"""The yearly workbooks of the fictional province, and the truth about each of their cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd

from antq_analysis import observations
from antq_analysis.demo.faults import plant, plant_in_totals
from antq_analysis.demo.geography import Terrain, Vintage
from antq_analysis.demo.paper import Letterhead, write_workbook
from antq_analysis.demo.sheetplan import Line, SheetPlan, arranged, form_columns, unit_lines
from antq_analysis.demo.story import Fault, PeriodStory, Story
from antq_analysis.demo.truth import Truth, on_units
from antq_analysis.files import sha256, whole_file, write_whole
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.vocabulary import Vocabulary

TRUTH_FILE = "truth.parquet"


@dataclass(frozen=True)
class World:
    """Everything that the workbooks are written from.

    Parameters
    ----------
    story
        The story.
    terrain
        The parts.
    vintages
        All maps.
    truth
        What is so.
    vocabulary
        What may be counted.
    project
        Where to write.
    """

    story: Story
    terrain: Terrain
    vintages: tuple[Vintage, ...]
    truth: Truth
    vocabulary: Vocabulary
    project: Project


def write_workbooks(world: World) -> pd.DataFrame:
    """Write the workbooks of all periods, each with its ``source.toml``, and the truth beside them.

    Parameters
    ----------
    world
        What they are written from.

    Returns
    -------
    pandas.DataFrame
        Observations that a perfect reader returns.

    Raises
    ------
    CannotWriteError
        If a file cannot be written.
    """
    frames = [_write_period(world, item, number) for number, item in enumerate(world.story.period, 101)]
    frame = observations.conform(pd.concat(frames, ignore_index=True))
    with whole_file(world.project.raw / world.story.province / TRUTH_FILE) as path:
        frame.to_parquet(path, index=False, compression="zstd")
    return frame


def _write_period(world: World, item: PeriodStory, number: int) -> pd.DataFrame:
    story = world.story
    layout = load_layout(item.form, world.project, vocabulary=world.vocabulary)
    plans = plan_period(world, item, layout)
    head = Letterhead(story.paper, story.banner, story.place, item.title_period, item.received, number)
    path = world.project.raw / story.province / item.period / item.file
    with whole_file(path) as temporary:
        first_rows = write_workbook(temporary, plans, head)
    write_whole(path.parent / "source.toml", source_toml(path, item))
    rows = [record for plan, first in zip(plans, first_rows, strict=True) for record in _records(plan, first)]
    return _observed(world, item, layout, pd.DataFrame(rows), sha256(path)[:12])


def plan_period(world: World, item: PeriodStory, layout: Layout) -> list[SheetPlan]:
    """Lay out all sheets of one workbook.

    Parameters
    ----------
    world
        What they are written from.
    item
        The period.
    layout
        The form.

    Returns
    -------
    list of SheetPlan
        Sheets with their faults.
    """
    number = next(n for n, vintage in enumerate(world.vintages) if vintage.date == item.map.isoformat())
    vintage = world.vintages[number]
    values = on_units(world.truth, world.terrain, vintage, item.period)
    former = _former_names(world.vintages[number - 1], vintage) if number else {}
    plans = []
    for told in world.story.sheet:
        if told.form != item.form:
            continue
        how = next(sheet for sheet in layout.sheet if fnmatchcase(told.sheet, sheet.name))
        plan = SheetPlan(told, form_columns(how))
        faults = [
            fault for fault in world.story.fault if (fault.period, fault.sheet) == (item.period, told.sheet)
        ]
        lines = unit_lines(told, plan.columns, vintage, values)
        lines = plant(plan, lines, faults, world.story.paper, former, world.project.settings.seed)
        plan = arranged(plan, lines, vintage, values, world.story.paper)
        plan = plant_in_totals(plan, faults)
        plans.append(_districts_named(plan, vintage))
    return plans


def former_names(world: World, item: PeriodStory) -> dict[str, str]:
    """Say what renamed communes were called on the map before.

    Parameters
    ----------
    world
        What the workbooks are written from.
    item
        The period.

    Returns
    -------
    dict
        Unit code to former name.
    """
    number = next(n for n, vintage in enumerate(world.vintages) if vintage.date == item.map.isoformat())
    return _former_names(world.vintages[number - 1], world.vintages[number]) if number else {}


def _former_names(before: Vintage, after: Vintage) -> dict[str, str]:
    """Communes with the same ground and another name of their own."""
    found = {}
    for code, name in after.units["name"].items():
        old = set(before.unit_of[after.unit_of == code])
        same = len(old) == 1 and (before.unit_of == next(iter(old))).sum() == (after.unit_of == code).sum()
        was = str(before.units.at[next(iter(old)), "name"])
        if same and was.split(" ", 1)[1] != str(name).split(" ", 1)[1]:
            found[str(code)] = was
    return found


def _districts_named(plan: SheetPlan, vintage: Vintage) -> SheetPlan:
    """Write the names of districts where a column holds them."""
    names = vintage.units.drop_duplicates("district_code").set_index("district_code")["district_name"]
    named = [replace(line, district=str(names.get(line.district, ""))) for line in plan.lines]
    return replace(plan, lines=tuple(named))


def _records(plan: SheetPlan, first: int) -> list[dict[str, object]]:
    columns = [n for n, form in enumerate(plan.columns) if form.role in ("figure", "ratio")]
    records = []
    for row, line in enumerate(plan.lines, first):
        if line.kind != "unit" or (line.part_of_two and not line.first_part):
            continue
        second = plan.lines[row - first + 1] if line.first_part else None
        for n, form in enumerate(plan.figures):
            if form.column is not None:
                rows = (row, row + 1) if second else (row,)
                cell = "+".join(cell_name(number, columns[n]) for number in rows)
                records.append({**_record(line, second, n), **_meaning(plan, n), "cell": cell})
    return records


def _record(line: Line, second: Line | None, n: int) -> dict[str, object]:
    cell = line.cells[n]
    value, rule = cell.value, cell.rule
    if second is not None:
        value, rule = value + second.cells[n].value, "part_rows_added"
    return {
        "unit_code": line.unit_code,
        "value": value,
        "value_text": cell.value_text,
        "comparator": cell.comparator,
        "status": cell.status,
        "rule": rule,
    }


def _meaning(plan: SheetPlan, n: int) -> dict[str, object]:
    column = plan.figures[n].column
    if column is None:
        return {}
    return {
        "indicator": column.indicator,
        "category": column.category,
        "basis": column.basis,
        "sheet": plan.told.sheet,
    }


def _observed(
    world: World, item: PeriodStory, layout: Layout, rows: pd.DataFrame, source_id: str
) -> pd.DataFrame:
    start, end = observations.period_bounds(item.period)
    province = world.story.province
    version = {
        name: world.vocabulary.method_version(province, name, end) for name in rows["indicator"].unique()
    }
    return rows.assign(
        province=province,
        unit_date=item.map.isoformat(),
        level="commune",
        period=item.period,
        period_start=pd.Timestamp(start),
        period_end=pd.Timestamp(end),
        period_basis=layout.period_basis,
        method_version=rows["indicator"].map(version),
        stage="final",
        source_id=source_id,
    )


def source_toml(path: Path, item: PeriodStory, note: str = "") -> str:
    """Say where a workbook came from.

    Parameters
    ----------
    path
        The workbook.
    item
        Its period.
    note
        What else is to be known of it.

    Returns
    -------
    str
        Content of ``source.toml``.
    """
    digest = sha256(path)
    return "\n".join(
        [
            "[[file]]",
            f'name = "{path.name}"',
            f'sha256 = "{digest}"',
            f'received_sha256 = "{digest}"',
            f'sender = "{item.sender}"',
            f"received = {item.received.isoformat()}",
            f'form = "{item.form}"',
            f"map = {item.map.isoformat()}",
            f'period = "{item.period}"',
            'stage = "final"',
            'replaces = ""',
            f'note = "{note}"',
            "",
        ]
    )


def decided_faults(story: Story) -> Sequence[Fault]:
    """List the names that only a decision can settle.

    Parameters
    ----------
    story
        The story.

    Returns
    -------
    sequence of Fault
        Faults of the kind ``name_by_decision``.
    """
    return [fault for fault in story.fault if fault.kind == "name_by_decision"]
