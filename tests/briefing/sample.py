"""A small briefing with everything that a format must write, and texts that must stay texts."""

import numpy as np
import pandas as pd

from antq_analysis.briefing.parts import (
    Briefing,
    Bullets,
    Figure,
    Grid,
    Letterhead,
    Lines,
    Paragraph,
    Section,
    Slide,
)
from antq_analysis.show.picture import Picture, render
from antq_analysis.show.table import Column, Table

HOSTILE = (
    '=HYPERLINK("x")',
    "<script>alert(1)</script>",
    '#import "x"; $x$ *đậm* _nghiêng_ @ghi [a](b) // chú `mã` \\ ~ <nhãn>',
    "&amp; ]]> {{ x }} {% y %}",
    "+84 1 - 2 @x |z",
)
"""Names and notes as a workbook may hold them."""


def table(units: int = 4, *, title: str = "Vụ việc năm 2025", lang: str = "vi") -> Table:
    """Lay out communes with a total, a district, every kind of column and hostile names."""
    names = ["Toàn tỉnh", "Huyện Mộng Giang", *(f"Xã {HOSTILE[i % 5]} {i}" for i in range(units))]
    figures = np.array([1602.0, 700.0, *np.arange(units) * 11.0])
    content = pd.DataFrame(
        {
            "code": ["", "", *(f"0{9003 + 3 * i}" for i in range(units))],
            "name": names,
            "events": figures,
            "part": np.r_[108.0, 40.0, np.ones(units)],
            "whole": np.r_[129.0, 50.0, np.full(units, 2.0)],
            "percent": np.r_[83.7, 80.0, np.full(units, 50.0)],
            "value": figures / 7,
            "low": figures / 9,
            "high": figures / 5,
        }
    ).astype({"code": "str", "name": "str"})
    columns = (
        Column("Mã", "text", ("code",), ("Mã",)),
        Column("Xã", "text", ("name",), ("Xã",)),
        Column("Số vụ", "number", ("events",), ("Số vụ",)),
        Column("Đạt", "share", ("part", "whole", "percent"), ("Đạt", "Tổng", "%"), 1),
        Column("Tỷ suất", "number", ("value",), ("Tỷ suất",), 1),
        Column("Khoảng", "interval", ("low", "high"), ("Từ", "Đến"), 1),
    )
    rows = len(content)
    symbols = pd.DataFrame({"Số vụ": [""] * rows}, dtype="str")
    stars = pd.DataFrame({"Số vụ": [""] * rows}, dtype="str")
    if units > 1:
        symbols.iloc[3, 0], content.loc[3, "events"] = "…", np.nan
        stars.iloc[2, 0] = "*"
    kinds = pd.Series(["total", "heading", *[""] * units], dtype="str")
    notes = ("… không có số liệu; * số phân bổ theo dân số.", "Nguồn: số liệu hư cấu.")
    return Table(title, "Tỉnh Mẫu", columns, content, symbols, stars, kinds, notes, lang=lang)


def figure(key: str = "map_incidents", lang: str = "vi") -> Figure:
    """Draw the smallest picture."""
    picture = Picture(160, 90)
    picture.add_subplot().plot([1, 2, 3])
    alt = "Ba năm: 1, 2 và 3 vụ <b>&"
    return Figure(
        key,
        "Vụ việc trên 10.000 dân, năm 2025",
        alt,
        render(picture, "png", 60),
        (160.0, 90.0),
        table(2, lang=lang),
    )


def briefing(*, lang: str = "vi", units: int = 4) -> Briefing:
    """Give a briefing of one page and two annexes."""
    own = Paragraph("Đoạn do đơn vị viết.", "own")
    below = (
        Section(
            "Mô hình",
            (
                Paragraph("Toàn tỉnh có 1.602 điểm, tăng 12 điểm (+0,8%)."),
                Grid("models", "Mô hình", table(3, lang=lang)),
            ),
        ),
        Section(
            "Vụ việc",
            (figure(lang=lang), Paragraph("Khoảng tin cậy 95%.", "note")),
            (Section("Theo loại", (own,)),),
        ),
    )
    sections = (
        Section("Tình hình và công tác chỉ đạo", (Paragraph(HOSTILE[1]), Bullets(HOSTILE))),
        Section("Kết quả", (Paragraph("Đạt 108/129 (83,7%)."),), below),
    )
    lines = Lines(
        "vụ", ("2023", "2024", "2025"), {"Toàn tỉnh": (10.0, None, 12.0), HOSTILE[0]: (3.0, 4.0, None)}
    )
    slides = tuple(
        Slide(f"Phát hiện {i}: giảm 12 vụ (-8,5%)", (shown,), ("Nguồn: biểu 04.", HOSTILE[2]))
        for i, shown in enumerate(
            (
                Bullets(HOSTILE),
                Grid("slide_table", "Huyện", table(3, lang=lang)),
                figure("slide", lang),
                lines,
            )
        )
    )
    head = Letterhead(
        "CÔNG AN TỈNH MẪU",
        "PHÒNG PV05",
        "     /BC-PV05",
        "Mẫu Trung",
        "",
        "TRƯỞNG PHÒNG",
        "",
        ("Như trên;", "Lưu: VT."),
    )
    every = table(units, lang=lang)
    return Briefing(
        title="BÁO CÁO",
        subtitle="Kết quả phong trào Toàn dân bảo vệ ANTQ năm 2025, phương hướng năm 2026",
        letterhead=head,
        sections=sections,
        annexes=(Grid("bieu_01", "Mô hình theo xã", every), Grid("bieu_04", HOSTILE[2], every)),
        terms=table(2, title="Chỉ tiêu", lang=lang),
        slides=slides,
        year="2025",
        lang=lang,
        audience="internal",
        banner="LƯU HÀNH NỘI BỘ",
        warning="SỐ LIỆU HƯ CẤU",
    )
