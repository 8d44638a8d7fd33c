"""The words around a report are the user's; what is missing is a blank, and days are written as offices write them."""

from dataclasses import replace

import pytest

from antq_analysis.briefing.letterhead import BLANK, head_of
from antq_analysis.briefing.parts import Letterhead
from tests.briefing.sample import briefing


@pytest.mark.parametrize(
    ("day", "lang", "written"),
    [
        ("5/2/2025", "vi", "Mẫu Trung, ngày 05 tháng 02 năm 2025"),
        ("2025-11-05", "vi", "Mẫu Trung, ngày 05 tháng 11 năm 2025"),
        ("15/03/2025", "vi", "Mẫu Trung, ngày 15 tháng 3 năm 2025"),
        ("5/3/2025", "en", "Mẫu Trung, 05/03/2025"),
        ("ngày    tháng 12 năm 2025", "vi", "Mẫu Trung, ngày    tháng 12 năm 2025"),
        ("", "vi", "Mẫu Trung, ngày        tháng        năm         "),
    ],
)
def test_days(day: str, lang: str, written: str) -> None:
    given = replace(briefing(lang=lang), letterhead=Letterhead(place="Mẫu Trung", day=day))
    assert head_of(given).dated == written


def test_nothing_is_invented() -> None:
    head = head_of(replace(briefing(), letterhead=Letterhead()))
    assert {head.parent, head.office, head.signer_title} == {BLANK}
    assert head.signer == ""
    assert head.number.startswith("Số:  ")
    assert head.recipients == ("Nơi nhận:", f"- {BLANK}")
    assert head.dated.startswith(f"{BLANK}, ngày ")


def test_recipients_get_one_dash() -> None:
    given = replace(briefing(), letterhead=Letterhead(recipients=("Như trên;", "- Lưu: VT.")))
    assert head_of(given).recipients[1:] == ("- Như trên;", "- Lưu: VT.")
