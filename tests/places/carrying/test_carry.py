"""Carrying: each rule by hand, and what must hold for any figures and any reform."""

import itertools
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_analysis import observations as obs
from antq_analysis.errors import InputError, RefusedError, UnknownNameError, UsageError
from antq_analysis.places.carrying.carry import Carried, carry
from antq_analysis.places.reforms.crosswalk import chain
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.places.made import LATEST, NEW, OLD, crosswalk, figures

SUM, STATE, DISTINCT, YEAR, RATE = (
    "incidents_total",
    "ntm_19_2_met",
    "model_types_active",
    "model_established_year",
    "incident_rate",
)


@cache
def vocabulary_of_the_project() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return vocabulary_of_the_project()


def _values(carried: Carried) -> dict[str, float]:
    return dict(zip(carried.observations["unit_code"], carried.observations["value"], strict=True))


def _row(carried: Carried, code: str) -> pd.Series:
    rows = carried.observations[carried.observations["unit_code"].eq(code)]
    assert len(rows) == 1
    return rows.iloc[0]


MERGE = (("a", "x"), ("b", "x"), ("c", "c"), ("d", "y"))
SPLIT = (("a", "x", "0.25"), ("a", "y", "0.75"), ("b", "y"))


def test_merged_sums_are_added_and_the_rest_passes(vocabulary: Vocabulary) -> None:
    carried = carry(figures({"a": 3, "b": 4, "c": 5, "d": 6}), NEW, crosswalk(*MERGE), vocabulary)
    assert _values(carried) == {"x": 7.0, "c": 5.0, "y": 6.0}
    assert carried.observations["status"].eq("reported").all()
    assert carried.observations["unit_date"].eq(NEW).all()
    assert _row(carried, "x")["rule"] == "merged"
    assert _row(carried, "y")["rule"] == ""
    assert carried.account[["before", "after", "difference"]].to_numpy().tolist() == [[18.0, 18.0, 0.0]]
    assert carried.findings == ()
    obs.validate(carried.observations)


def test_a_split_unit_is_apportioned_and_says_so(vocabulary: Vocabulary) -> None:
    carried = carry(figures({"a": 8, "b": 10}), NEW, crosswalk(*SPLIT), vocabulary)
    assert _values(carried) == {"x": 2.0, "y": 16.0}
    assert carried.observations["status"].eq("apportioned").all()
    assert _row(carried, "x")["apportioned_share"] == 1.0
    assert _row(carried, "y")["apportioned_share"] == 6 / 16
    assert _row(carried, "y")["rule"] == "population_share"
    assert [finding.rule for finding in carried.findings] == ["carry_apportioned"]
    obs.validate(carried.observations)


def test_a_split_zero_is_an_exact_zero(vocabulary: Vocabulary) -> None:
    carried = carry(figures({"a": 0, "b": 10}), NEW, crosswalk(*SPLIT), vocabulary)
    assert _values(carried) == {"x": 0.0, "y": 10.0}
    assert carried.observations["status"].eq("reported").all()


def test_shares_without_people_rest_on_equal_parts(vocabulary: Vocabulary) -> None:
    carried = carry(figures({"a": 8}), NEW, crosswalk(("a", "x"), ("a", "y")), vocabulary)
    assert _values(carried) == {"x": 4.0, "y": 4.0}
    assert carried.observations["rule"].eq("equal_share").all()


@pytest.mark.parametrize("missing", ["not_reported", "not_available", "conflict", "unparsed", None])
def test_an_incomplete_sum_is_never_the_whole(missing: str | None, vocabulary: Vocabulary) -> None:
    values: dict[str, object] = {"a": 3, "b": 4, "d": missing} if missing else {"a": 3, "b": 4}
    table = crosswalk(("a", "x"), ("b", "x"), ("d", "x"))
    carried = carry(figures(values), NEW, table, vocabulary)
    row = _row(carried, "x")
    assert np.isnan(row["value"])
    assert row["status"] == (missing or "not_reported")
    assert row["value_text"] == "2/3 xã cũ có số liệu"
    account = carried.account.iloc[0]
    assert (account["before"], account["after"], account["difference"]) == (7.0, 0.0, -7.0)
    assert account["units"] == "a -> x (3); b -> x (4)"
    assert carried.differences["reason"].eq("part_missing").all()
    assert [finding.rule for finding in carried.findings] == ["carry_part_missing"]


