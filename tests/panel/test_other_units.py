"""Other units in one of two years are named; beside a printed total of the province they are not added."""

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.other_units import find_others
from tests.panel.made import UNITS, figure, made_panel

BLOCK = ("organisation_block:khoi-mau", "incidents_total")
LEVEL = {"level": "organisation_block"}


def found(*rows: dict[str, object]) -> list[Finding]:
    panel = made_panel(list(rows))
    findings = list(find_others(panel.observations, panel.vocabulary))
    for finding in findings:
        for lang in ("vi", "en"):
            assert BLOCK[0] in finding.text(lang)
            assert finding.remedy(lang)
    return findings


def communes(*years: str) -> list[dict[str, object]]:
    return [figure(unit, "incidents_total", year, 5) for unit in UNITS for year in years]


def test_a_row_in_one_of_two_years_is_named_whichever_it_is() -> None:
    for there, lacking in (("2023", "2024"), ("2024", "2023")):
        for rest in ([], [figure(*BLOCK, lacking, None, **LEVEL)]):
            (told,) = found(*communes("2023", "2024"), figure(*BLOCK, there, 300, **LEVEL), *rest)
            assert (told.rule, told.severity) == ("other_unit_gone", Severity.WARNING)
            assert (told.values["period"], told.values["other"], told.values["n"]) == (lacking, there, 1)


def test_a_row_in_both_years_or_a_year_without_communes_is_no_finding() -> None:
    both = [figure(*BLOCK, year, 300, **LEVEL) for year in ("2023", "2024")]
    assert found(*communes("2023", "2024"), *both) == []
    assert (
        found(*communes("2023"), both[0], figure("99", "incidents_total", "2024", 900, level="province"))
        == []
    )
    assert found(*communes("2023", "2024-6T"), both[0]) == []
    assert found(*communes("2024-6T")) == []
    assert found(figure(UNITS[0], "ntm_19_2_met", "2024", 1)) == []


def test_beside_a_printed_total_they_are_said_not_to_be_added() -> None:
    whole = figure("99", "incidents_total", "2024", 500, level="province")
    (told,) = found(whole, figure(*BLOCK, "2024", 3, **LEVEL))
    assert (told.rule, told.severity) == ("province_beside_others", Severity.NOTE)
    assert found(figure(*BLOCK, "2024", 3, **LEVEL)) == []
