"""What was found, as lines to print: what many sheets share is said once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say

SHOWN_SHEETS = 3


@dataclass(frozen=True)
class Shared:
    """One finding, or the same finding of several sheets of a file.

    Parameters
    ----------
    finding
        What it says; of several sheets its sheet and cell list the first of them.
    sheets
        How many sheets it is of.
    """

    finding: Finding
    sheets: int = 1


def shared_findings(findings: Iterable[Finding], lang: str) -> list[Shared]:
    """Bring findings together that say the same of several sheets of a file, whatever the cell, or of several cells.

    Parameters
    ----------
    findings
        The findings.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of Shared
        In their order; each stands where the first of its sheets did.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        bare = replace(finding, sheet="", cell="")
        key = (finding.severity.value, finding.rule, finding.file, bare.text(lang), bare.remedy(lang))
        groups.setdefault(key, []).append(finding)
    shared = []
    for own in groups.values():
        sheets = [finding.sheet for finding in own]
        if len(set(sheets)) == len(own) > 1:
            cells = list(dict.fromkeys(finding.cell for finding in own))
            shared.append(Shared(replace(own[0], sheet=first_of(sheets), cell=first_of(cells)), len(own)))
            continue
        by_sheet: dict[str, list[Finding]] = {}
        for finding in own:
            by_sheet.setdefault(finding.sheet, []).append(finding)
        for same in by_sheet.values():
            cells = list(dict.fromkeys(finding.cell for finding in same))
            shared.append(Shared(replace(same[0], cell=first_of(cells))))
    return shared


def first_of(names: Sequence[str]) -> str:
    """List names; of many only the first ones.

    Parameters
    ----------
    names
        The names.

    Returns
    -------
    str
        Parted by semicolons, with an ellipsis where some are left out.

    Examples
    --------
    >>> first_of(["A", "B"]), first_of(["A", "B", "C", "D", "E"])
    ('A; B', 'A; B; C; …')
    """
    few = len(names) <= SHOWN_SHEETS + 1
    return "; ".join(names if few else [*names[:SHOWN_SHEETS], "\u2026"])


def say_findings(findings: Sequence[Finding], lang: str = "vi") -> list[str]:
    """Say every finding: where and what, then what to do, once for findings in a row that need the same.

    Parameters
    ----------
    findings
        What was found.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list of str
        Lines, gravest first, then how many there are of each; one line when nothing was found.
    """
    if not findings:
        return [say("annual.nothing_found", lang)]
    order = list(Severity)
    lines: list[str] = []
    remedy = ""
    for shared in shared_findings(sorted(findings, key=lambda one: order.index(one.severity)), lang):
        own = shared.finding.remedy(lang)
        if remedy and own != remedy:
            lines.append("    -> " + remedy)
        remedy = own
        grade = say("annual.severity_" + shared.finding.severity.value, lang)
        place = _place(shared, lang)
        lines.append(f"[{grade}] {place + ': ' if place else ''}" + shared.finding.text(lang))
    counts = Counter(finding.severity for finding in findings)
    told = {grade.value: counts[grade] for grade in Severity}
    return [*lines, "    -> " + remedy, say("annual.found_count", lang, **told)]


def _place(shared: Shared, lang: str) -> str:
    one = shared.finding
    several = shared.sheets > 1
    sheet = say("annual.found_sheets", lang, n=shared.sheets, sheets=one.sheet) if several else one.sheet
    return ", ".join(filter(None, (one.file, sheet, one.cell)))
