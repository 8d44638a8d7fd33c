"""Why a total changed, as it is told on one page."""

import re

import pytest

from antq_analysis.annual.explained import explain_change
from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.measures.series import totals
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project


@pytest.fixture(scope="module")
def panel(made_demo: Project, built_demo: Built) -> Panel:
    assert len(built_demo.observations)
    return load_panel("demo", project=made_demo)


def test_the_printed_parts_add_up_to_the_printed_change(panel: Panel) -> None:
    text = explain_change(panel, "incidents_total", "2025")
    head, *parts = text.splitlines()[:-2]
    values = totals(panel, "incidents_total").frame["value"]
    told = [int(re.match(r" *([+-]?[\d.]+) ", line)[1].replace(".", "")) for line in parts]
    assert sum(told) == values["2025"] - values["2024"] != 0
    assert f"cộng lại đúng bằng {sum(told)}:" in head
    assert text.splitlines()[-1].startswith("Xem từng xã: antq why demo 0")


def test_an_indicator_is_found_by_its_label(panel: Panel) -> None:
    label = panel.vocabulary.indicator("incidents_total").label_en
    assert explain_change(panel, label, "2025", lang="en") == explain_change(
        panel, "incidents_total", "2025", lang="en"
    )


def test_a_part_of_a_year_and_a_year_without_another_before_it_are_refused(panel: Panel) -> None:
    with pytest.raises(UsageError, match="2025-6T"):
        explain_change(panel, "incidents_total", "2025-6T")
    first = totals(panel, "incidents_total").frame.index[0]
    with pytest.raises(UnknownNameError):
        explain_change(panel, "incidents_total", str(first))
