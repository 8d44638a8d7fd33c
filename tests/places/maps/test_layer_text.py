"""Names in whatever encoding they were stored: the right letters, or a warning."""

import csv
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from antq_analysis.findings import Severity
from antq_analysis.places.maps.layer_file import LayerFile, read_layer
from antq_analysis.places.maps.layer_text import make_readable
from tests.places.made import layer

NAMES = ("Xã Bắc Phong", "Thị trấn Mường Đỗ", "Phường Nguyễn Huệ", "Xã Hoà Thượng")
ASCII_OF = [chr(ord("A") + at) * 30 for at in range(len(NAMES))]


@cache
def _letters(font: str) -> dict[str, bytes]:
    with (Path(__file__).parents[2] / "cases" / "old_fonts.csv").open(encoding="utf-8", newline="") as file:
        return {row["letter"]: bytes.fromhex(row[font]) for row in csv.DictReader(file) if row[font]}


def _typed(text: str, font: str) -> bytes:
    """Type a text as an old font needs it; those of TCVN3 for capitals hold them as small letters."""
    letters = _letters(font)
    return b"".join(
        letters.get(letter) or letters.get(letter.lower(), letter.encode("latin-1", "replace"))
        for letter in unicodedata.normalize("NFC", text)
    )


def _cp1258(text: str) -> bytes:
    """Windows-1258 writes most tones as signs of their own after the vowel."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", letter)
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            shape = unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in tones))
            out += shape.encode("cp1258") + "".join(tones).encode("cp1258")
    return out


WAYS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "Windows-1258": _cp1258,
    "TCVN3 (ABC, .VnTime)": lambda text: _typed(text, "tcvn3"),
    "VNI": lambda text: _typed(text, "vni"),
}


def _dbf(folder: Path, stored: list[bytes], cpg: str | None) -> Path:
    frame = layer([f"{at:05}" for at in range(len(stored))]).assign(ten=ASCII_OF[: len(stored)])
    path = folder / "lop.shp"
    frame.to_file(path)
    table = path.with_suffix(".dbf").read_bytes()
    for place, text in zip(ASCII_OF, stored, strict=False):
        table = table.replace(place.encode(), text.ljust(len(place)))
    path.with_suffix(".dbf").write_bytes(table)
    path.with_suffix(".cpg").unlink()
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg)
    return path


@pytest.mark.parametrize("known", [NAMES, ()], ids=["register", "no register"])
@pytest.mark.parametrize("cpg", [None, "UTF-8", "ISO-8859-1", "1252", "ANSI 1258", "nonsense"])
@pytest.mark.parametrize("way", list(WAYS))
def test_a_shapefile_is_read_whatever_its_bytes_and_its_cpg_say(
    way: str, cpg: str | None, known: tuple[str, ...], tmp_path: Path
) -> None:
    path = _dbf(tmp_path, [WAYS[way](name) for name in NAMES], cpg)
    shapes, findings = read_layer(LayerFile(path), ["ten"], known)
    assert shapes["ten"].tolist() == list(NAMES)
    if (way, cpg) in {("UTF-8", "UTF-8"), ("Windows-1258", "ANSI 1258")}:
        assert findings == []
    else:
        (told,) = findings
        assert (told.rule, told.severity, told.values["encoding"]) == (
            "layer_text_decoded",
            Severity.NOTE,
            way,
        )
        assert told.expected in NAMES


def _mojibake(text: str) -> str:
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode()
    )


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp", ".parquet"])
@pytest.mark.parametrize("way", ["UTF-8", "TCVN3 (ABC, .VnTime)"])
def test_texts_that_were_spoilt_before_they_were_saved_are_mended_too(
    way: str, ending: str, tmp_path: Path
) -> None:
    spoilt = [_mojibake(name) if way == "UTF-8" else WAYS[way](name).decode("latin-1") for name in NAMES]
    frame = layer([f"{at:05}" for at in range(len(NAMES))]).assign(ten=spoilt)
    path = tmp_path / f"lop{ending}"
    frame.to_parquet(path) if ending == ".parquet" else frame.to_file(path)
    shapes, findings = read_layer(LayerFile(path), ["ten"], NAMES)
    assert shapes["ten"].tolist() == list(NAMES)
    assert [(finding.rule, finding.values["encoding"]) for finding in findings] == [
        ("layer_text_decoded", way)
    ]


def _read(texts: list[str], known: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    frame, findings = make_readable(pd.DataFrame({"ten": texts}, dtype="str"), known, "lop")
    return frame["ten"].tolist(), [finding.rule for finding in findings]


def test_names_in_unicode_stand_as_they_are() -> None:
    for names in (list(NAMES), ["Hà Nam", "Bé", "Tô"], ["An Binh", "Nam Son"]):
        assert _read(names) == (names, [])
        assert _read(names, NAMES) == (names, [])


@pytest.mark.parametrize(
    "names",
    [
        ["Saint-Étienne", "Mâcon", "Besançon", "Châlons", "Évreux", "Nîmes", "Béziers", "Sète"],
        ["Michoacán", "Querétaro", "Yucatán", "Nuevo León", "San Luis Potosí", "Peñón Blanco"],
    ],
)
def test_names_of_other_countries_are_not_taken_for_vietnamese(names: list[str], tmp_path: Path) -> None:
    assert _read(names)[0] == names
    assert _read(names, tuple(names)) == (names, [])


@pytest.mark.parametrize("spoilt", ["X? B?c Phong", "X\ufffd Bắc Phong", "Xã B\u0090c"])
def test_lost_letters_are_told(spoilt: str) -> None:
    names, rules = _read([*NAMES, spoilt])
    assert names == [*NAMES, spoilt]
    assert rules == ["layer_text_broken"]


def test_one_text_of_an_old_font_among_few_is_told_and_left() -> None:
    names, rules = _read(["B¾c Phong"])
    assert names == ["B¾c Phong"]
    assert rules == ["layer_text_broken"]
    assert _read(["B¾c Phong"], ("Xã Bắc Phong",)) == (["Bắc Phong"], ["layer_text_decoded"])


def test_a_column_whose_own_name_is_stored_in_another_way_is_found(tmp_path: Path) -> None:
    frame = layer(["00001"]).rename(columns={"ten": _mojibake("Tên xã")})
    frame.to_file(tmp_path / "lop.gpkg")
    shapes, _ = read_layer(LayerFile(tmp_path / "lop.gpkg"), ["Tên xã"])
    assert shapes["Tên xã"].tolist() == ["Xã Mẫu 00001"]


def test_values_asked_for_are_compared_as_people_read_them(tmp_path: Path) -> None:
    path = _dbf(tmp_path, [WAYS["TCVN3 (ABC, .VnTime)"](name) for name in NAMES], None)
    shapes, _ = read_layer(LayerFile(path, only={"ten": "Xã Bắc Phong"}), ["code"], NAMES)
    assert isinstance(shapes, gpd.GeoDataFrame)
    assert shapes["code"].tolist() == ["00000"]


def test_a_column_with_letters_of_unicode_stands_and_what_looks_old_in_it_is_told() -> None:
    spoilt = [WAYS["TCVN3 (ABC, .VnTime)"](name).decode("latin-1") for name in NAMES]
    frame = pd.DataFrame({"ten": [*NAMES, *spoilt]}, dtype="str")
    for known in ((), NAMES):
        read, findings = make_readable(frame, known, "lop")
        pd.testing.assert_frame_equal(read, frame)
        assert [(told.rule, told.values["n"]) for told in findings] == [("layer_text_broken", len(spoilt))]


def test_a_column_in_unicode_stands_beside_one_of_an_old_font() -> None:
    spoilt = [WAYS["VNI"](name).decode("latin-1") for name in NAMES]
    frame = pd.DataFrame({"ten": spoilt, "huyen": ["Huyện Hà Tân", "Hòa Phú", "Tân Lâm", "Bé"]}, dtype="str")
    read, findings = make_readable(frame, (), "lop")
    assert read["ten"].tolist() == list(NAMES)
    assert read["huyen"].tolist() == frame["huyen"].tolist()
    assert [(told.rule, told.values["n"]) for told in findings] == [("layer_text_decoded", len(NAMES))]


def test_words_that_read_either_way_prove_nothing_however_many() -> None:
    onsets, rhymes = ("H", "L", "Ph", "T", "Tr"), ("âm", "ân", "ông", "ú", "òa")
    names = [f"Xã {first}{end}" for first in onsets for end in rhymes] + ["Xã Pô Kô", "Lâm"]
    for written in (names, names[:5], [name.upper() for name in names]):
        assert _read(written)[0] == written


def _lists(shared: Path) -> Iterator[pd.DataFrame]:
    """Give every list of units of the country, province by province; one that stayed the same only once."""
    seen = set()
    for path in sorted((shared / "data" / "vietnam" / "units").glob("units_vn_*.csv")):
        table = pd.read_csv(path, dtype="str", keep_default_na=False)
        columns = [name for name in ("name", "district_name", "province_name") if name in table]
        for _, own in table[columns].groupby("province_name"):
            if (text := own.to_csv(index=False)) not in seen:
                seen.add(text)
                yield own.reset_index(drop=True)


@pytest.mark.slow
def test_real_names_in_unicode_are_never_changed(shared: Path) -> None:
    """Whole lists, and of each list those names alone that any Western font could write."""
    seen = 0
    for names in _lists(shared):
        bare = names["name"].str.replace("^(Phường|Thị trấn) ", "Xã ", regex=True)
        western = bare[bare.map(lambda name: max(name) < "\u0100")].to_frame()
        for table in (names, names.map(lambda name: unicodedata.normalize("NFD", name)), western):
            for written in (table, table.map(str.upper)):
                read, findings = make_readable(written, (), "lop")
                pd.testing.assert_frame_equal(read, written)
                if written is table and table is not western:
                    assert findings == []
                seen += len(read)
    assert seen > 150_000


@pytest.mark.parametrize("way", ["tcvn3", "vni", "viscii"])
def test_real_names_in_an_old_font_come_back_whole(way: str, shared: Path) -> None:
    every = pd.concat(_lists(shared))[["province_name", "name"]].drop_duplicates()
    assert len(every) > 12_000
    every["name"] = every["name"].map(lambda name: unicodedata.normalize("NFC", name).replace("\u2019", "'"))
    for _, names in every.groupby("province_name"):
        stored = names["name"].map(lambda name: _typed(name, way).decode("latin-1"))
        read, _ = make_readable(pd.DataFrame({"ten": stored}), (), "lop")
        assert read["ten"].str.casefold().tolist() == names["name"].str.casefold().tolist()


def test_few_names_with_western_letters_only_raise_no_alarm() -> None:
    names = [
        "Xã An Lạc",
        "Xã Bình Minh",
        "Xã Cẩm Sơn",
        "Thị trấn Sông Trong",
        "Xã Phú Hòa",
        "Xã Tân Mỹ",
        "Xã Đồng Vân",
    ]
    texts = pd.DataFrame({"TEN": names, "HUYEN": ["Huyện Sông Trong"] * 4 + ["Huyện Núi Ngoài"] * 3})
    read, findings = make_readable(texts, (), "ranh_gioi.gpkg")
    assert findings == []
    pd.testing.assert_frame_equal(read, texts)
