"""The block of a province in ``provinces.toml``, made from a list of units."""

import json
from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from antq_analysis.files import write_whole
from antq_analysis.project import Project
from antq_analysis.vocabulary import Province, Succession
from antq_analysis.vocabulary.provinces import plain_id

PROVINCES = "provinces.toml"


def find_block(
    unit: pd.Series, known: Mapping[str, Province], ends: date | None = None, later: str = ""
) -> Province:
    """Find the province of a unit among the known ones, or make it.

    Parameters
    ----------
    unit
        ``province_short, province_code``.
    known
        The provinces of ``provinces.toml`` by id.
    ends
        First day on which another province holds its land.
    later
        Id of that other province.

    Returns
    -------
    Province
        The known one as it is, whatever the list says.
    """
    name, own = str(unit["province_short"]), plain_id(str(unit["province_short"]))
    same = [item for item in known.values() if plain_id(item.name_vi) == own]
    if same:
        return same[0]
    steps = (Succession(ends, later),) if ends else ()
    return Province(own, name, name, str(unit["province_code"]), own, succession=steps)


def write_blocks(blocks: Iterable[Province], project: Project) -> None:
    """Add provinces at the end of ``provinces.toml``; what stands there stays.

    Parameters
    ----------
    blocks
        The provinces.
    project
        The project.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    path = project.reference / PROVINCES
    text = before = path.read_text(encoding="utf-8-sig")
    for block in blocks:
        lines = [
            f"{name} = {json.dumps(getattr(block, name), ensure_ascii=False)}"
            for name in ("id", "name_vi", "name_en", "code", "territory")
        ]
        steps = [f'{{ on = {step.on}, province = "{step.province}" }}' for step in block.succession]
        lines += [f"succession = [{', '.join(steps)}]"] if steps else []
        text = "\n".join([text.rstrip("\n"), "", "[[province]]", *lines, ""])
    if text != before:
        write_whole(path, text)
