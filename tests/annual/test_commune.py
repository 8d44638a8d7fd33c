"""The page of one commune: its figures are those of its former communes, each told with its map, share and marks."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import typst

from antq_analysis.annual.commune import commune_page, say_remarks, write_commune
from antq_analysis.briefing.one_commune.page import CommunePage
from antq_analysis.briefing.one_commune.print_page import commune_files
from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from antq_analysis.show.audience import RELEASE
from antq_analysis.show.table import Table
from tests.commands import antq

pytestmark = pytest.mark.slow

SPLIT, MERGED, LATE, CITY = "09108", "09039", "09444", "09015"
"""A part of a former commune, five former ones, one of them without figures in 2018, on ground of two districts."""


@pytest.fixture(scope="module")
def panel(made_demo: Project, built_demo: Built) -> Panel:
    assert len(built_demo.observations)
    return load_panel("demo", project=made_demo)


@pytest.fixture(scope="module")
def pages(panel: Panel, made_demo: Project) -> dict[str, CommunePage]:
    codes = (SPLIT, MERGED, LATE, CITY)
    return {code: commune_page(panel, code, project=made_demo) for code in codes}


def rows_of(table: Table) -> list[list[str]]:
    return [[column.head for column in table.columns], *table.printed().to_numpy().tolist()]


def block(page: CommunePage, label: str) -> pd.DataFrame:
    """The rows of one indicator: the commune's, then those of its former communes; index label, a column a year."""
    head, *rows = rows_of(page.history)
    first = next(i for i, row in enumerate(rows) if row[0].startswith(label))
    last = next((i for i in range(first + 1, len(rows)) if not rows[i][0].startswith("–")), len(rows))
    return pd.DataFrame(rows[first:last], columns=head).set_index(head[0])


def number(text: str) -> float:
    return float(text.partition("*")[0].replace(".", "").replace(",", ".").replace("-", "0"))


def test_the_commune_has_the_shares_of_its_former_communes(
    pages: dict[str, CommunePage], made_demo: Project
) -> None:
    crosswalk = pd.read_csv(made_demo.places / "demo/2025-07-01/crosswalk.csv", dtype=str)
    (split,) = crosswalk[crosswalk["to_code"].eq(SPLIT) & crosswalk["pop_share"].astype(float).lt(1)].to_dict(
        "records"
    )
    share = float(split["pop_share"])
    assert (
        f"({split['from_code']}), {100 * share:.1f}% (theo dân số)".replace(".", ",")
        in pages[SPLIT].ground[0]
    )
    told = block(pages[SPLIT], "Vụ việc về ANTT")
    for year in ("2018", "2020", "2024"):
        parts = {
            label: number(text) * (share if split["from_code"] in label else 1)
            for label, text in told[year].iloc[1:].items()
        }
        assert len(parts) == 4
        assert number(told[year].iloc[0]) == round(sum(parts.values()))
        assert "*" in told[year].iloc[0]
    assert told["2025"].tolist()[1:] == [""] * 4


def test_each_year_stands_on_the_map_that_it_was_reported_on(pages: dict[str, CommunePage]) -> None:
    page = pages[MERGED]
    (told,) = [row for row in rows_of(page.history) if row[0] == "Báo cáo theo địa giới"]
    assert told[1:] == ["(1)"] * 3 + ["(2)"] * 5 + ["(3)"]
    assert [line.partition(":")[0] for line in page.ground] == [
        "(1), (2) Địa giới ngày 01/01/2017, 01/01/2020",
        "(3) Địa giới ngày 01/07/2025",
    ]


def test_a_former_commune_without_figures_leaves_the_commune_without(pages: dict[str, CommunePage]) -> None:
    told = block(pages[LATE], "Vụ việc về ANTT")["2018"]
    assert told.iloc[0] == "…"
    assert sorted(told.iloc[1:]) == ["1", "6", "…"]
    assert any("2018" in remark and "chưa báo cáo" in remark for remark in pages[LATE].remarks)


def test_a_change_of_counting_is_marked_and_explained(pages: dict[str, CommunePage]) -> None:
    for code in (LATE, CITY):
        told = block(pages[code], "Xã đạt tiêu chí 19.2")
        marked = [year for year in told.columns if told[year].iloc[0].startswith("‖")]
        assert marked == ["2022"]
    assert sum("08/03/2022" in note for note in pages[LATE].history.notes) == 1


