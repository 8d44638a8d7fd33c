"""The closing lines of a run name what was made, and only that."""

from pathlib import Path

import pytest

from antq_analysis.annual.run import say_what_to_open

PAGE, MAP, CHART, TABLE = "pages/01_x.html", "maps/a.png", "charts/a.png", "tables/communes.xlsx"


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (
            (PAGE, "pages/02_y.html", MAP, CHART, TABLE),
            "Mở: {}/pages/01_*.html trước, rồi maps/ và tables/communes.xlsx.",
        ),
        ((PAGE, CHART, TABLE), "Mở: {}/pages/01_*.html trước, rồi charts/ và tables/communes.xlsx."),
        ((PAGE, TABLE), "Mở: {}/pages/01_*.html trước, rồi tables/communes.xlsx."),
        ((PAGE, MAP), "Mở: {}/pages/01_*.html trước, rồi maps/."),
        ((MAP, TABLE), "Mở: {}/maps/ trước, rồi tables/communes.xlsx."),
        ((PAGE,), "Mở: {}/pages/01_*.html."),
        ((), "Mở: {}/checks/findings.csv."),
    ],
)
def test_only_what_is_there_is_named(tmp_path: Path, there: tuple[str, ...], told: str) -> None:
    for name in ("pages", "maps", "charts", "tables"):
        (tmp_path / name).mkdir()
    for name in there:
        (tmp_path / name).touch()
    assert say_what_to_open(tmp_path) == told.format(tmp_path)


def test_it_is_said_in_english_too(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / PAGE).touch()
    assert say_what_to_open(tmp_path, "en") == f"Open {tmp_path}/pages/01_*.html."
