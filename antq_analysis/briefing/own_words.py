"""The office's own words: letterhead and paragraphs, in files that are made once and never overwritten."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from antq_analysis.briefing.outline import load_outline
from antq_analysis.briefing.parts import Bullets, Letterhead, Paragraph
from antq_analysis.errors import CannotWriteError, MissingError, SettingError, say_why
from antq_analysis.files import write_whole
from antq_analysis.language.catalogue import say
from antq_analysis.observations import is_year
from antq_analysis.project import Project, read_toml
from antq_analysis.vocabulary import load_vocabulary

OWN = "own"
_MARK = "- "
_EMPTY = """# {explained}
parent = ""          # {parent}
office = ""          # {office}
number = ""          # {number}
place = ""           # {place}
day = ""             # {day}
signer_title = ""    # {signer_title}
signer = ""          # {signer}
recipients = []      # {recipients}
"""


def own_folder(province: str, project: Project) -> Path:
    """Name the folder of the office's own words.

    Parameters
    ----------
    province
        Province id.
    project
        The project.

    Returns
    -------
    Path
        ``data/briefing/<province>``.
    """
    return project.data / "briefing" / province


def letterhead_path(province: str, project: Project) -> Path:
    """Name the file of the letterhead.

    Parameters
    ----------
    province, project
        As in :func:`own_folder`.

    Returns
    -------
    Path
        The file.
    """
    return own_folder(province, project) / "letterhead.toml"


def load_letterhead(province: str, project: Project) -> Letterhead:
    """Read the letterhead.

    Parameters
    ----------
    province
        Province id.
    project
        The project.

    Returns
    -------
    Letterhead
        Blanks where the office gave none.

    Raises
    ------
    SettingError
        If the file is not as it must be.
    """
    path = letterhead_path(province, project)
    return read_toml(path, Letterhead) if path.exists() else Letterhead()


def load_words(province: str, year: str, name: str, project: Project) -> tuple[Paragraph | Bullets, ...]:
    """Read the office's own paragraphs; whatever stands there is text.

    Parameters
    ----------
    province
        Province id.
    year
        The year.
    name
        Which paragraphs.
    project
        The project: ``data/briefing/<province>/<year>_<name>.txt``, paragraphs parted by empty lines; lines that begin
        with ``"- "`` are a list.

    Returns
    -------
    tuple of Paragraph or Bullets
        A blank to be filled in where there is no file or nothing in it.

    Raises
    ------
    MissingError
        If the file cannot be read.
    SettingError
        If it is not UTF-8.
    """
    path = words_path(province, year, name, project)
    if not path.exists():
        return (Paragraph(BLANK, OWN),)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingError("errors.not_utf8", file=path) from error
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=say_why(error)) from error
    return tuple(_parts(text)) or (Paragraph(BLANK, OWN),)


BLANK = "[...]"
"""What stands where the office has not written yet."""


def words_path(province: str, year: str, name: str, project: Project) -> Path:
    """Name the file of the office's own paragraphs.

    Parameters
    ----------
    province, year, name, project
        As in :func:`load_words`.

    Returns
    -------
    Path
        The file.
    """
    return own_folder(province, project) / f"{year}_{name}.txt"


def _parts(text: str) -> Iterator[Paragraph | Bullets]:
    lines: list[str] = []
    points: list[str] = []
    for line in [*text.splitlines(), ""]:
        told = line.strip()
        if told.startswith(_MARK):
            if lines:
                yield Paragraph(" ".join(lines), OWN)
                lines = []
            points.append(told.removeprefix(_MARK).strip())
        elif told and points:
            # A line beneath a point goes on with it.
            points[-1] += f" {told}"
        elif told:
            lines.append(told)
        elif lines:
            yield Paragraph(" ".join(lines), OWN)
            lines = []
        elif points:
            yield Bullets(tuple(points))
            points = []


def prepare_words(province: str, year: str, project: Project, lang: str = "vi") -> tuple[Path, ...]:
    """Make the files that the office is to fill in, where they are not there yet.

    Parameters
    ----------
    province
        Province id.
    year
        The year; nothing is made for one of which nothing was received.
    project
        The project.
    lang
        Language of the explanations in the letterhead.

    Returns
    -------
    tuple of Path
        Those that are still to be filled in; a folder that cannot be written is no reason to stop.

    Raises
    ------
    SettingError
        If the outline, the letterhead or a paragraph is not as it must be.
    UnknownNameError
        If there is no such province.
    """
    load_vocabulary(project).province(province)
    names = [part.own for part in load_outline(project).section if part.own]
    keys = ("explained", "parent", "office", "number", "place", "day", "signer_title", "signer", "recipients")
    head = letterhead_path(province, project)
    wanted = {head: _EMPTY.format(**{key: say(f"briefing.head_{key}", lang) for key in keys})}
    wanted |= {words_path(province, year, name, project): "" for name in dict.fromkeys(names)}
    if is_year(year) and (project.raw / province / year).is_dir():
        for path, text in wanted.items():
            if not path.exists():
                with suppress(CannotWriteError):
                    write_whole(path, text)
    blank = [head] if load_letterhead(province, project) == Letterhead() else []
    unwritten = [
        name for name in names if load_words(province, year, name, project) == (Paragraph(BLANK, OWN),)
    ]
    return (*blank, *(words_path(province, year, name, project) for name in dict.fromkeys(unwritten)))