def test_the_rates_are_those_of_the_figures_and_the_district_is_its_whole_communes(
    pages: dict[str, CommunePage], panel: Panel
) -> None:
    page = pages[LATE]
    assert page.beside is not None
    head, *rows = rows_of(page.beside)
    (row,) = [row for row in rows if row[0].startswith("Tỷ suất vụ việc")]
    events, people = (number(part) for part in row[1].split("/"))
    assert number(row[2]) == pytest.approx(events / people * 10_000, abs=0.05)
    low, high = (number(end) for end in row[3].split(" – "))
    assert low < number(row[2]) < high
    groups = panel.groups[panel.groups["grouping"].eq("former_district")]
    alone = groups[~groups["unit_code"].duplicated(keep=False)]
    members = alone.loc[alone["group_name"].eq(head[4]), "unit_code"]
    assert LATE in set(members)
    own = panel.observations.query("period == '2025' and category == ''").set_index("unit_code")
    sums = [
        own.loc[members].query("indicator == @name")["value"].sum()
        for name in ("incidents_total", "population")
    ]
    assert number(row[4]) == pytest.approx(sums[0] / sums[1] * 10_000, abs=0.05)
    # A share counts everything: it has no interval.
    (share,) = [row for row in rows if row[0].endswith("(%)")]
    assert share[3] == ""


def test_remarks_are_of_its_own_rows(panel: Panel, made_demo: Project) -> None:
    (finding,) = [one for one in panel.findings if one.rule == "unit_accent_changed"]
    crosswalk = pd.read_csv(made_demo.places / "demo/2025-07-01/crosswalk.csv", dtype=str)
    homes = set(crosswalk.loc[crosswalk["from_code"].eq(str(finding.values["code"])), "to_code"])
    assert len(homes) == 1
    other = next(code for code in panel.units.index if code not in homes)
    for code, is_there in ((homes.pop(), True), (other, False)):
        remarks = say_remarks(panel, code, "2025", "vi", made_demo)
        assert any(str(finding.written) in one and finding.file in one for one in remarks) is is_there


def test_nothing_sensitive_is_in_what_is_for_release(
    panel: Panel, pages: dict[str, CommunePage], made_demo: Project
) -> None:
    page = commune_page(panel, LATE, audience=RELEASE, project=made_demo)
    text = page.text()
    for name in ("incidents_total", "tips_total"):
        assert panel.vocabulary.indicator(name).sensitive
        assert panel.vocabulary.indicator(name).label_vi.casefold() not in text.casefold()
    assert page.remarks == ()
    assert page.banner == ""
    assert "2 chỉ tiêu nhạy cảm" in text
    assert made_demo.settings.banner_vi in pages[LATE].text()
    with pytest.raises(UsageError):
        commune_page(panel, LATE, audience="public", project=made_demo)


def test_what_is_printed_is_what_the_terminal_says_on_one_page(
    pages: dict[str, CommunePage], tmp_path: Path
) -> None:
    longest = replace(
        pages[MERGED], remarks=tuple(f"{remark} {i}" for i in range(12) for remark in pages[MERGED].remarks)
    )
    for page in (pages[SPLIT], longest):
        folder = tmp_path / page.code
        folder.mkdir()
        for name, content in commune_files(page).items():
            (folder / name).write_bytes(content)
        # Of several pages it would give a list.
        made = typst.compile(folder / "main.typ", format="png", root=folder, ignore_system_fonts=True, ppi=30)
        assert isinstance(made, bytes)
        told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
        assert told["tables"][0]["rows"] == rows_of(page.history)[1:]
        for text in (told["title"], *told["ground"], *told["remarks"], told["banner"], told["figure"]["alt"]):
            assert text in page.text()


def test_the_file_is_written_and_the_same_again(
    panel: Panel, pages: dict[str, CommunePage], project: Project
) -> None:
    path = write_commune(pages[LATE], "demo", project)
    assert path == project.reports / "demo/communes" / f"{LATE}.pdf"
    first = path.read_bytes()
    assert first.startswith(b"%PDF")
    assert write_commune(pages[LATE], "demo", project).read_bytes() == first


def test_a_hostile_code_stays_in_its_folder_and_hostile_names_are_text(
    pages: dict[str, CommunePage], project: Project
) -> None:
    name = '#panic("x") <script> = *_ $1$ \\ \x07'
    page = replace(pages[LATE], code="../../x", title=name, remarks=(name,))
    path = write_commune(page, "demo", project)
    assert path.parent == project.reports / "demo/communes"
    assert path.resolve().parent == path.parent.resolve()
    assert path.read_bytes().startswith(b"%PDF")


def test_a_year_without_figures_is_refused(panel: Panel, made_demo: Project) -> None:
    with pytest.raises(UnknownNameError):
        commune_page(panel, LATE, year="2031", project=made_demo)


def test_an_earlier_year_knows_nothing_of_later_ones(panel: Panel, made_demo: Project) -> None:
    page = commune_page(panel, LATE, year="2022", lang="en", project=made_demo)
    assert rows_of(page.history)[0][-1] == "2022"
    assert page.figure is not None
    assert not re.search(r"202[345]:", page.figure.alt)


def test_the_command_prints_and_writes(panel: Panel, made_demo: Project) -> None:
    said = antq(made_demo.root, "commune", "demo", LATE, "--lang", "en")
    assert said.code == 0, said.err
    assert "figures over the years" in said.out
    assert (made_demo.reports / "demo/communes" / f"{LATE}.pdf").is_file()
    refused = antq(made_demo.root, "commune", "demo", "Xã Không Có")
    assert refused.code == 3
