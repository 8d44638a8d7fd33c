"""A table of truth: fictional communes with hard names, the columns of a form, and what every commune has to report."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

PERIOD = "2023"

UNITS = pd.DataFrame(
    [
        ("09003", "Phường Mẫu Trung", "Phường", "990", "Thành phố Mẫu"),
        ("09006", "Phường Mẫu Bình", "Phường", "990", "Thành phố Mẫu"),
        ("09021", "Xã Thoại Thủy", "Xã", "990", "Thành phố Mẫu"),
        ("09027", "Xã Mộng Minh", "Xã", "990", "Thành phố Mẫu"),
        ("09030", "Thị trấn Mộng Giang", "Thị trấn", "991", "Huyện Mộng Giang"),
        ("09033", "Xã Ước Hòa", "Xã", "991", "Huyện Mộng Giang"),
        ("09039", "Xã Mơ Mỹ", "Xã", "991", "Huyện Mộng Giang"),
        ("09042", "Xã Mộng Phong", "Xã", "991", "Huyện Mộng Giang"),
        ("09048", "Xã Khảo Ninh", "Xã", "991", "Huyện Mộng Giang"),
        ("09138", "Thị trấn Khảo Lâm", "Thị trấn", "993", "Huyện Khảo Lâm"),
        ("09141", "Xã Mẫu Bình", "Xã", "993", "Huyện Khảo Lâm"),
        ("09147", "Xã Khảo Khỏe", "Xã", "993", "Huyện Khảo Lâm"),
        ("09189", "Xã Khảo Văn", "Xã", "993", "Huyện Khảo Lâm"),
        ("09192", "Xã Ảo Quý", "Xã", "993", "Huyện Khảo Lâm"),
        ("09225", "Thị trấn Nháp Đồng", "Thị trấn", "995", "Huyện Nháp Đồng"),
        ("09228", "Xã Khảo Vân", "Xã", "995", "Huyện Nháp Đồng"),
        ("09231", "Xã Nháp Sĩ", "Xã", "995", "Huyện Nháp Đồng"),
        ("09372", "Xã Nháp Lý", "Xã", "995", "Huyện Nháp Đồng"),
        ("09408", "Xã Ngụ Kỳ", "Xã", "995", "Huyện Nháp Đồng"),
        ("09267", "Thị trấn Ước Hạ", "Thị trấn", "996", "Huyện Ước Hạ"),
        ("09270", "Xã Ước Hòa", "Xã", "996", "Huyện Ước Hạ"),
        ("09273", "Xã Ước Hóa", "Xã", "996", "Huyện Ước Hạ"),
        ("09276", "Xã Cộng Hòa", "Xã", "996", "Huyện Ước Hạ"),
    ],
    columns=["unit_code", "name", "type", "district_code", "district_name"],
).astype("str")
"""Homonyms, names that differ by an accent, a town named as its district, a commune that begins like a total."""


@dataclass(frozen=True)
class Field:
    """One column of a form: its header as three rows and as one, and what it means.

    `kind` is count, tick, rate, year, ratio (printed, never loaded), words, or other (another year, a change).
    """

    name: str
    path: tuple[str, ...]
    flat: str
    indicator: str = ""
    basis: str = "stock"
    kind: str = "count"

    @property
    def reads(self) -> str:
        return {"rate": "percent"}.get(self.kind, self.kind)

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.indicator, "", self.basis)


_LAW = ("Vụ việc về ANTT",)
FIELDS = (
    Field("population", ("Dân số (người)",), "Dân số (người)", "population"),
    Field("households", ("Số hộ",), "Số hộ", "households"),
    Field("areas", ("Khu dân cư", "Tổng số"), "Tổng số khu dân cư", "residential_areas_total"),
    Field("covered", ("Khu dân cư", "Có mô hình"), "Khu dân cư có mô hình", "residential_areas_with_model"),
    Field(
        "coverage", ("Khu dân cư", "Tỷ lệ có mô hình (%)"), "Tỷ lệ khu dân cư có mô hình (%)", kind="ratio"
    ),
    Field("points", ("Điểm mô hình", "Hiện có"), "Số điểm mô hình hiện có", "model_points_active"),
    Field(
        "points_new",
        ("Điểm mô hình", "Xây dựng mới trong năm"),
        "Điểm mô hình xây dựng mới trong năm",
        "model_points_new",
        "in_year",
    ),
    Field("incidents", (*_LAW, "Tổng số vụ"), "Tổng số vụ việc về ANTT", "incidents_total", "in_year"),
    Field(
        "crimes",
        (*_LAW, "Trong đó", "Phạm pháp hình sự"),
        "Phạm pháp hình sự (vụ)",
        "crimes_social_order",
        "in_year",
    ),
    Field(
        "accidents",
        (*_LAW, "Trong đó", "Tai nạn giao thông"),
        "Tai nạn giao thông (vụ)",
        "traffic_accidents",
        "in_year",
    ),
    Field("met", ("Xã đạt tiêu chí 19.2 (NTM)",), "Xã đạt tiêu chí 19.2 (NTM)", "ntm_19_2_met", kind="tick"),
)
YEARS = (
    Field("before", (*_LAW, "Năm 2022"), "Vụ việc về ANTT năm 2022", kind="other"),
    Field("incidents", (*_LAW, "Năm 2023"), "Vụ việc về ANTT năm 2023", "incidents_total", "in_year"),
    Field("change", (*_LAW, "Tăng, giảm"), "Tăng, giảm so với năm 2022", kind="other"),
    Field("change_rate", (*_LAW, "Tỷ lệ tăng, giảm (%)"), "Tỷ lệ tăng, giảm (%)", kind="other"),
)
RATE = Field(
    "cleared_rate",
    ("Tỷ lệ điều tra, khám phá (%)",),
    "Tỷ lệ điều tra, khám phá (%)",
    "crimes_cleared_rate",
    "in_year",
    "rate",
)
YEAR = Field(
    "year", ("Năm thành lập mô hình",), "Năm thành lập mô hình", "model_established_year", kind="year"
)
REMARK = Field("remark", ("Ghi chú",), "Ghi chú", kind="words")

Values = dict[tuple[str, str], float | None]


@dataclass(frozen=True)
class Truth:
    """Who reports, and what: one value for each unit and field; None where nothing is known."""

    codes: tuple[str, ...]
    values: Values = field(default_factory=dict)

    def district(self, code: str) -> str:
        return DISTRICT[code]

    def with_values(self, changes: Mapping[tuple[str, str], float | None]) -> "Truth":
        return Truth(self.codes, {**self.values, **changes})


NAME: dict[str, str] = dict(zip(UNITS["unit_code"], UNITS["name"], strict=True))
RURAL = frozenset(UNITS.loc[UNITS["type"].eq("Xã"), "unit_code"])
"""The communes that a criterion of new rural areas is about: towns and wards leave its tick empty."""
DISTRICT: dict[str, str] = dict(zip(UNITS["unit_code"], UNITS["district_name"], strict=True))


def make_truth(seed: int, districts: int = 3, most: int = 5) -> Truth:
    """Invent figures that contradict nothing: parts below their whole, homes below heads."""
    rng = random.Random(seed)
    chosen = sorted(rng.sample(sorted(set(DISTRICT.values())), districts))
    codes = [
        code
        for name in chosen
        for code in [code for code in NAME if DISTRICT[code] == name][: rng.randint(min(3, most), most)]
    ]
    values: Values = {}
    for code in codes:
        values |= {(code, name): value for name, value in _figures(rng).items()}
        if code not in RURAL:
            values[code, "met"] = None
    return Truth(tuple(codes), values)


def _figures(rng: random.Random) -> dict[str, float | None]:
    areas, incidents, points = rng.randint(5, 30), rng.randint(12, 60), rng.randint(8, 40)
    crimes = rng.randint(1, incidents // 3)
    before = rng.randint(12, 60)
    return {
        "population": rng.randint(2100, 14_999),
        "households": rng.randint(300, 999),
        "areas": areas,
        "covered": rng.randint(1, areas),
        "points": points,
        "points_new": rng.randint(1, points // 2),
        "incidents": incidents,
        "crimes": crimes,
        "accidents": rng.randint(1, incidents // 3),
        "met": rng.randint(0, 1),
        "before": before,
        "change": incidents - before,
        "change_rate": round(100 * (incidents - before) / before, 1),
        "cleared_rate": rng.randint(500, 999) / 10,
        "year": rng.randint(2008, 2022),
    }