def test_what_does_not_apply_leaves_the_base(vocabulary: Vocabulary) -> None:
    table = crosswalk(("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"))
    values = {"a": 3, "b": "not_applicable", "c": "not_applicable", "d": "not_applicable"}
    carried = carry(figures(values), NEW, table, vocabulary)
    assert _row(carried, "x")["value"] == 3.0
    assert _row(carried, "y")["status"] == "not_applicable"


def test_a_part_without_people_brings_nothing_and_is_not_waited_for(vocabulary: Vocabulary) -> None:
    table = crosswalk(("a", "x", "1"), ("a", "y", "0"), ("b", "y"))
    carried = carry(figures({"b": 5}), NEW, table, vocabulary)
    assert _values(carried) == {"y": 5.0}
    assert _row(carried, "y")["status"] == "reported"


def test_land_is_added_but_never_divided_by_people(vocabulary: Vocabulary) -> None:
    land = figures({"a": 10, "b": 30, "c": 5}, indicator="area_km2")
    for part in ("0.25", ""):
        # By people, or equally: neither is a share of land.
        table = crosswalk(("a", "x", part), ("a", "y", "0.75" if part else ""), ("b", "y"), ("c", "y"))
        carried = carry(land, NEW, table, vocabulary)
        assert carried.observations["value"].isna().all()
        assert carried.observations["status"].eq("not_available").all()
        assert {finding.rule for finding in carried.findings} == {"carry_land_divided"}
        assert carried.account.iloc[0][["before", "after"]].tolist() == [45.0, 0.0]
    gone = carry(land, NEW, crosswalk(("a", "x", "1"), ("a", "y", "0"), ("b", "y"), ("c", "y")), vocabulary)
    assert np.isnan(_row(gone, "x")["value"])
    by_area = crosswalk(("a", "x"), ("a", "y"), ("b", "y"), ("c", "y")).assign(share_basis="area")
    assert _values(carry(land, NEW, by_area, vocabulary)) == {"x": 5.0, "y": 40.0}
    merged = carry(land, NEW, crosswalk(("a", "x"), ("b", "x"), ("c", "c")), vocabulary)
    assert _values(merged) == {"x": 40.0, "c": 5.0}


@pytest.mark.parametrize(
    ("values", "value", "status", "text"),
    [
        ({"a": 1, "b": 1, "c": 1}, 1.0, "reported", ""),
        ({"a": 0, "b": 0, "c": 0}, 0.0, "reported", ""),
        ({"a": 1, "b": 0, "c": 1}, None, "not_available", "2/3 xã cũ đạt"),
        ({"a": 1, "b": 0, "c": "not_applicable"}, None, "not_available", "1/2 xã cũ đạt"),
        ({"a": 1, "b": "not_applicable", "c": 1}, 1.0, "reported", "2/2 xã cũ đạt"),
        ({"a": "not_applicable", "b": "not_applicable", "c": 0}, 0.0, "reported", "0/1 xã cũ đạt"),
        ({"a": 1, "b": 1, "c": "not_reported"}, None, "not_reported", "2/3 xã cũ có số liệu"),
        ({"a": 1, "b": 2, "c": 3}, None, "not_available", "3 xã cũ có trạng thái khác nhau"),
    ],
)
def test_states_carry_only_if_all_agree(
    values: dict[str, object], value: float | None, status: str, text: str, vocabulary: Vocabulary
) -> None:
    table = crosswalk(("a", "x"), ("b", "x"), ("c", "x"))
    row = _row(carry(figures(values, STATE), NEW, table, vocabulary), "x")
    assert (None if np.isnan(row["value"]) else row["value"]) == value
    assert (row["status"], row["value_text"]) == (status, text)
    assert (row["rule"] == "parts_differ") == (status == "not_available")
    of_some = status == "reported" and "not_applicable" in values.values()
    assert ("parts_outside" in row["rule"]) == of_some


