"""The vocabulary: what stands in data/reference, how strictly it is read, and what it answers."""

import csv
import dataclasses
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from antq_analysis.errors import MissingError, SettingError, UnknownNameError
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from antq_analysis.vocabulary.checks import plain
from antq_analysis.vocabulary.dictionary import data_dictionary, dictionary_page
from antq_analysis.vocabulary.glossary import glossary_page

REFERENCE = ("indicators.toml", "provinces.toml", "model_types.csv", "model_groups.csv", "glossary.csv")


@pytest.fixture(scope="module")
def vocabulary(root: Path) -> Vocabulary:
    return load_vocabulary(find_project(root))


@pytest.fixture
def change(project: Project) -> Callable[[str, str, str], Project]:
    """Replace one wording of a reference file in a project of its own."""

    def replace_in(name: str, old: str, new: str) -> Project:
        path = project.reference / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return project

    return replace_in


def problems_of(project: Project) -> tuple[str, ...]:
    with pytest.raises(SettingError) as caught:
        load_vocabulary(project)
    assert caught.value.exit_code == 3
    return caught.value.cases


# What stands in the files -------------------------------------------------------------------------------------------


def test_every_indicator_of_the_dictionary_is_carried_over(shared: Path, vocabulary: Vocabulary) -> None:
    with (shared / "domain/indicators.csv").open(encoding="utf-8") as file:
        dictionary = list(csv.DictReader(file))
    assert len(dictionary) == 95
    for row in dictionary:
        entry = vocabulary.indicator(row["id"])
        assert (entry.label_vi, entry.label_en) == (row["label_vi"], row["label_en"])
        assert entry.definition == row["definition"]
        assert entry.level in row["level"]
        assert row["note"] in entry.note
        named = {
            name.split(" (")[0].strip().replace("disputes total", "disputes_total")
            for name in row["denominator"].split(";")
        }
        # Points per km² are asked for beside what the dictionary names.
        added = {"area_km2"} if entry.id == "model_points_active" else set()
        assert set(entry.denominators) == named - {"", "34"} | added


@pytest.mark.parametrize(
    ("indicator", "adds_up", "merges"),
    [
        ("model_types_active", "distinct", "distinct"),
        ("model_points_active", "sum", "additive"),
        ("ntm_19_2_met", "flags", "flag"),
        ("movement_class", "classes", "flag"),
        ("movement_score", "mean", "flag"),
        ("incident_rate", "ratio", "recompute"),
        ("model_established_year", "min", "min"),
        ("communes_total", "sum", "recount"),
        ("ntm_districts_met", "flags", "close"),
        ("incidents_total_change", "sum", "recompute"),
        ("unclear_number", "none", "none"),
    ],
)
def test_how_it_adds_up_and_merges(vocabulary: Vocabulary, indicator: str, adds_up: str, merges: str) -> None:
    entry = vocabulary.indicator(indicator)
    assert (entry.adds_up, entry.merges) == (adds_up, merges)


@pytest.mark.parametrize(
    ("indicator", "sensitive"),
    [
        ("incidents_total", True),
        ("suspects_handled", True),
        ("tips_valuable", True),
        ("hotspot_communes_listed", True),
        ("hotspot_ttatxh_converted_year", True),
        ("crimes_social_order", True),
        ("incident_rate", True),
        ("model_points_active", False),
        ("awards_given", False),
        ("ntm_model_communes", False),
        ("models_commended_mps", False),
        ("population", False),
    ],
)
def test_sensitive_are_incidents_persons_tips_and_lists_only(
    vocabulary: Vocabulary, indicator: str, sensitive: bool
) -> None:
    assert vocabulary.indicator(indicator).sensitive is sensitive


def test_a_rate_is_sensitive_when_its_numerator_is(vocabulary: Vocabulary) -> None:
    for entry in vocabulary.indicators.values():
        if entry.parts:
            assert entry.sensitive >= vocabulary.indicator(entry.parts[0]).sensitive or entry.scope, entry.id


@pytest.mark.parametrize(
    "outcome",
    [
        "safe_std_met_commune",
        "safe_std_met_residential",
        "ntm_19_2_met",
        "ntm_19_2_met_rate",
        "ntm_standard_met",
        "ntm_model_communes",
        "movement_class",
        "hotspot_communes_removed",
        "hotspot_ttatxh_converted_year",
        "safe_std_commune_rate",
    ],
)
def test_outcomes_that_contain_the_programme_say_so_however_deep(
    vocabulary: Vocabulary, outcome: str
) -> None:
    assert "programme" in vocabulary.contained_in(outcome)


