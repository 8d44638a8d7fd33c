"""The commands' groups, and the options that several of them share."""

from typing import Annotated

import typer

HELP = (
    "Số liệu phong trào Toàn dân bảo vệ ANTQ: nhận tệp, kiểm tra, lập báo cáo năm.\n\n"
    "Yearly figures of the movement: receive files, check them, make the report of a year.\n\n"
    "Mã kết thúc / exit codes: 0 tốt / fine, 1 có cảnh báo / warnings, 2 số liệu có lỗi / errors in the figures, "
    "3 lệnh hoặc thiết lập sai / wrong use, 4 thiếu tệp / missing, 5 không ghi được / cannot write, "
    "6 từ chối phân tích gây hiểu nhầm / analysis refused, 70 lỗi chương trình / defect."
)

FORM_HELP = (
    "Mẫu biểu dùng để đọc tệp: tên một tệp trong data/layouts, bỏ đuôi .toml; ví dụ --form demo_2025; không ghi thì "
    "tự tìm mẫu đọc được trọn tệp, hoặc soạn mẫu mới / how the table is read: the name of a file in data/layouts "
    "without .toml; such as --form demo_2025; by default the one that explains the whole file, or a new one is drafted"
)

MAP_HELP = (
    "Ngày của bản đồ mà tên xã trong tệp thuộc về: tên một thư mục trong data/places; xã đã sáp nhập thì chọn bản đồ "
    "có tên mới; ví dụ --map 2025-12-31; không ghi thì dùng bản đồ của ngày cuối kỳ / date of the map that the commune "
    "names in the file belong to: the name of a folder in data/places; after a merger take the map with the new names; "
    "such as --map 2025-12-31; by default the map of the last day of the period"
)

STAGE_HELP = (
    "Giai đoạn của số liệu: estimate là số ước, preliminary là sơ bộ, final là chính thức, revised là điều chỉnh; số ở "
    "giai đoạn sau được dùng; ví dụ --stage estimate / stage of the figures: estimate, preliminary, final or revised; "
    "figures of a later stage count; such as --stage estimate"
)

app = typer.Typer(
    name="antq", help=HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)
places_app = typer.Typer(help="Bản đồ và danh mục đơn vị / maps and unit lists", no_args_is_help=True)
province_app = typer.Typer(help="Tỉnh / provinces", no_args_is_help=True)
app.add_typer(places_app, name="places")
app.add_typer(province_app, name="province")

Province = Annotated[str, typer.Argument(help="Mã tỉnh trong provinces.toml / province id")]
Year = Annotated[str, typer.Argument(help="Năm báo cáo / year")]
Lang = Annotated[
    str, typer.Option("--lang", help="vi | en; mặc định theo data/project.toml / default from project.toml")
]
Json = Annotated[
    bool, typer.Option("--json", help="Một tài liệu JSON cho máy đọc / one JSON document, for machines")
]
MapDate = Annotated[str, typer.Option("--map", help="Ngày của bản đồ, 2025-07-01 / date of the map")]