def test_both_parts_of_a_split_unit_keep_its_state(vocabulary: Vocabulary) -> None:
    carried = carry(figures({"a": 1, "b": 0}, STATE), NEW, crosswalk(*SPLIT), vocabulary)
    assert _row(carried, "x")["value"] == 1.0
    assert _row(carried, "y")["value_text"] == "1/2 xã cũ đạt"
    assert carried.account.empty


@pytest.mark.parametrize("indicator", [DISTINCT, RATE])
def test_what_is_no_sum_passes_only_where_nothing_changed(indicator: str, vocabulary: Vocabulary) -> None:
    carried = carry(figures({"a": 3, "b": 4, "c": 5, "d": 6}, indicator), NEW, crosswalk(*MERGE), vocabulary)
    assert (_row(carried, "c")["value"], _row(carried, "y")["value"]) == (5.0, 6.0)
    assert (_row(carried, "x")["status"], np.isnan(_row(carried, "x")["value"])) == ("not_available", True)
    assert [finding.rule for finding in carried.findings] == ["carry_not_a_sum"]
    assert carried.account.empty


def test_a_reported_rate_is_never_added(vocabulary: Vocabulary) -> None:
    rates = figures({"a": 3, "b": 4, "c": 5}, SUM, rule="reported_rate")
    carried = carry(rates, NEW, crosswalk(*MERGE), vocabulary)
    assert np.isnan(_row(carried, "x")["value"])
    assert _row(carried, "c")["value"] == 5.0


def test_the_earliest_year_stands(vocabulary: Vocabulary) -> None:
    carried = carry(figures({"a": 2012, "b": 2009, "c": 2015}, YEAR), NEW, crosswalk(*MERGE), vocabulary)
    assert (_row(carried, "x")["value"], _row(carried, "c")["value"]) == (2009.0, 2015.0)
    # That it is the earliest is what is said of it, never that all agree.
    assert carried.observations["rule"].str.contains("earliest_of_parts").any()
    assert not carried.observations["rule"].str.contains("parts_agree").any()


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("over", "exact", "over"),
        ("under", "exact", "under"),
        ("over", "under", "about"),
        ("about", "over", "about"),
        ("implied", "exact", "implied"),
        ("exact", "exact", "exact"),
    ],
)
def test_comparators_combine(one: str, other: str, together: str, vocabulary: Vocabulary) -> None:
    rows = figures({"a": 3, "b": 4, "c": 5})
    rows["comparator"] = pd.Series([one, other, "over"], dtype="str")
    carried = carry(rows, NEW, crosswalk(*MERGE), vocabulary)
    assert _row(carried, "x")["comparator"] == together
    assert _row(carried, "c")["comparator"] == "over"


def test_a_merged_figure_still_says_where_it_came_from(vocabulary: Vocabulary) -> None:
    rows = figures({"b": 4, "a": 3}, source_id="0123456789ab", sheet="Biểu 01")
    rows["cell"] = pd.Series(["C15", "C14"], dtype="str")
    row = _row(carry(rows, NEW, crosswalk(*MERGE), vocabulary), "x")
    assert (row["source_id"], row["sheet"], row["cell"]) == ("0123456789ab", "Biểu 01", "C14 (+1)")


