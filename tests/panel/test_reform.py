"""What a change of boundaries did to each unit: every unit of both maps once, and the parts of a new one."""

from dataclasses import replace

import pandas as pd
import pytest

from antq_analysis.errors import RefusedError
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import load_panel
from antq_analysis.panel.reform import FATES, reform, steps_to
from antq_analysis.project import Project


def test_the_fates_of_the_demo_are_those_of_its_table(made_demo: Project, built_demo: Built) -> None:
    panel = load_panel("demo", project=made_demo)
    assert steps_to(panel, made_demo) == (("2017-01-01", "2020-01-01"), ("2020-01-01", "2025-07-01"))
    for before, on in steps_to(panel, made_demo):
        found = reform(panel, (before, on), made_demo)
        table = pd.read_csv(made_demo.places / "demo" / on / "crosswalk.csv", dtype=str)
        registers = {
            day: pd.read_csv(made_demo.places / "demo" / day / "units.csv", dtype=str) for day in (before, on)
        }
        goes, comes = table["from_code"].value_counts(), table["to_code"].value_counts()
        assert found.old.index.tolist() == registers[before]["unit_code"].tolist()
        assert found.new.index.tolist() == registers[on]["unit_code"].tolist()
        divided = set(goes.index[goes > 1])
        assert set(found.old.index[found.old["fate"].eq("split")]) == divided
        whole = table[~table["from_code"].isin(divided) & table["to_code"].map(comes).gt(1)]
        assert set(found.old.index[found.old["fate"].eq("merged")]) == set(whole["from_code"])
        with_part = set(table.loc[table["from_code"].isin(divided), "to_code"])
        assert set(found.new.index[found.new["fate"].eq("split")]) == with_part
        joined = set(comes.index[comes > 1]) - with_part
        assert set(found.new.index[found.new["fate"].eq("merged")]) == joined
        counted = found.counted()
        assert counted.index.tolist() == list(FATES)
        assert counted["old"].sum() == len(registers[before])
        assert counted["new"].sum() == len(registers[on])
        assert counted.loc["kept", "old"] == counted.loc["kept", "new"]
        shares = pd.concat([found.parts_of(code)["share"] for code in found.new.index])
        assert shares.groupby(level=0).sum().round(9).eq(1).all()
        assert found.basis.startswith("Nghị quyết hư cấu")


def test_a_first_map_has_no_change_to_tell_of(made_demo: Project, built_demo: Built) -> None:
    panel = replace(load_panel("demo", project=made_demo), map_date="2017-01-01")
    assert steps_to(panel, made_demo) == ()
    with pytest.raises(RefusedError, match="01/01/2017"):
        reform(panel, project=made_demo)