@pytest.mark.parametrize(
    "outcome", ["incidents_total", "incident_rate", "tips_total", "traffic_accidents", "fires"]
)
def test_counts_of_what_happens_do_not_contain_the_programme(vocabulary: Vocabulary, outcome: str) -> None:
    assert "programme" not in vocabulary.contained_in(outcome)


def test_a_rate_contains_its_parts(vocabulary: Vocabulary) -> None:
    kinds = {"crimes_social_order", "drug_cases", "traffic_accidents", "fires"}
    assert vocabulary.contained_in("incidents_total") == kinds
    assert vocabulary.contained_in("incident_rate") == {"incidents_total", "population"} | kinds


@pytest.mark.parametrize(
    "indicator",
    [
        "awards_given",
        "documents_issued",
        "training_sessions",
        "media_items",
        "influential_persons_meetings",
        "festival_events",
    ],
)
def test_what_the_reports_have_beyond_the_dictionary(vocabulary: Vocabulary, indicator: str) -> None:
    entry = vocabulary.indicator(indicator)
    assert entry.adds_up == "sum"
    assert entry.aliases


def test_awards_tell_form_level_and_receiver_apart(vocabulary: Vocabulary) -> None:
    awards = set(vocabulary.categories("awards_given"))
    assert {
        "certificate_ministry_collective",
        "certificate_ministry_individual",
        "letter_police_collective",
    } <= awards
    assert (
        vocabulary.category_label("awards_given", "certificate_ministry_collective")
        == "Bằng khen của Bộ Công an, tập thể"
    )


def test_people_read_every_label_in_both_languages(vocabulary: Vocabulary) -> None:
    for entry in vocabulary.indicators.values():
        assert entry.label_vi
        assert entry.label_en
        assert bool(entry.unit_vi) == bool(entry.unit_en)
        assert entry.unit_vi or entry.id == "unclear_number"
        assert entry.aliases or entry.id == "unclear_number"
        assert (entry.label("en"), entry.unit("vi")) == (entry.label_en, entry.unit_vi)


def test_text_is_in_normal_form(root: Path) -> None:
    for name in REFERENCE:
        text = (root / "data/reference" / name).read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), name


def test_one_header_has_one_meaning(vocabulary: Vocabulary) -> None:
    for scope in ("", "north-carolina"):
        meanings: dict[str, str] = {}
        for entry in vocabulary.indicators.values():
            for alias in entry.aliases if entry.scope in ("", scope) else ():
                assert meanings.setdefault(plain(alias), entry.id) == entry.id, alias
        for asked in vocabulary.ambiguous:
            assert not {plain(header) for header in asked.headers} & set(meanings)


@pytest.mark.parametrize(
    ("header", "indicator"),
    [
        ("Số điểm MH", "model_points_active"),
        ("ĐIỂM MÔ HÌNH", "model_points_active"),
        ("Đơn vị MH", "model_units_active"),
        ("KDC", "residential_areas_total"),
        ("Khu DC", "residential_areas_total"),
        ("Vụ việc ANTT", "incidents_total"),
        ("Tổng số vụ việc liên quan đến ANTT", "incidents_total"),
        ("Số vụ PPHS", "crimes_social_order"),
    ],
)
def test_headers_as_offices_word_them(vocabulary: Vocabulary, header: str, indicator: str) -> None:
    found = [
        e.id
        for e in vocabulary.indicators.values()
        if plain(header) in {plain(a) for a in (e.label_vi, *e.aliases)}
    ]
    assert found == [indicator]


def test_a_bare_model_header_is_asked_about(vocabulary: Vocabulary) -> None:
    asked = {plain(header): entry.indicators for entry in vocabulary.ambiguous for header in entry.headers}
    assert set(asked["số mô hình"]) >= {"model_types_active", "model_points_active"}
    assert set(asked["chuyển hóa"]) == {"hotspot_communes_removed", "hotspot_ttatxh_converted"}