def test_windows_that_differ_are_reported(vocabulary: Vocabulary) -> None:
    rows = figures({"a": 3, "b": 4})
    rows["period_basis"] = pd.Series(["calendar", "tt124_commune"], dtype="str")
    rows["period_start"] = pd.to_datetime(["2019-01-01", "2018-11-16"]).astype("datetime64[us]")
    carried = carry(rows, NEW, crosswalk(*MERGE), vocabulary)
    row = _row(carried, "x")
    assert (row["period_basis"], row["period_start"]) == ("unknown", pd.Timestamp("2018-11-16"))
    assert [finding.rule for finding in carried.findings] == ["carry_windows_differ"]


def test_other_levels_and_other_methods_stay_apart(vocabulary: Vocabulary) -> None:
    province = figures({"99": 100}, level="province")
    other = figures({"a": 1, "b": 1}, method_version="old")
    carried = carry(
        pd.concat([figures({"a": 3, "b": 4}), other, province]), NEW, crosswalk(*MERGE), vocabulary
    )
    frame = carried.observations.set_index(["level", "method_version"])["value"]
    assert frame.to_dict() == {("commune", ""): 7.0, ("commune", "old"): 2.0, ("province", ""): 100.0}
    assert carried.observations.loc[carried.observations["level"].eq("province"), "unit_date"].tolist() == [
        OLD
    ]


def test_units_without_successor_or_unknown_are_listed(vocabulary: Vocabulary) -> None:
    carried = carry(figures({"a": 3, "b": 4, "e": 5, "z": 6}), NEW, crosswalk(*MERGE, ("e", "")), vocabulary)
    account = carried.account.iloc[0]
    assert (account["difference"], account["units"]) == (-11.0, "e (5); z (6)")
    assert dict(zip(carried.differences["unit_code"], carried.differences["reason"], strict=True)) == {
        "e": "no_successor",
        "z": "unknown_unit",
    }
    assert {finding.rule for finding in carried.findings} == {"carry_unknown_unit", "carry_no_successor"}


def test_only_the_part_without_successor_is_lost(vocabulary: Vocabulary) -> None:
    split = crosswalk(("a", "a", "0.6"), ("a", "b", "0.4"))
    later = crosswalk(("a", "a"), ("b", ""), dates=(NEW, LATEST))
    carried = carry(figures({"a": 100}), LATEST, chain(split, later), vocabulary)
    account = carried.account.iloc[0]
    assert (account["before"], account["after"], account["difference"]) == (100.0, 60.0, -40.0)
    assert account["units"] == "a (40)"
    assert [
        (found.rule, found.values["amount"]) for found in carried.findings if "successor" in found.rule
    ] == [("carry_no_successor", 40.0)]


def test_every_finding_has_its_texts(vocabulary: Vocabulary) -> None:
    rows = pd.concat(
        [
            figures({"a": 3, "b": 4, "e": 5, "z": 6, "d": 1, "f": 4}),
            figures({"a": 3, "d": 1}, SUM, period="2018"),
            figures({"a": 0, "b": 1}, STATE),
            figures({"a": 0, "b": 1}, DISTINCT),
        ]
    )
    table = crosswalk(*MERGE, ("e", ""), ("f", "g"), ("f", "h"))
    findings = carry(rows, NEW, table, vocabulary).findings
    assert len({finding.rule for finding in findings}) == 6
    for finding, lang in itertools.product(findings, ("vi", "en")):
        assert finding.text(lang)
        assert finding.remedy(lang)


def test_carrying_back_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(RefusedError):
        carry(figures({"x": 1}, unit_date=NEW), OLD, crosswalk(*MERGE), vocabulary)


def test_a_crosswalk_of_other_days_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(UsageError, match=LATEST):
        carry(figures({"a": 1}), LATEST, crosswalk(*MERGE), vocabulary)


def test_one_figure_twice_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(InputError):
        carry(pd.concat([figures({"a": 1}), figures({"a": 1})]), NEW, crosswalk(*MERGE), vocabulary)


def test_an_unknown_indicator_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownNameError):
        carry(figures({"a": 1}, "no_such_thing"), NEW, crosswalk(*MERGE), vocabulary)


