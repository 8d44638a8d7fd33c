"""Tips that the people gave are counted; what the police received from everybody by law is asked about."""

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.lexicon import Lexicon, make_lexicon
from antq_analysis.sources.forms.understand import understand
from antq_analysis.vocabulary import load_vocabulary
from tests.given import ROOT


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return make_lexicon(load_vocabulary(find_project(ROOT)), "demo")


@pytest.mark.parametrize(
    ("header", "indicator"),
    [
        ("Số tin báo, tố giác tội phạm tiếp nhận", ""),
        ("Số tin báo, tố giác về tội phạm tiếp nhận", ""),
        ("Tổng số tin báo, tố giác tội phạm đã tiếp nhận", ""),
        ("Tin báo, tố giác của quần chúng", "tips_total"),
        ("Số tin tiếp nhận từ quần chúng", "tips_total"),
    ],
)
def test_a_header_says_who_gave_the_tips(header: str, indicator: str, lexicon: Lexicon) -> None:
    assert (understand(header, "2023", lexicon).indicator or "") == indicator