# What it answers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "day", "version"),
    [
        ("model_units_active", "2020-11-17", "before-HD22"),
        ("model_units_active", "2023-03-31", "before-HD22"),
        ("model_points_active", "2023-12-31", "HD22"),
        ("model_density", "2022-12-31", "before-HD22"),
        ("model_density", "2023-12-31", "HD22"),
        ("model_types_active", "2020-11-17", "before-HD22"),
        ("model_types_active", "2023-03-31", "HD22"),
        ("ntm_19_2_met", "2020-12-31", "QD1980-2016-2020"),
        ("ntm_19_2_met", "2022-03-07", "QD1980-2016-2020"),
        ("ntm_19_2_met", "2022-03-08", "QD318-2021-2025"),
        ("ntm_19_2_met_rate", "2023-12-31", "QD318-2021-2025"),
        ("ntm_19_2_met", "2026-01-01", "QD51-2026-2030"),
        ("safe_std_met_commune", "2021-11-30", "TT23-2012"),
        ("safe_std_met_commune", "2022-11-15", "TT124-2021"),
        ("safe_std_residential_rate", "2022-10-31", "TT124-2021"),
        ("grassroots_teams", "2024-06-30", "before-LLTG2023"),
        ("grassroots_teams", "2024-07-01", "LLTG2023"),
        ("incidents_total", "2023-12-31", ""),
        ("communes_rural_total", "2023-12-31", ""),
    ],
)
def test_way_of_counting_in_hoa_binh(vocabulary: Vocabulary, indicator: str, day: str, version: str) -> None:
    assert vocabulary.method_version("hoa-binh", indicator, date.fromisoformat(day)) == version


def test_breaks_of_counting_are_those_of_the_province(vocabulary: Vocabulary) -> None:
    day = date(2017, 12, 31)
    assert vocabulary.method_version("hai-duong", "model_points_active", day) == ""
    assert vocabulary.method_version("demo", "model_points_active", date(2022, 12, 31)) == "before-HD22"
    assert vocabulary.method_version("demo", "model_points_active", date(2023, 1, 1)) == "HD22"


def test_every_cut_changes_the_version_on_its_day_and_only_then(vocabulary: Vocabulary) -> None:
    for entry in vocabulary.breaks:
        for province in entry.provinces or ("hoa-binh", "demo"):
            for indicator in entry.indicators:
                before = vocabulary.method_version(province, indicator, entry.on - timedelta(days=1))
                after = vocabulary.method_version(province, indicator, entry.on)
                assert (before != after) is entry.cuts, entry.id
                if entry.cuts:
                    assert (before, after) == (entry.before, entry.after)


def test_boundaries_and_denominators_are_facts_beside_a_series(vocabulary: Vocabulary) -> None:
    breaks = {entry.id: entry for entry in vocabulary.breaks_for("hoa-binh", "ntm_19_2_met_rate")}
    assert [entry.on for entry in breaks.values()] == sorted(entry.on for entry in breaks.values())
    denominator = breaks["hoa_binh_denominator_2021"]
    assert (denominator.before, denominator.after, denominator.on) == ("131 xã", "129 xã", date(2021, 2, 1))
    assert not denominator.cuts
    assert breaks["ntm_criteria_2022"].cuts
    boundaries = [entry.on for entry in breaks.values() if entry.kind == "boundary"]
    assert boundaries == [date(2020, 1, 1), date(2021, 2, 1), date(2025, 7, 1)]


def test_provinces_know_where_their_land_went(vocabulary: Vocabulary) -> None:
    day = date(2025, 7, 1)
    for old, new in (("hoa-binh", "phu-tho"), ("bac-kan", "thai-nguyen"), ("hai-duong", "hai-phong")):
        assert [(step.on, step.province) for step in vocabulary.province(old).succession] == [(day, new)]
    codes = {
        name: vocabulary.province(name).code
        for name in ("demo", "hoa-binh", "bac-kan", "hai-duong", "phu-tho")
    }
    assert codes == {"demo": "99", "hoa-binh": "17", "bac-kan": "06", "hai-duong": "30", "phu-tho": "25"}


def test_only_the_fictional_province_is_fictional(vocabulary: Vocabulary) -> None:
    assert [entry.id for entry in vocabulary.provinces.values() if entry.fictional] == ["demo"]
    assert "không có thật" in vocabulary.province("demo").banner_vi
    carolina = vocabulary.province("north-carolina")
    assert (carolina.unit_name("vi"), carolina.unit_name("en"), carolina.banner_vi) == (
        "quận",
        "counties",
        "",
    )


def test_indicators_of_one_place_stay_there(vocabulary: Vocabulary) -> None:
    carolina = {entry.id for entry in vocabulary.indicators_of("north-carolina")}
    hoa_binh = {entry.id for entry in vocabulary.indicators_of("hoa-binh")}
    assert carolina - hoa_binh >= {"crime_rate_reported", "police_per_person", "births", "sids_deaths"}
    assert hoa_binh < carolina


