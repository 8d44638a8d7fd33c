"""The pages on maps after a reform: every command on them is run, and prints what they print."""

import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from antq_analysis.cli import main
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from tests.given import ROOT, bare_project

pytestmark = pytest.mark.slow

PAGES = {"vi": "docs/places.vi.md", "en": "docs/places.md"}
BLOCK = re.compile(r"```(sh|text|python|csv)\n(.*?)```", re.DOTALL)
OLD = {f"9000{n}": (f"Xã Ví Dụ {n}", "Huyện Đông" if n < 4 else "Huyện Tây") for n in range(1, 7)}
NEW = {"90001": ("90001", "90002"), "90003": ("90003", "90004"), "90005": ("90005",), "90006": ("90006",)}
NEIGHBOUR = """
[[province]]
id = "vi-du"
name_vi = "Tỉnh Ví Dụ"
name_en = "Tỉnh Ví Dụ"
code = "90"
territory = "vi-du"
"""


def blocks(lang: str, section: int) -> list[tuple[str, str]]:
    page = (ROOT / PAGES[lang]).read_text(encoding="utf-8")
    own = next(part for part in page.split("\n## ") if part.startswith(f"{section}. "))
    return BLOCK.findall(own)


def run(project: Project, lang: str, section: int, prints: pytest.CaptureFixture[str]) -> None:
    """Run the commands of a section in order; what stands beneath a command is what it prints."""
    printed = ""
    for kind, text in blocks(lang, section):
        if kind == "text":
            assert text.strip() == printed.strip()
        if kind != "sh":
            continue
        for line in text.replace("\\\n", " ").strip().splitlines():
            words = shlex.split(line.replace("python3 start.py antq", "antq"))
            assert words[0] == "antq", line
            # The page shows what one sees who has only start.py: commands are told with it.
            sys.argv = ["__main__.py", *words[1:], "--lang", lang]
            with pytest.raises(SystemExit) as ended:
                main()
            said = prints.readouterr()
            printed = said.out
            assert ended.value.code in (0, 1), said


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An invented province of six communes, two of which lie across the border of districts after the reform."""
    project = bare_project(tmp_path / "dự án")
    path = project.reference / "provinces.toml"
    path.write_text(path.read_text(encoding="utf-8") + NEIGHBOUR, encoding="utf-8")
    given = tmp_path / "nhan"
    given.mkdir()
    land = {code: box(105 + n / 10, 20, 105.1 + n / 10, 20.1) for n, code in enumerate(OLD)}
    old = pd.DataFrame([(code, *row) for code, row in OLD.items()], columns=["MA_XA", "TEN_XA", "TEN_HUYEN"])
    gpd.GeoDataFrame(old, geometry=list(land.values()), crs="EPSG:4326").to_file(given / "ranh_gioi_cu.gpkg")
    shapes = [gpd.GeoSeries([land[part] for part in parts]).union_all() for parts in NEW.values()]
    new = pd.DataFrame([(code, OLD[code][0]) for code in NEW], columns=["MA_XA", "TEN_XA"])
    gpd.GeoDataFrame(new, geometry=shapes, crs="EPSG:4326").to_file(given / "ranh_gioi_moi.gpkg")
    changed = [(part, code) for code, parts in NEW.items() for part in parts if len(parts) > 1]
    pd.DataFrame(changed, columns=["MA_CU", "MA_MOI"]).to_csv(given / "bang_thay_doi.csv", index=False)
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(sys, "argv", sys.argv)
    return project


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("table", [2, 3])
def test_both_ways_to_the_table_of_old_and_new_units_are_as_printed(
    example: Project, lang: str, table: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for section in (1, table):
        run(example, lang, section, capsys)
    folder = example.places / "vi-du/2025-07-01"
    groups = pd.read_csv(folder / "groups.csv", dtype=str)
    assert groups.loc[groups["unit_code"].eq("90003"), "group_name"].nunique() == 2
    assert len(pd.read_csv(folder / "crosswalk.csv")) == len(OLD)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_province_is_taken_out_of_the_country_as_printed(
    example: Project, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for section in (1, 2):
        run(example, lang, section, capsys)
    shutil.copytree(example.places / "vi-du", example.places / "viet-nam")
    for path in (example.places / "viet-nam").glob("*/units.csv"):
        units = pd.read_csv(path, dtype=str, keep_default_na=False)
        units.assign(province_code="90", province_name="Tỉnh Ví Dụ").to_csv(path, index=False)
    shutil.rmtree(example.places / "vi-du")
    run(example, lang, 4, capsys)
    assert load_units("vi-du", "2025-07-01", example)["unit_code"].tolist() == list(NEW)


def test_the_notebook_lines_on_groups_run_and_are_the_same_in_both_languages(
    built_part: Callable[..., Project],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = built_part(tmp_path / "p", "2024", "2025")
    monkeypatch.chdir(project.root)
    path = project.places / "demo/2025-07-01/groups.csv"
    ran = []
    for lang in PAGES:
        kinds = blocks(lang, 5)
        rows = "".join(text.partition("\n")[2] for kind, text in kinds if kind == "csv")
        if not ran:
            path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
        ran.append([text for kind, text in [*kinds, *blocks(lang, 6), *blocks(lang, 7)] if kind == "python"])
    assert ran[0] == ran[1]
    space: dict[str, object] = {}
    for text in ran[0]:
        exec(text, space)
    assert "Thuộc nhiều huyện cũ" in str(space["table"])
    assert space["old"].backwards  # type: ignore[attr-defined]
    for name in ("vu_viec_huyen_cu.png", "bang_huyen_cu.xlsx", "nhom_xa_lien_ke.png"):
        assert (project.root / name).exists()
