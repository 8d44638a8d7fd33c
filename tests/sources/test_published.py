"""Published figures: they stand in their quotes and go through the shape of an observation without loss."""

import csv
import math
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.errors import InputError, SettingError
from antq_analysis.observations import KEY, conform, period_bounds, validate
from antq_analysis.project import Project, find_project
from antq_analysis.sources.figures import FIGURE_COLUMNS
from antq_analysis.sources.published import (
    DETAILS,
    load_external,
    load_published,
    published_from_observations,
    published_observations,
)
from antq_analysis.vocabulary import load_vocabulary

WORDS = {"hơn": "over", "trên": "over", "gần": "under"}


@pytest.fixture(scope="module")
def published(root: Path) -> pd.DataFrame:
    return load_published(find_project(root))


@pytest.fixture(scope="module")
def external(root: Path) -> pd.DataFrame:
    return load_external(find_project(root))


@pytest.fixture(scope="module")
def observations(published: pd.DataFrame) -> pd.DataFrame:
    return published_observations(published)


@pytest.fixture(scope="module")
def dictionary(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "domain/published_figures.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def number_in(text: str) -> float | None:
    """Read a Vietnamese number independently of the package: words aside, dots group, a comma is decimal."""
    lowered = text.lower()
    found = re.search(r"\d[\d.]*(?:,\d+)?", lowered)
    if not found:
        return None
    value = float(found.group().rstrip(".").replace(".", "").replace(",", "."))
    value *= 1_000_000 if "triệu" in lowered else 1
    return round(-value if "giảm" in lowered else value, 6)


def folded(text: str) -> str:
    return " ".join(text.split())


def row(frame: pd.DataFrame, figure: str) -> pd.Series:
    return frame.set_index("id").loc[figure]


# The figures --------------------------------------------------------------------------------------------------------


def test_there_are_85_and_17(published: pd.DataFrame, external: pd.DataFrame) -> None:
    assert (len(published), len(external)) == (85, 17)
    assert list(published.columns) == list(external.columns) == list(FIGURE_COLUMNS)


def test_every_row_of_the_dictionary_is_carried_with_equal_value(
    published: pd.DataFrame, dictionary: dict[str, dict[str, str]]
) -> None:
    assert list(published["id"]) == list(dictionary)
    for figure in published.to_dict("records"):
        source = dictionary[figure["id"]]
        same = {
            "seed_file": "seed_file",
            "indicator": "indicator",
            "unit": "unit",
            "quote": "quote",
            "level": "admin_level",
        }
        assert all(figure[ours] == source[theirs] for ours, theirs in same.items()), figure["id"]
        assert (figure["unit_name"], figure["parent_name"]) == (
            source["unit_name"],
            source["parent_district"],
        )
        assert figure["denominator"] == pytest.approx(float(source["denominator"] or "nan"), nan_ok=True)
        if not math.isnan(figure["value"]):
            assert figure["value"] == float(source["value"])
        elif source["value"]:
            assert number_in(figure["value_text"]) == float(source["value"])
        if source["model_type"]:
            assert source["model_type"] == figure["model_type"]
        last = f"{figure['period_end']:%Y-%m-%d}"
        assert last.startswith(source["period_end"] or source["as_of"])
        assert source["comparator"] == figure["comparator"] or figure["id"] == "S004-11"


def test_external_figures_are_carried_with_equal_value(external: pd.DataFrame, shared: Path) -> None:
    with (shared / "domain/external_figures.csv").open(encoding="utf-8") as file:
        dictionary = {line["id"]: line for line in csv.DictReader(file)}
    assert list(external["id"]) == list(dictionary)
    for figure in external.to_dict("records"):
        source = dictionary[figure["id"]]
        value = number_in(figure["value_text"]) if math.isnan(figure["value"]) else figure["value"]
        assert value == float(source["value"]), figure["id"]
        assert (figure["indicator"], figure["source"]) == (source["indicator"], source["source_url"])


@pytest.mark.parametrize("table", ["published", "external"])
def test_each_figure_stands_in_its_quote(table: str, request: pytest.FixtureRequest) -> None:
    for figure in request.getfixturevalue(table).to_dict("records"):
        written, quote = figure["value_text"], figure["quote"]
        assert written in quote, figure["id"]
        if figure["comparator"] == "implied":
            assert not written, f"{figure['id']}: an implied figure is not written"
            continue
        at = quote.index(written)
        around = quote[max(at - 1, 0) : at] + quote[at + len(written) : at + len(written) + 1]
        assert not re.search(r"\d", around), f"{figure['id']}: part of a longer number"
        if figure["status"] == "reported" and figure["id"] != "S004-15":
            assert number_in(written) == figure["value"], figure["id"]


def test_the_second_fall_shares_its_word_with_the_first(published: pd.DataFrame) -> None:
    figure = row(published, "S004-15")
    assert (figure["value"], figure["value_text"]) == (-2, "2")
    assert figure["quote"].startswith("Giảm 2 vụ và 2 đối tượng")


@pytest.mark.parametrize("table", ["published", "external"])
def test_words_of_degree_are_comparators(table: str, request: pytest.FixtureRequest) -> None:
    for figure in request.getfixturevalue(table).to_dict("records"):
        word = figure["value_text"].split(" ")[0]
        expected = WORDS.get(word)
        if expected:
            assert figure["comparator"] == expected, figure["id"]
        else:
            assert figure["comparator"] in ("exact", "implied", "about"), figure["id"]


def test_each_quote_stands_in_its_report(published: pd.DataFrame, shared: Path) -> None:
    texts = {path.name: folded(path.read_text(encoding="utf-8")) for path in (shared / "seeds").glob("*.txt")}
    for figure in published.to_dict("records"):
        assert folded(figure["quote"]) in texts[figure["seed_file"]], figure["id"]


def test_what_is_too_vague_or_unclear_is_text(published: pd.DataFrame, external: pd.DataFrame) -> None:
    both = pd.concat([published, external])
    vague = both[both["status"] != "reported"].set_index("id")["value_text"].to_dict()
    assert vague == {"S000-16": "17", "S001-07": "335", "S001-09": "hàng nghìn", "E07": "4.225"}
    assert both.set_index("id").loc[list(vague), "value"].isna().all()
    assert (both["value"].isna() == (both["status"] == "unparsed")).all()


def test_the_break_of_hoa_binh_is_three_counts_in_two_ways(
    published: pd.DataFrame, external: pd.DataFrame
) -> None:
    counts = pd.concat([published, external]).set_index("id")
    columns = ["indicator", "value", "method_version"]
    assert counts.loc["S003-11", columns].tolist() == ["model_units_active", 4778, "before-HD22"]
    assert counts.loc["E02", columns].tolist() == ["model_units_active", 2382, "before-HD22"]
    assert counts.loc["S000-06", columns].tolist() == ["model_points_active", 1602, "HD22"]
    assert counts.loc["S003-12", ["value", "denominator", "method_version"]].tolist() == [
        123,
        131,
        "QD1980-2016-2020",
    ]
    assert counts.loc["S000-10", ["value", "denominator", "method_version"]].tolist() == [
        108,
        129,
        "QD318-2021-2025",
    ]


@pytest.mark.parametrize(
    "pair", [("S002-11", "S002-12"), ("S002-01", "S002-02"), ("S003-02", "S003-04"), ("S000-09", "S003-15")]
)
def test_what_must_never_be_added_differs_in_category(published: pd.DataFrame, pair: tuple[str, str]) -> None:
    first, second = (row(published, figure) for figure in pair)
    assert first["indicator"] == second["indicator"]
    assert first["category"] != second["category"]
    assert first["category"]
    assert second["category"]


def test_printed_rates_are_reported_rates_and_agree_with_their_parts(
    published: pd.DataFrame, root: Path
) -> None:
    vocabulary = load_vocabulary(find_project(root))
    rates = published[published["rule"] == "reported_rate"]
    assert sorted(rates["value"]) == [46.6, 83.7]
    for rate in rates.to_dict("records"):
        part, whole = vocabulary.indicator(rate["indicator"]).parts
        same_day = published[published["period_end"] == rate["period_end"]].set_index("indicator")["value"]
        assert round(100 * same_day[part] / same_day[whole], 1) == rate["value"]


def test_units_have_the_code_of_their_day(published: pd.DataFrame, shared: Path) -> None:
    with (shared / "data/vietnam/units/units_history_vn_2009_2025.csv").open(encoding="utf-8") as file:
        history = list(csv.DictReader(file))

    def same(name: str) -> str:
        return name.replace("Hoà", "Hòa").replace("Sĩ", "Sỹ")

    first_day = min(line["valid_from"] for line in history)
    for figure in published.to_dict("records"):
        day = max(figure["unit_date"], first_day)
        valid = [line for line in history if line["valid_from"] <= day < line["valid_to"]]
        if figure["level"] == "commune":
            found = [line for line in valid if line["code"] == figure["unit_code"]]
            assert [same(line["name"].removeprefix("Xã ")) for line in found] == [figure["unit_name"]], (
                figure["id"]
            )
            district = figure["parent_name"].replace("TP", "Thành phố")
            assert found[0]["district_name"].endswith(district.removeprefix("Huyện "))
        if figure["level"] == "district":
            names = {line["district_name"] for line in valid if line["district_code"] == figure["unit_code"]}
            assert names == {f"Huyện {figure['unit_name']}"}
        if figure["level"] == "province":
            assert any(line["province_code"] == figure["unit_code"] for line in valid)


def test_the_commune_of_2016_is_not_the_one_that_took_its_name(published: pd.DataFrame) -> None:
    figure = row(published, "S003-19")
    assert (figure["unit_code"], figure["unit_date"], figure["value"]) == ("04996", "2016-12-31", 2016)


def test_days_lie_in_their_periods(published: pd.DataFrame, external: pd.DataFrame) -> None:
    for figure in pd.concat([published, external]).to_dict("records"):
        first, last = period_bounds(figure["period"])
        assert first <= figure["period_end"].date() <= last, figure["id"]
        if figure["period_start"] is not pd.NaT:
            assert figure["period_start"].date() == first
        assert figure["unit_date"] == f"{figure['period_end']:%Y-%m-%d}"
        if figure["basis"] == "stock":
            assert figure["period_start"] is pd.NaT, "a stock has no first day"


def test_no_name_of_a_person_is_kept(published: pd.DataFrame) -> None:
    text = " ".join(published["quote"]) + " ".join(published["note"])
    assert not re.search(r"\b(Ông|Bà|Đồng chí) [A-ZĐ]", text)
    assert "Xa Sình" not in text


# The shape ----------------------------------------------------------------------------------------------------------


def test_all_figures_are_valid_observations(observations: pd.DataFrame, external: pd.DataFrame) -> None:
    validate(observations)
    assert len(observations) == 85
    validate(pd.concat([observations, published_observations(external)], ignore_index=True))


def test_every_figure_comes_back_without_loss(
    published: pd.DataFrame, observations: pd.DataFrame, tmp_path: Path
) -> None:
    shuffled = observations.sample(frac=1, random_state=7)
    shuffled.to_parquet(tmp_path / "observations.parquet")
    through_a_file = conform(pd.read_parquet(tmp_path / "observations.parquet"))
    pd.testing.assert_frame_equal(published_from_observations(through_a_file, published), published)


def test_values_come_back_from_the_observations_and_not_from_the_table(
    published: pd.DataFrame, observations: pd.DataFrame
) -> None:
    emptied = published.assign(
        value=float("nan"), value_text="", comparator="", status="", period_basis="", rule=""
    )
    pd.testing.assert_frame_equal(published_from_observations(observations, emptied), published)


def test_keys_are_unique(observations: pd.DataFrame) -> None:
    assert not observations.duplicated(list(KEY)).any()


def collisions(frame: pd.DataFrame, columns: list[str]) -> int:
    return int(frame.duplicated(columns, keep=False).sum())


def test_without_category_18_figures_collide(published: pd.DataFrame, observations: pd.DataFrame) -> None:
    keys = [name for name in KEY if name != "category"]
    assert collisions(observations, keys) == 18
    figures = published[published.duplicated(keys, keep=False)]
    assert Counter(figures["indicator"]) == {
        "model_points_active": 6,
        "festival_events": 4,
        "festival_attendances": 4,
        "model_units_active": 2,
        "model_pilot_residential_areas": 2,
    }
    with pytest.raises(InputError, match="18"):
        published_observations(published.assign(category=""))


@pytest.mark.parametrize(("column", "lost"), [("comparator", 20), ("basis", 51)])
def test_without_comparator_or_basis_figures_lose_what_they_say(
    published: pd.DataFrame, observations: pd.DataFrame, column: str, lost: int
) -> None:
    default = conform(pd.DataFrame({"indicator": ["x"]}))[column].iloc[0]
    poorer = observations.assign(**{column: default})
    assert int((poorer[column] != published[column]).sum()) == lost
    if column == "basis":
        with pytest.raises(InputError):
            published_from_observations(poorer, published)
    else:
        back = published_from_observations(poorer, published)
        assert int((back[column] != published[column]).sum()) == lost


def test_a_stock_and_a_flow_of_one_thing_do_not_collide_only_because_of_basis(
    published: pd.DataFrame,
) -> None:
    stock = published[published["id"] == "S000-08"]
    pair = pd.concat([stock, stock.assign(id="X-1", basis="in_year", value=2.0)], ignore_index=True)
    assert len(published_observations(pair)) == 2
    with pytest.raises(InputError):
        published_observations(pair.assign(basis="cumulative"))


def test_coming_back_refuses_strangers_and_doubles(
    published: pd.DataFrame, observations: pd.DataFrame
) -> None:
    stranger = observations.assign(period=observations["period"].replace("2023", "2024"))
    with pytest.raises(InputError, match="S000-01"):
        published_from_observations(stranger, published)
    with pytest.raises(InputError):
        published_from_observations(pd.concat([observations, observations.head(1)]), published)


# How strictly it is read --------------------------------------------------------------------------------------------


@pytest.fixture
def change(project: Project) -> Callable[[str, str], Project]:
    """Replace one wording of the first row that has it, in a project of its own."""

    def replace_in(old: str, new: str) -> Project:
        path = project.reference / "published.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return project

    return replace_in


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("S000-02,", "S000-01,", "S000-01"),
        (",43,43,exact", ",43 điểm,43,exact", "43 điểm"),
        (",43,43,exact", ",,43,exact", "reported"),
        (",43,43,exact", ",nan,43,exact", "nan"),
        (",43,43,exact", ",inf,43,exact", "inf"),
        (",43,43,exact", ",4e1,43,exact", "4e1"),
        (",43,43,exact", ",1_602,43,exact", "1_602"),
        (",43,43,exact", ",1.602,43,exact", "1602"),
        (",model_points_new,", ",model_point_new,", "model_point_new"),
        ("parish_safe,stock", "parish,stock", "parish"),
        (",hoa-binh,", ",hoabinh,", "hoabinh"),
        ("HD22,final,43", "before-HD22,final,43", "HD22"),
        ("2023-12-31,unknown,HD22,final,43", "31/12/2023,unknown,HD22,final,43", "31/12/2023"),
        (",43,43,exact", ",43,43,exactly", "model_points_new"),
        ("id,seed_file", "id,seedfile", "seedfile"),
    ],
)
def test_a_faulty_row_is_named(change: Callable[[str, str], Project], old: str, new: str, said: str) -> None:
    with pytest.raises(SettingError) as caught:
        load_published(change(old, new))
    assert said in "\n".join(caught.value.cases)
    assert "published.csv" in str(caught.value)


def test_all_faulty_rows_are_named_at_once(change: Callable[[str, str], Project], project: Project) -> None:
    change(",43,43,exact", ",x,43,exact")
    change(",190,190,exact", ",y,190,exact")
    with pytest.raises(SettingError) as caught:
        load_published(project)
    assert len(caught.value.cases) == 2


def test_details_are_what_an_observation_does_not_hold() -> None:
    assert {"quote", "unit", "denominator", "unit_name"} <= set(DETAILS)
    assert not set(DETAILS) & set(KEY)