def test_province_codes_are_those_of_the_lists(shared: Path, vocabulary: Vocabulary) -> None:
    with (shared / "data/vietnam/units/units_vn_2025-07-01.csv").open(encoding="utf-8") as file:
        new = {row["province_code"]: row["province_name"] for row in csv.DictReader(file)}
    with (shared / "data/vietnam/units/units_vn_2018-10-16.csv").open(encoding="utf-8") as file:
        old = {
            row["province_code"]: row["province_name"].replace("Hoà", "Hòa") for row in csv.DictReader(file)
        }
    for entry in vocabulary.provinces.values():
        if entry.id not in ("demo", "north-carolina", "viet-nam"):
            assert (old if entry.succession else new)[entry.code].endswith(entry.name_vi)


def test_unknown_names_are_refused_with_the_nearest(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownNameError, match="incidents_total"):
        vocabulary.indicator("incident_total")
    with pytest.raises(UnknownNameError, match="hoa-binh"):
        vocabulary.province("hoabinh")
    with pytest.raises(UnknownNameError, match="organisation"):
        vocabulary.category("festival_events", "organization")
    with pytest.raises(UnknownNameError):
        vocabulary.category_label("population", "province")
    with pytest.raises(UnknownNameError):
        vocabulary.method_version("hoa-binh", "no_such", date(2023, 1, 1))


def test_it_is_frozen(vocabulary: Vocabulary) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        vocabulary.indicator("population").label_vi = "khác"  # type: ignore[misc]
    with pytest.raises(TypeError):
        vocabulary.indicators["new"] = vocabulary.indicator("population")  # type: ignore[index]


# How strictly it is read --------------------------------------------------------------------------------------------


