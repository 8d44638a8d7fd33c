"""The files of a check: what was found, and what needs a person."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from antq_analysis.annual.finding_book import finding_book, finding_csv
from antq_analysis.errors import InputError
from antq_analysis.files import write_whole
from antq_analysis.language.catalogue import say
from antq_analysis.panel.build import Built
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from antq_analysis.sources.deciding.decided import decision_rows
from antq_analysis.sources.deciding.decisions import CELLS, GAPS, load_table
from antq_analysis.sources.deciding.question_book import question_book
from antq_analysis.sources.deciding.questions import Asked, Question, ask
from antq_analysis.sources.deciding.returned import open_answers
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.vocabulary import load_vocabulary

FINDINGS, FINDING_TABLE, QUESTIONS = "phat_hien.csv", "phat_hien.xlsx", "can_xu_ly.xlsx"
SET_ASIDE = "can_xu_ly_cu.xlsx"


@dataclass(frozen=True)
class Checked:
    """What a check left behind.

    Parameters
    ----------
    folder
        Where its files lie, from the root of the project.
    province
        Whose figures were checked.
    questions
        How many things need a person.
    """

    folder: Path
    province: str
    questions: int


def write_checks(built: Built, province: str, period: str, lang: str, project: Project) -> Checked:
    """Write what was found and what needs a person.

    What was filled in in the questions before, and not taken yet, stands in the new file too.

    Parameters
    ----------
    built
        What reading gave, of one period or of all.
    province, period
        Where the files belong; an empty period for all.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project.

    Returns
    -------
    Checked
        Folder and number of questions.

    Raises
    ------
    CannotWriteError
        If a file cannot be written.
    """
    folder = project.reports / province / "checks" / period
    files = {(file.period, file.name): file.path for file in received_files(province, project)}
    write_whole(folder / FINDINGS, finding_csv(built.findings, lang))
    write_whole(folder / FINDING_TABLE, finding_book(built.findings, files, folder, lang))
    questions = ask_people(built, province, lang, project)
    path = folder / QUESTIONS
    try:
        answers = open_answers(path) if path.exists() else {}
    except InputError:
        # Nobody can tell what stands in it; it is kept under another name.
        path.replace(folder / SET_ASIDE)
        answers = {}
    who = load_vocabulary(project).province(province)
    write_whole(path, question_book(questions, who, lang, answers))
    return Checked(folder.relative_to(project.root), province, len(questions))


def ask_people(built: Built, province: str, lang: str, project: Project) -> list[Question]:
    """List what needs a person.

    Parameters
    ----------
    built
        What reading gave.
    province
        Identifier of the province.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project.

    Returns
    -------
    list of Question
        Without the communes of which a person knows that they did not report.
    """
    files = received_files(province, project)
    days = {file.map for file in files} | {*built.without_row["unit_date"]}
    registers = {day: load_units(province, day, project) for day in sorted(days)}
    gaps = load_table(province, GAPS, project)
    known = set(zip(gaps["period"], gaps["unit_code"], strict=True))
    rows = built.without_row
    told = [place in known for place in zip(rows["period"], rows["unit_code"], strict=True)]
    cells = decision_rows(load_table(province, CELLS, project))
    asked = Asked(province, files, registers, load_vocabulary(project), lang, cells)
    return ask(built.findings, built.observations, rows[~np.array(told, dtype=bool)], asked)


def say_checked(checked: Checked, lang: str = "vi") -> list[str]:
    """Say where the files of a check lie, and what to do with them.

    Parameters
    ----------
    checked
        What was written.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of str
        One line a file.
    """
    lines = [say("annual.checked_findings", lang, file=(checked.folder / FINDING_TABLE).as_posix())]
    if checked.questions:
        told = {"n": checked.questions, "file": (checked.folder / QUESTIONS).as_posix()}
        told["province"] = checked.province
        lines.append(say("annual.checked_questions", lang, **told))
    return lines
