"""Settings are read strictly, and every mistake is named at once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from antq_analysis.errors import MissingError, SettingError
from antq_analysis.project import find_project, read_toml, to_dataclass


@dataclass(frozen=True)
class Part:
    name: str
    weight: float = 1.0


@dataclass(frozen=True)
class Whole:
    title: str
    on: date
    parts: tuple[Part, ...] = ()
    words: tuple[str, ...] = ()
    final: bool = False
    size: int = 0


def test_nested_settings_are_filled() -> None:
    table = {
        "title": "t",
        "on": date(2025, 7, 1),
        "parts": [{"name": "a"}, {"name": "b", "weight": 2}],
        "words": ["x"],
    }
    assert to_dataclass(table, Whole, "x.toml") == Whole(
        "t", date(2025, 7, 1), (Part("a"), Part("b", 2.0)), ("x",)
    )


def test_all_mistakes_are_named_at_once() -> None:
    table = {"titel": "t", "parts": [{"nmae": "a"}], "final": 1, "size": True, "on": "2025"}
    with pytest.raises(SettingError) as caught:
        to_dataclass(table, Whole, "x.toml")
    text = caught.value.text("en")
    for part in (
        "titel -> title?",
        "parts[1].nmae -> name?",
        "title",
        "parts[1].name",
        "final",
        "size",
        "on",
    ):
        assert part in text
    assert len(caught.value.cases) == 7


def test_a_project_is_found_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    settings = 'province="p"\nlanguage="vi"\nsuppression_threshold=4\narea_crs="EPSG:6933"\nseed=1\n'
    (tmp_path / "data" / "project.toml").write_text(settings)
    deep = tmp_path / "notebooks" / "scratch"
    deep.mkdir(parents=True)
    assert find_project(deep).root == tmp_path
    monkeypatch.setenv("ANTQ_PROJECT", str(tmp_path))
    assert find_project().settings.province == "p"


def test_no_project_and_no_file_have_remedies(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="ANTQ_PROJECT"):
        find_project(tmp_path)
    with pytest.raises(MissingError, match=r"none\.toml"):
        read_toml(tmp_path / "none.toml", Whole)


def test_what_is_not_toml_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('title = "a"\nsize ==\n')
    with pytest.raises(SettingError) as caught:
        read_toml(file, Whole)
    text = caught.value.text("vi")
    assert "dòng 2" in text
    assert caught.value.cases == ("size ==",)
    file.write_text('title = "a"\n\nwords = [')
    with pytest.raises(SettingError, match="dòng 3"):
        read_toml(file, Whole)
    file.write_bytes("title = 'Mẫu'".encode("utf-16"))
    with pytest.raises(SettingError, match="UTF-8"):
        read_toml(file, Whole)


def test_a_number_where_text_belongs_is_told_how_to_be_written(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as refused:
        to_dataclass({"name": 67, "size": "3"}, Coded, "provinces.toml")
    first, second = refused.value.cases
    assert first == 'name = 67: đặt trong ngoặc kép: "67"'
    assert second == "size = '3': cần số nguyên"


@dataclass(frozen=True)
class Coded:
    name: str
    size: int