def test_nothing_moves_where_nothing_is(vocabulary: Vocabulary) -> None:
    assert carry(obs.empty(), NEW, crosswalk(*MERGE), vocabulary).observations.empty
    same = figures({"a": 1}, unit_date=NEW)
    pd.testing.assert_frame_equal(carry(same, NEW, crosswalk(*MERGE), vocabulary).observations, same)


CODES = [f"{number:05d}" for number in range(8)]


@st.composite
def reforms(draw: st.DrawFn, dates: tuple[str, str] = (OLD, NEW), *, ends: bool = False) -> pd.DataFrame:
    """A reform of eight units: merges, splits by people or equally, recodes; some end if `ends`."""
    rows: list[tuple[str, str] | tuple[str, str, str]] = []
    for code in CODES:
        if ends and draw(st.integers(0, 3)) == 0:
            rows.append((code, ""))
            continue
        parts = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True))
        weights = draw(st.lists(st.integers(1, 9), min_size=len(parts), max_size=len(parts)))
        known = draw(st.booleans())
        for part, weight in zip(parts, weights, strict=True):
            rows.append((code, part, repr(weight / sum(weights))) if known else (code, part))
    return crosswalk(*rows, dates=dates)


counts = st.fixed_dictionaries({code: st.integers(0, 500) for code in CODES})
relaxed = settings(max_examples=10, deadline=None)


@relaxed
@given(values=counts, reform=reforms())
def test_totals_of_complete_figures_are_kept(values: dict[str, int], reform: pd.DataFrame) -> None:
    carried = carry(figures(values), NEW, reform, vocabulary_of_the_project())
    assert carried.account["difference"].tolist() == [0.0]
    assert round(carried.observations["value"].sum(), 6) == sum(values.values())
    obs.validate(carried.observations)


@relaxed
@given(values=counts, lost=st.sets(st.sampled_from(CODES)), reform=reforms())
def test_every_difference_is_explained_unit_by_unit(
    values: dict[str, int], lost: set[str], reform: pd.DataFrame
) -> None:
    rows = figures({code: "not_reported" if code in lost else value for code, value in values.items()})
    carried = carry(rows, NEW, reform, vocabulary_of_the_project())
    account = carried.account.iloc[0]
    assert account["before"] == sum(value for code, value in values.items() if code not in lost)
    assert account["after"] - account["before"] == pytest.approx(-carried.differences["amount"].sum())


