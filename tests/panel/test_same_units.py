"""Units that a reform left alone keep their series, under another code too; merged and split ones begin anew."""

import pandas as pd

from antq_analysis.panel.same_units import same_units, unchanged
from antq_analysis.project import Project
from tests.places.made import LATEST, NEW, OLD, PROVINCE, pairs, register, write_pairs


def test_merged_split_and_dissolved_units_are_not_the_same() -> None:
    rows = [
        ("1", "1", 1.0),
        ("2", "9", 1.0),
        ("3", "7", 1.0),
        ("4", "7", 1.0),
        ("5", "5", 0.6),
        ("5", "6", 0.4),
    ]
    table = pd.DataFrame([*rows, ("8", "", 1.0)], columns=["from_code", "to_code", "share"])
    assert unchanged(table) == {"1": "1", "2": "9"}


def test_a_unit_is_followed_over_several_maps_to_its_first_code(project: Project) -> None:
    for day, codes in ((OLD, ["00001", "00002"]), (NEW, ["00011", "00002"]), (LATEST, ["00011", "00022"])):
        register(codes, project, day)
    write_pairs(pairs(("00001", "00011"), ("00002", "00002"), dates=(OLD, NEW)), project, NEW)
    assert same_units((OLD, NEW, LATEST), PROVINCE, project) == {
        (NEW, "00011"): (OLD, "00001"),
        (NEW, "00002"): (OLD, "00002"),
    }
    write_pairs(pairs(("00011", "00011"), ("00002", "00022"), dates=(NEW, LATEST)), project, LATEST)
    found = same_units((OLD, NEW, LATEST), PROVINCE, project)
    assert found[LATEST, "00011"] == (OLD, "00001")
    assert found[LATEST, "00022"] == (OLD, "00002")
