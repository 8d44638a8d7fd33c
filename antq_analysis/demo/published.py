"""What the fictional province is said to have published, so that sums can be compared with it."""

import pandas as pd

from antq_analysis.demo.story import PublishedStory
from antq_analysis.demo.workbooks import TRUTH_FILE, World
from antq_analysis.files import write_whole
from antq_analysis.language.numbers import format_number
from antq_analysis.observations import period_bounds
from antq_analysis.sources.figures import FIGURE_COLUMNS

PUBLISHED_FILE = "published.csv"


def write_published(world: World) -> None:
    """Write the figures that the story names, from the truth, some of them rounded or wrong on purpose.

    Parameters
    ----------
    world
        The fictional province, its workbooks already written.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    folder = world.project.raw / world.story.province
    truth = pd.read_parquet(folder / TRUTH_FILE)
    rows = [_figure(world, told, truth, i) for i, told in enumerate(world.story.published, 1)]
    table = pd.DataFrame([{**dict.fromkeys(FIGURE_COLUMNS, ""), **row} for row in rows])
    write_whole(folder / PUBLISHED_FILE, table.to_csv(index=False))


def _figure(world: World, told: PublishedStory, truth: pd.DataFrame, number: int) -> dict[str, object]:
    what = world.vocabulary.indicator(told.indicator)
    rows = truth[
        (truth["indicator"] == told.indicator) & (truth["period"] == told.period) & truth["category"].eq("")
    ]
    value = rows["value"].sum() // told.rounded * told.rounded + told.off
    first, last = period_bounds(told.period)
    words = {"over": "trên ", "under": "gần "}.get(told.comparator, "")
    written = format_number(value)
    return {
        "id": f"M{number:02d}",
        "source": world.story.banner,
        "province": world.story.province,
        "unit_name": world.story.province_name,
        "unit_code": world.story.province_code,
        "unit_date": last.isoformat(),
        "level": "province",
        "indicator": told.indicator,
        "basis": rows["basis"].iloc[0],
        "period": told.period,
        "period_start": first.isoformat(),
        "period_end": last.isoformat(),
        "period_basis": "calendar",
        "method_version": world.vocabulary.method_version(world.story.province, told.indicator, last),
        "stage": "final",
        "value": f"{value:.0f}",
        "value_text": written,
        "comparator": told.comparator,
        "status": "reported",
        "label_vi": what.label_vi,
        "unit": what.unit_vi,
        "quote": told.quote.format(value=words + written),
        "note": told.note,
    }