@relaxed
@given(
    values=counts, lost=st.sets(st.sampled_from(CODES)), first=reforms(), second=reforms(dates=(NEW, LATEST))
)
def test_two_steps_are_one(
    values: dict[str, int], lost: set[str], first: pd.DataFrame, second: pd.DataFrame
) -> None:
    rows = figures({code: "not_reported" if code in lost else value for code, value in values.items()})
    second = second[second["from_code"].isin(first["to_code"])]
    step = carry(
        carry(rows, NEW, first, vocabulary_of_the_project()).observations,
        LATEST,
        second,
        vocabulary_of_the_project(),
    ).observations
    once = carry(rows, LATEST, chain(first, second), vocabulary_of_the_project()).observations
    step, once = (frame.set_index("unit_code").sort_index() for frame in (step, once))
    assert step.index.tolist() == once.index.tolist()
    assert step["status"].isin(["reported", "apportioned"]).tolist() == once["value"].notna().tolist()
    np.testing.assert_allclose(step["value"], once["value"], rtol=1e-9, atol=1e-9)
    assert (once["apportioned_share"] <= step["apportioned_share"] + 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(
    values=counts,
    lost=st.sets(st.sampled_from(CODES)),
    first=reforms(ends=True),
    second=reforms(dates=(NEW, LATEST), ends=True),
)
def test_amounts_add_up_to_the_difference_of_two_reforms(
    values: dict[str, int], lost: set[str], first: pd.DataFrame, second: pd.DataFrame
) -> None:
    rows = figures({code: "not_reported" if code in lost else value for code, value in values.items()})
    carried = carry(rows, LATEST, chain(first, second), vocabulary_of_the_project())
    account = carried.account.iloc[0]
    assert account["difference"] == pytest.approx(-carried.differences["amount"].sum())
    told = sum(found.values["amount"] for found in carried.findings if found.rule == "carry_no_successor")
    ended = carried.differences["reason"].eq("no_successor")
    assert told == pytest.approx(carried.differences.loc[ended, "amount"].sum(), abs=0.01)
    assert set(carried.differences.loc[ended, "to_code"]) <= {""}


@relaxed
@given(values=counts, reform=reforms(), seed=st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(values: dict[str, int], reform: pd.DataFrame, seed: int) -> None:
    rows = pd.concat([figures(values), figures(values, STATE)], ignore_index=True)
    mixed = rows.sample(frac=1, random_state=seed).reset_index(drop=True)
    one = carry(rows, NEW, reform, vocabulary_of_the_project())
    other = carry(mixed, NEW, reform.sample(frac=1, random_state=seed), vocabulary_of_the_project())
    pd.testing.assert_frame_equal(one.observations, other.observations)
    pd.testing.assert_frame_equal(one.account, other.account)


@relaxed
@given(values=counts, reform=reforms(), seed=st.integers(0, 99))
def test_the_order_of_columns_does_not_matter(
    values: dict[str, int], reform: pd.DataFrame, seed: int
) -> None:
    rows = pd.concat([figures(values), figures(values, STATE)], ignore_index=True)
    mixed, table = (frame.sample(frac=1, axis=1, random_state=seed) for frame in (rows, reform))
    one = carry(rows, NEW, reform, vocabulary_of_the_project())
    other = carry(mixed, NEW, table, vocabulary_of_the_project())
    pd.testing.assert_frame_equal(one.observations, other.observations, check_like=True)
    pd.testing.assert_frame_equal(one.account, other.account)


@relaxed
@given(values=counts, lost=st.sets(st.sampled_from(CODES)), reform=reforms())
def test_the_account_leads_back_to_what_each_unit_sent(
    values: dict[str, int], lost: set[str], reform: pd.DataFrame
) -> None:
    gone = dict.fromkeys(sorted(lost)[:1], "")
    reform = reform[~reform["from_code"].isin(gone)]
    table = pd.concat([reform, crosswalk(*gone.items())]) if gone else reform
    unknown = {"99999": 7}
    rows = {code: "not_reported" if code in list(lost)[1:] else value for code, value in values.items()}
    carried = carry(figures(rows | unknown), NEW, table, vocabulary_of_the_project())
    sent = dict.fromkeys(table["to_code"], 0.0)
    for pair in table.itertuples():
        value = rows[pair.from_code]
        sent[pair.to_code] += pair.share * value if isinstance(value, int) else 0.0
    sent[""] = sent.get("", 0.0) + 7
    here = carried.observations.set_index("unit_code")["value"].fillna(0.0)
    behind = carried.differences.groupby("to_code")["amount"].sum()
    back = here.add(behind, fill_value=0.0)
    assert back.reindex(sorted(sent)).fillna(0.0).tolist() == pytest.approx(
        [sent[code] for code in sorted(sent)]
    )


@relaxed
@given(values=counts, reform=reforms())
def test_carrying_back_is_refused_whatever_the_reform(values: dict[str, int], reform: pd.DataFrame) -> None:
    carried = carry(figures(values), NEW, reform, vocabulary_of_the_project()).observations
    back = reform.rename(
        columns={
            "from_code": "to_code",
            "to_code": "from_code",
            "from_date": "to_date",
            "to_date": "from_date",
        }
    )
    with pytest.raises(RefusedError):
        carry(carried, OLD, back, vocabulary_of_the_project())
