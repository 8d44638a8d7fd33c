"""Candidates: what a person would look for comes first."""

import pytest

from antq_analysis.sources.forms.lexicon import make_lexicon
from antq_analysis.sources.forms.near import near_indicators
from antq_analysis.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("Mô hình tự quản về an ninh / Xây dựng mới trong năm", "model_points_new"),
        ("Công tác tuyên truyền / Số lượt ngưòi nghe", "outreach_attendances"),
        ("Đạt chỉ tiêu 19.2 NTM", "ntm_19_2_met"),
        ("Đạt chỉ tiêu 19.2 NTM nâng cao", "ntm_adv_19_2_met"),
        ("Nhân khẩu", "population"),
        ("nhan khau", "population"),
        ("Khu dân cư / KDC đã có mô hình hoạt động", "residential_areas_with_model"),
    ],
)
def test_the_nearest_comes_first(vocabulary: Vocabulary, header: str, first: str) -> None:
    assert near_indicators(header, make_lexicon(vocabulary, "demo"))[0] == first


@pytest.mark.parametrize("header", ["", "Qwerty zxcvb", "(%)", "Luỹ kế từ đầu năm", "Trong năm"])
def test_nothing_is_near(vocabulary: Vocabulary, header: str) -> None:
    assert near_indicators(header, make_lexicon(vocabulary, "demo")) == ()


@pytest.mark.parametrize(
    ("header", "never"),
    [
        ("Mô hình tự quản về ANTT / Số điểm hoạt động kém hiệu quả", "model_points_active"),
        ("Mô hình / Số điểm không hoạt động", "model_points_active"),
        ("Khu dân cư / KDC chưa có mô hình hoạt động", "residential_areas_with_model"),
        ("Chưa đạt tiêu chí 19.2", "ntm_19_2_met"),
    ],
)
def test_what_is_not_so_is_never_near_to_what_is(vocabulary: Vocabulary, header: str, never: str) -> None:
    assert never not in near_indicators(header, make_lexicon(vocabulary, "demo"))


def test_no_more_than_asked_for(vocabulary: Vocabulary) -> None:
    lexicon = make_lexicon(vocabulary, "demo")
    few, many = near_indicators("mô hình", lexicon, 2), near_indicators("mô hình", lexicon, 6)
    assert (len(few), len(many)) == (2, 6)
    assert many[:2] == few
