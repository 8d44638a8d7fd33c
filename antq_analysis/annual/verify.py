"""Whether a report is what was made, and whether a clean folder gives it again."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from antq_analysis.annual.differences import Difference, compare_manifests, compare_outputs, say_differences
from antq_analysis.annual.manifest import (
    INTERNAL_AND_RELEASE,
    MANIFEST,
    input_files,
    output_sums,
    read_manifest,
    report_folder,
    rests_on,
)
from antq_analysis.annual.run import run_year
from antq_analysis.errors import AntqError
from antq_analysis.language.catalogue import say
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Province, load_vocabulary


@dataclass(frozen=True)
class Verified:
    """What became of a report since it was made.

    Parameters
    ----------
    folder
        The report.
    outputs
        Files of it that are not what its manifest says.
    inputs
        What it rests on that is otherwise now.
    rebuilt
        Files that come out otherwise in a clean folder; None where it was not made again.
    failed
        Why it could not be made again.
    """

    folder: Path
    outputs: tuple[Difference, ...]
    inputs: tuple[Difference, ...]
    rebuilt: tuple[Difference, ...] | None = None
    failed: AntqError | None = None

    @property
    def exit_code(self) -> int:
        """0: as it was made, 1: whole, but what it rests on changed since, 2: not what was made."""
        unexplained = (self.rebuilt or self.failed) and not self.inputs
        return 2 if self.outputs or unexplained else int(bool(self.inputs))

    def lines(self, lang: str = "vi") -> list[str]:
        """Say it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        list of str
            A line for each part, followed by what differs, then the conclusion.
        """
        parts = (("outputs", self.outputs), ("inputs", self.inputs), ("rebuilt", self.rebuilt))
        lines = []
        for name, found in parts:
            if found is None:
                continue
            lines.append(
                say(f"annual.verify_{name}" if found else f"annual.verify_{name}_same", lang, n=len(found))
            )
            lines += say_differences(found, lang)
        if self.failed:
            lines += [say("annual.verify_failed", lang), *self.failed.text(lang).split("\n")]
        return [*lines, self._conclusion(lang)]

    def _conclusion(self, lang: str) -> str:
        words = {"province": self.folder.parent.name, "year": self.folder.name}
        if self.outputs:
            return say("annual.verify_end_touched", lang, **words)
        if self.inputs:
            return say("annual.verify_end_older", lang, **words)
        if self.rebuilt or self.failed:
            return say("annual.verify_end_unlike", lang, **words)
        return say(
            "annual.verify_end_same" if self.rebuilt is not None else "annual.verify_end_whole", lang, **words
        )


def verify_year(
    province: str,
    year: str,
    *,
    rebuild: bool = True,
    project: Project | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Verified:
    """Compare a report with its manifest, with what it rests on, and with itself made again in a clean folder.

    Parameters
    ----------
    province, year
        Whose report.
    rebuild
        Whether it is made again; without, only checksums are compared.
    project
        The project; by default the one of the current folder.
    tell
        Called with each step before it begins.

    Returns
    -------
    Verified
        What differs, and why.

    Raises
    ------
    MissingError
        If there is no such report, or its manifest cannot be read.
    UnknownNameError
        If there is no such province, or that is no year.
    """
    project = project or find_project()
    who = load_vocabulary(project).province(province)
    folder = report_folder(project, who, year)
    before = read_manifest(folder / MANIFEST)
    outputs = compare_outputs(before["outputs"], output_sums(folder))
    inputs = compare_manifests({**before, "settings": None}, rests_on(project, who, year))
    if not rebuild:
        return Verified(folder, outputs, inputs)
    try:
        again = _made_again(project, who, year, before["settings"], tell)
    except AntqError as error:
        return Verified(folder, outputs, inputs, failed=error)
    rebuilt = (
        *compare_manifests({"settings": before["settings"]}, {"settings": again["settings"]}),
        *compare_outputs(before["outputs"], again["outputs"]),
    )
    return Verified(folder, outputs, inputs, rebuilt)


def _made_again(
    project: Project, province: Province, year: str, settings: Mapping[str, str], tell: Callable[[str], None]
) -> dict[str, Any]:
    ledger = project.releases / f"{province.id}.csv"
    # Within the project: were it cut off, its copies of figures would not lie about in a folder of the system.
    with tempfile.TemporaryDirectory(prefix=".part-", dir=project.reports / province.id) as name:
        root = Path(name) / "project"
        for path in (*input_files(project, province, year), *filter(Path.is_file, [ledger])):
            copy = root / path.relative_to(project.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            # Without the rights of the original: what is read-only could not be cleared away everywhere.
            shutil.copyfile(path, copy)
        run = run_year(
            province.id,
            year,
            on=settings.get("map"),
            lang=settings.get("language"),
            release=settings.get("audience") == INTERNAL_AND_RELEASE,
            project=find_project(root),
            tell=tell,
        )
        return read_manifest(run.folder / MANIFEST)
