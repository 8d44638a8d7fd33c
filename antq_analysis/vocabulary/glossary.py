"""The glossary as a page: one English word for each Vietnamese term."""

from antq_analysis.language.catalogue import say
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary.reading import read_table

GLOSSARY = "glossary.csv"
COLUMNS = ("vi", "en", "abbr", "category", "in_code")


def glossary_page(project: Project | None = None) -> str:
    """Write the glossary of ``data/reference/glossary.csv`` as a Markdown page.

    Parameters
    ----------
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        The text of ``docs/glossary.md``.

    Raises
    ------
    MissingError
        If the table is not there.
    SettingError
        If its columns are others.
    """
    rows = read_table((project or find_project()).reference / GLOSSARY, COLUMNS)
    lines = [f"# {say('vocabulary.glossary', 'vi')} / {say('vocabulary.glossary', 'en')}", ""]
    lines += [say("vocabulary.glossary_intro", "vi"), "", f"*{say('vocabulary.glossary_intro', 'en')}*"]
    for category in dict.fromkeys(row["category"] for row in rows):
        key = f"vocabulary.glossary_{category}"
        lines += ["", f"## {say(key, 'vi')} / {say(key, 'en')}", ""]
        lines += ["| Tiếng Việt | English | viết tắt | in code |", "|---|---|---|---|"]
        lines += [_line(row) for row in rows if row["category"] == category]
    return "\n".join(lines) + "\n"


def _line(row: dict[str, str]) -> str:
    code = f"`{row['in_code']}`" if row["in_code"] else ""
    return "| " + " | ".join((row["vi"], row["en"], row["abbr"], code)) + " |"
