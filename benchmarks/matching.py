"""Every unit of every list in messy writing, and 11,000 names beside rapidfuzz: ``python benchmarks/matching.py``.

The names are those of the tests (``tests/cases/messy_names.py``): sixteen ways of writing a unit with its district. The
first table counts what became of them; the second times one such name for each of the 11,162 units of 2018 on the whole
national list, the index included, beside ``rapidfuzz.process.extractOne`` over the units of the name's own province.
Needs ``../shared``; ``--quick`` takes two lists.
"""

import argparse
import sys
import time
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process, utils

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from antq_analysis.places.matching.match import match_units  # noqa: E402
from tests.cases.messy_names import messy_names, verdicts  # noqa: E402

UNITS = ROOT.parent / "shared/data/vietnam/units"
LISTS = ("2018-10-16", "2020-03-01", "2023-04-10", "2024-11-01", "2025-03-01", "2025-07-01", "2026-07-25")
HISTORY = ("2010-01-01", "2015-06-01")
QUICK = ("2018-10-16", "2025-07-01")
VERDICTS = ["right", "ambiguous", "listed", "refused", "wrong"]


def units_on(day: str) -> pd.DataFrame:
    """Take the units in force on a day from the list of that day or from the history."""
    name = f"units_vn_{day}.csv" if day in LISTS else "units_history_vn_2009_2025.csv"
    units = pd.read_csv(UNITS / name, dtype=str, keep_default_na=False).rename(columns={"code": "unit_code"})
    if day in LISTS:
        return units
    return units[units["valid_from"].le(day) & (units["valid_to"].gt(day) | units["valid_to"].eq(""))]


def judged_by_province(units: pd.DataFrame, written: pd.DataFrame) -> pd.Series:
    """Judge what became of each name when it is sought among the units of its province."""
    found = [
        match_units(written[written["province_code"].eq(province)], own)
        for province, own in units.groupby("province_code")
    ]
    return verdicts(written, pd.concat(found).loc[written.index])


def count(days: tuple[str, ...]) -> None:
    """Print what became of every name of some lists, and of every way of writing."""
    every = []
    print(
        f"{'list':12}{'names':>9}"
        + "".join(f"{verdict:>11}" for verdict in VERDICTS)
        + "   right or ambiguous"
    )
    for day in days:
        units = units_on(day)
        written = messy_names(units)
        judged = judged_by_province(units, written)
        every.append(pd.DataFrame({"writing": written["writing"], "judged": judged}))
        counts = judged.value_counts().reindex(VERDICTS, fill_value=0)
        share = (counts["right"] + counts["ambiguous"]) / len(judged)
        print(f"{day:12}{len(judged):9}" + "".join(f"{n:11}" for n in counts) + f"   {share:.3%}", flush=True)
    table = pd.crosstab(*pd.concat(every).to_numpy().T).reindex(columns=VERDICTS, fill_value=0)
    print("\nAll lists by way of writing:\n" + table.to_string() + "\n")


def race(day: str) -> None:
    """Print seconds and errors for one messy name of each unit, ours and rapidfuzz's."""
    units = units_on(day)
    units = units.assign(district_name=units["district_name"] + " " + units["province_code"])
    written = messy_names(units).sample(frac=1, random_state=1).drop_duplicates("code")
    began = time.process_time()
    found = match_units(written, units)
    ours, judged = time.process_time() - began, verdicts(written, found)
    began = time.process_time()
    best = {
        province: own.assign(text=own["name"] + ", " + own["district_name"])
        for province, own in units.groupby("province_code")
    }
    choices = {
        province: (own["unit_code"].tolist(), own["text"].map(utils.default_process).tolist())
        for province, own in best.items()
    }
    codes = []
    for name, district, province in zip(
        written["name"], written["district"], written["province_code"], strict=True
    ):
        known, texts = choices[province]
        text = utils.default_process(f"{name}, {district}")
        codes.append(known[process.extractOne(text, texts, scorer=fuzz.ratio)[2]])
    theirs, wrong = time.process_time() - began, int((written["code"].to_numpy() != codes).sum())
    print(
        f"{len(written)} names, each in one way of writing at random; CPU seconds, and codes that are wrong:"
    )
    print(
        f"  match_units, the whole list      {ours:6.2f} s   {judged.eq('wrong').sum():5} wrong"
        f"   ({', '.join(f'{n} {verdict}' for verdict, n in judged.value_counts().items())})"
    )
    print(f"  rapidfuzz, the own province only {theirs:6.2f} s   {wrong:5} wrong")
    exact = pd.DataFrame({"name": units["name"].str.upper(), "district": units["district_name"]})
    began = time.process_time()
    found = match_units(exact, units)
    again, missed = time.process_time() - began, found["unit_code"].ne(units["unit_code"]).sum()
    print(f"  match_units, all in capitals     {again:6.2f} s   {missed:5} not right")


def main() -> None:
    """Count, then race."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two lists instead of nine")
    race("2018-10-16")
    count(QUICK if parser.parse_args().quick else (*LISTS, *HISTORY))


if __name__ == "__main__":
    main()