def test_all_problems_are_listed_at_once(project: Project) -> None:
    path = project.reference / "indicators.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('denominators = ["households"]', 'denominators = ["household"]', 1)
    text = text.replace('never_above = ["population"]', 'never_above = ["populations"]', 1)
    text = text.replace('contains = ["safe_std_met_residential"]', 'contains = ["program"]', 1)
    text = text.replace('dimension = "organiser_level"', 'dimension = "organizer_level"', 1)
    text = text.replace('parts = ["incidents_total", "population"]', 'parts = ["incidents", "population"]', 1)
    text = text.replace('provinces = ["bac-kan"]', 'provinces = ["backan"]', 1)
    path.write_text(text, encoding="utf-8")
    listed = "\n".join(problems_of(project))
    for wrong, near in (
        ("household", "households"),
        ("program", "programme"),
        ("populations", "population"),
        ("organizer_level", "organiser_level"),
        ("incidents", "incidents_total"),
        ("backan", "bac-kan"),
    ):
        assert f"“{wrong}”" in listed
        assert f"-> {near}?" in listed


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("indicators.toml", "sensitive = true", "sensitiv = true", "sensitive?"),
        ("indicators.toml", "sensitive = true", 'sensitive = "yes"', "true | false"),
        ("indicators.toml", 'id = "households"', 'id = "population"', "population"),
        ("indicators.toml", 'kind = "base"', 'kind = "bas"', "base?"),
        ("indicators.toml", 'adds_up = "distinct"', 'adds_up = "ratio"', "model_types_active"),
        ("indicators.toml", "per = 10000", "per = 0", "per"),
        ("indicators.toml", 'applies_to = ["xã"]', 'applies_to = ["xa"]', "applies_to"),
        ("indicators.toml", 'kind = "counting_method"', 'kind = "counting"', "counting_method?"),
        ("indicators.toml", 'before = "QD318-2021-2025"', 'before = "QD318"', "ntm_criteria_2026"),
        ("indicators.toml", 'after = "TT124-2021"', 'after = "TT23-2012"', "safe_standard_2022"),
        ("indicators.toml", '"Số dân",', '"Số hộ",', "households"),
        ("indicators.toml", '"Số dân",', '"Số mô hình",', "[[ambiguous]]"),
        ("indicators.toml", 'values_from = "model_types.csv"', 'values_from = "types.csv"', "model_type"),
        ("indicators.toml", '{ id = "district", label_vi', '{ id = "province", label_vi', "organiser_level"),
        ("provinces.toml", 'province = "phu-tho"', 'province = "phutho"', "phu-tho?"),
        ("provinces.toml", "code_width = 5", 'code_width = "5"', "số nguyên"),
        ("provinces.toml", 'code = "37"', "code = 37", 'đặt trong ngoặc kép: "37"'),
        ("provinces.toml", 'id = "bac-kan"', 'id = "Bắc Kạn"', "“bac-kan”"),
        (
            "model_types.csv",
            "inter_family,Tổ liên gia tự quản về ANTT,Inter-family self-management group,G1",
            "inter_family,a,b,G9",
            "G9",
        ),
    ],
)
def test_a_fault_is_named(
    change: Callable[[str, str, str], Project], name: str, old: str, new: str, said: str
) -> None:
    assert said in "\n".join(problems_of(change(name, old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id,name_vi", "id,nam_vi", "nam_vi"),
        ("G2,", "G2,,", "3"),
    ],
)
def test_a_table_with_other_columns_or_cells_is_refused(
    change: Callable[[str, str, str], Project], old: str, new: str, said: str
) -> None:
    assert said in "\n".join(problems_of(change("model_groups.csv", old, new)))


def test_a_table_saved_by_a_spreadsheet_is_read(project: Project, vocabulary: Vocabulary) -> None:
    path = project.reference / "model_types.csv"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert dict(load_vocabulary(project).model_types) == dict(vocabulary.model_types)


def test_a_change_on_disk_is_seen(change: Callable[[str, str, str], Project], project: Project) -> None:
    assert load_vocabulary(project).indicator("population").label_vi == "Dân số"
    change("indicators.toml", 'label_vi = "Dân số"', 'label_vi = "Dân số trung bình năm"')
    assert load_vocabulary(project).indicator("population").label_vi == "Dân số trung bình năm"


def test_broken_and_missing_files_have_their_own_errors(project: Project) -> None:
    (project.reference / "indicators.toml").write_text("[[indicator]\n", encoding="utf-8")
    with pytest.raises(SettingError, match=r"indicators\.toml"):
        load_vocabulary(project)
    (project.reference / "indicators.toml").unlink()
    with pytest.raises(MissingError, match=r"indicators\.toml"):
        load_vocabulary(project)


# Model types and the glossary ---------------------------------------------------------------------------------------


def test_model_types_are_carried_over(shared: Path, vocabulary: Vocabulary) -> None:
    with (shared / "domain/model_types.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert list(vocabulary.model_types) == list(rows)
    assert vocabulary.categories("model_points_active") == tuple(rows)
    assert "TLGTQ" in vocabulary.model_types["inter_family"].variants
    groups = {name: entry.group for name, entry in vocabulary.model_types.items()}
    assert groups["dan_van_kheo"] == "outside"
    assert groups["force_mediation_group"] == "force"


def test_no_name_of_a_clan_became_a_type(vocabulary: Vocabulary) -> None:
    for entry in vocabulary.model_types.values():
        assert "Xa Sình" not in " ".join((entry.name_vi, *entry.variants))


def test_glossary_is_whole_and_its_page_is_written_from_it(shared: Path, root: Path) -> None:
    with (shared / "domain/glossary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    page = (root / "docs/glossary.md").read_text(encoding="utf-8")
    assert all(f"| {row['vi']} | {row['en']} |" in page for row in rows)


def test_glossary_page_is_up_to_date(root: Path) -> None:
    assert (root / "docs/glossary.md").read_text(encoding="utf-8") == glossary_page(find_project(root))


def test_the_data_dictionary_is_that_of_the_vocabulary(root: Path) -> None:
    vocabulary = load_vocabulary(find_project(root))
    page = dictionary_page(vocabulary)
    assert (root / "docs/data_dictionary.md").read_text(encoding="utf-8") == page
    for name in vocabulary.indicators:
        assert page.count(f"\n| {name} |") == 2
    (row,) = data_dictionary(vocabulary, "en", ["ntm_19_2_met"]).to_numpy().tolist()
    assert row[5] == "communes that meet it are counted"
    assert "its definition holds results of the movement" in row[8]


def test_a_term_is_translated_once(root: Path) -> None:
    with (root / "data/reference/glossary.csv").open(encoding="utf-8") as file:
        terms = [plain(row["vi"]) for row in csv.DictReader(file)]
    assert len(terms) == len(set(terms))


def test_targets_name_indicators_and_numbers(root: Path, vocabulary: Vocabulary) -> None:
    with (root / "data/reference/targets.csv").open(encoding="utf-8") as file:
        targets = {row["id"]: row for row in csv.DictReader(file)}
    for row in targets.values():
        assert row["indicator"] in vocabulary.indicators
        assert row["province"] in ("", *vocabulary.provinces)
        assert row["value"].lstrip("-") in row["wording"]
    met, fall = targets["QD926-1"], targets["QD926-5"]
    assert (met["indicator"], met["value"], met["comparator"]) == ("ntm_19_2_met_rate", "99", "at_least")
    assert (fall["value"], fall["comparator"], fall["baseline_period"]) == ("-5", "change_at_most", "2019")
