"""An indicator that everybody had last year and nobody has now is told once; one that a break replaced is not."""

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.absent import find_absent
from tests.panel.made import UNITS, figure, made_panel

Rows = list[dict[str, object]]


def found(rows: Rows, province: str = "demo") -> list[Finding]:
    panel = made_panel(rows, province)
    return list(find_absent(panel.observations, panel.vocabulary, {"": "a.xlsx"}))


def all_of(indicator: str, *periods: str, units: tuple[str, ...] = UNITS) -> Rows:
    return [figure(unit, indicator, period, 5) for unit in units for period in periods]


def test_a_column_that_is_gone_is_one_warning_in_the_first_year_without_it() -> None:
    rows = all_of("incidents_total", "2023", "2024", "2025", "2026")
    (told,) = found(rows + all_of("population", "2023", "2024") + all_of("households", "2023", "2024"))
    assert (told.rule, told.severity) == ("indicator_gone", Severity.WARNING)
    assert {k: told.values[k] for k in ("period", "other", "n", "other_files")} == {
        "period": "2025",
        "other": "2024",
        "n": 2,
        "other_files": "a.xlsx",
    }
    assert told.values["indicators_en"] == "Households; Population"
    for lang in ("vi", "en"):
        assert "data/layouts" in told.remedy(lang)
        assert "2024" in told.text(lang)


def periods_told(*there: str) -> list[tuple[object, object]]:
    """Pairs of period and earlier period, for households in these years of 2020 to 2025."""
    rows = all_of("incidents_total", *(str(year) for year in range(2020, 2026)))
    return [
        (told.values["period"], told.values["other"]) for told in found(rows + all_of("households", *there))
    ]


def test_every_year_of_a_hole_is_told_once_the_column_is_back() -> None:
    assert periods_told("2020", "2023", "2024", "2025") == [("2021", "2020"), ("2022", "2020")]
    assert periods_told("2020") == [("2021", "2020")]
    assert periods_told("2024", "2025") == []


def test_it_may_vanish_again() -> None:
    assert periods_told("2020", "2022", "2023", "2024") == [("2021", "2020"), ("2025", "2024")]


def test_a_year_in_which_few_had_it_hides_no_later_loss() -> None:
    rows = all_of("incidents_total", "2022", "2023", "2024") + all_of("households", "2022")
    (told,) = found(rows + all_of("households", "2023", units=UNITS[:1]))
    assert (told.values["period"], told.values["other"]) == ("2024", "2022")


def test_what_few_reported_or_anybody_still_has_is_not() -> None:
    rows = all_of("incidents_total", "2024", "2025")
    assert found(rows + all_of("population", "2024", units=UNITS[:3])) == []
    assert found(rows + all_of("population", "2024") + [figure(UNITS[0], "population", "2025", None)]) == []
    whole = figure("99", "population", "2025", 9, level="province")
    assert found([*rows, *all_of("population", "2024"), whole]) == []


def test_an_area_is_not_missed() -> None:
    rows = all_of("incidents_total", "2024", "2025")
    assert found(rows + all_of("area_km2", "2024")) == []


def test_a_column_of_this_year_alone_is_not() -> None:
    assert found(all_of("incidents_total", "2024", "2025") + all_of("population", "2025")) == []


def test_half_a_year_is_held_against_half_a_year() -> None:
    rows = all_of("incidents_total", "2024", "2025-6T") + all_of("population", "2024")
    assert found(rows) == []
    (told,) = found(rows + all_of("incidents_total", "2024-6T") + all_of("population", "2024-6T"))
    assert (told.values["period"], told.values["other"]) == ("2025-6T", "2024-6T")


def test_a_year_without_any_report_between_does_not_hide_it() -> None:
    (told,) = found(all_of("incidents_total", "2022", "2025") + all_of("population", "2022"))
    assert (told.values["period"], told.values["other"]) == ("2025", "2022")


def test_what_a_break_ended_is_not_missed() -> None:
    rows = all_of("incidents_total", "2022", "2023")
    old = all_of("model_units_active", "2022")
    assert found(rows + old, "hoa-binh") == []
    assert len(found(rows + old, "bac-kan")) == 1
