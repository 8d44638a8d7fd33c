"""Errors name what was probably meant, or what there is."""

import pickle

import pytest

from antq_analysis.errors import MissingError, UnknownNameError, say_why
from antq_analysis.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.mark.parametrize("name", ["Hải Dương", "HAI-DUONG", "Tỉnh Hải Dương", "hai duong", "Hai Duong"])
def test_a_province_is_known_by_its_names_and_any_case(vocabulary: Vocabulary, name: str) -> None:
    with pytest.raises(UnknownNameError) as refused:
        vocabulary.province(name)
    assert refused.value.text().endswith("Có phải ý là “hai-duong”?")
    assert refused.value.text("en").endswith("Did you mean “hai-duong”?")
    assert pickle.loads(pickle.dumps(refused.value)).text() == refused.value.text()


def test_a_province_that_nobody_knows_is_told_how_to_begin(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownNameError) as refused:
        vocabulary.province("Qwzx")
    assert "provinces.toml" in refused.value.text()


def test_years_are_listed_and_never_guessed() -> None:
    text = UnknownNameError("errors.kind_period", "2020", ["2023", "2025"]).text()
    assert "Hiện có: 2023, 2025." in text
    assert "Có phải" not in text


def test_an_unknown_indicator_names_the_file_of_all(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownNameError) as refused:
        vocabulary.indicator("incident_totals")
    assert "“incidents_total”" in refused.value.text()
    assert "data/reference/indicators.toml" in refused.value.text()


def test_part_of_a_year_asked_of_whole_years_is_kept_elsewhere_and_not_called_unknown() -> None:
    text = UnknownNameError("errors.kind_period", "2025-6T", ["2024", "2025"]).text()
    assert "Không có" not in text
    assert all(
        word in text for word in ("“2025-6T”", 'communes_table(panel, "2025-6T"', "antq why", "2024, 2025")
    )
    assert (
        UnknownNameError("errors.kind_period", "2025-6T", ["2025", "2025-9T"])
        .text()
        .startswith("Không có kỳ")
    )
    assert UnknownNameError("errors.kind_period", "2019-2024", ["2025"]).text().startswith("Không có kỳ")


@pytest.mark.parametrize(
    ("error", "vi", "en"),
    [
        (PermissionError(13, "Permission denied"), "không có quyền", "permission denied"),
        (OSError(28, "No space left on device"), "hết chỗ trống trên ổ", "no space left on the drive"),
        (OSError(5, "Input/output error"), "Input/output error", "Input/output error"),
    ],
)
def test_why_the_machine_failed_is_said_in_the_language_of_the_message(
    error: OSError, vi: str, en: str
) -> None:
    failed = MissingError("errors.file_unreadable", file="a.xlsx", reason=say_why(error))
    assert f"a.xlsx: {vi}." in failed.text("vi")
    assert f"cannot be read: {en}." in failed.text("en")
