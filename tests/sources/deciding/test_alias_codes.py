"""A decision that names a code which is not on its map is refused, with all its fellows."""

import pandas as pd
import pytest

from antq_analysis.errors import InputError
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.sources.deciding.alias_codes import refuse_strangers
from antq_analysis.sources.deciding.decisions import ALIAS_COLUMNS


def aliases(*rows: tuple[str, str]) -> pd.DataFrame:
    told = [
        {"written_name": f"Xã {n}", "map_date": day, "unit_code": code} for n, (day, code) in enumerate(rows)
    ]
    frame = pd.DataFrame(told, columns=list(ALIAS_COLUMNS), dtype="str").fillna("")
    return frame.set_axis(pd.RangeIndex(2, 2 + len(told)), axis=0)


def test_codes_of_other_maps_are_listed_and_refused(made_demo: Project) -> None:
    old = set(load_units("demo", "2017-01-01", made_demo)["unit_code"])
    new = set(load_units("demo", "2025-07-01", made_demo)["unit_code"])
    here, gone = min(new), min(old - new)
    good = [("2025-07-01", here), ("2025-09-30", here), ("2017-01-01", gone)]
    refuse_strangers(aliases(*good), "demo", made_demo)
    refuse_strangers(aliases(), "demo", made_demo)
    with pytest.raises(InputError) as caught:
        refuse_strangers(aliases(*good, ("2025-07-01", gone), ("2017-01-01", "nowhere")), "demo", made_demo)
    assert len(caught.value.cases) == 2
    text = "\n".join(caught.value.cases)
    assert all(part in text for part in ("dòng 5", gone, "2025-07-01", "dòng 6", "nowhere", "2017-01-01"))
    assert "aliases.csv" in caught.value.text("en")
