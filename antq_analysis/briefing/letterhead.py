"""The words around a report as Nghị định 30/2020/NĐ-CP lays them out; what is not given stands as a blank."""

import re
from dataclasses import dataclass

from antq_analysis.briefing.parts import Briefing
from antq_analysis.language.catalogue import say

BLANK = "……………………"
_DAY = re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d\d)-(?P<D>\d\d)")


@dataclass(frozen=True)
class Head:
    """The words of the head and of the foot of a report, ready to be set.

    Parameters
    ----------
    parent, office
        The office above, and the one that reports.
    number
        Number and sign with the word before them.
    nation, motto
        Quốc hiệu and tiêu ngữ.
    dated
        Place and day.
    attached
        To which report an annex belongs.
    recipients
        The word "Nơi nhận" and the lines below it.
    signer_title, signer
        Who signs.
    """

    parent: str
    office: str
    number: str
    nation: str
    motto: str
    dated: str
    attached: str
    recipients: tuple[str, ...]
    signer_title: str
    signer: str


def head_of(briefing: Briefing) -> Head:
    """Set the words around a report.

    Parameters
    ----------
    briefing
        The briefing.

    Returns
    -------
    Head
        Its words; blanks for those that the user did not give.
    """
    given, lang = briefing.letterhead, briefing.lang
    number = given.number or "          /BC-" + "…" * 4
    day = _written_day(given.day, lang)
    office = given.office or BLANK
    recipients = tuple(line if line.startswith("-") else f"- {line}" for line in given.recipients)
    return Head(
        parent=given.parent or BLANK,
        office=office,
        number=say("briefing.number", lang, number=number),
        nation=say("briefing.nation", lang),
        motto=say("briefing.motto", lang),
        dated=f"{given.place or BLANK}, {day}",
        attached=say("briefing.attached", lang, number=number, day=day, office=office),
        recipients=(say("briefing.recipients", lang), *(recipients or (f"- {BLANK}",))),
        signer_title=given.signer_title or BLANK,
        signer=given.signer,
    )


def _written_day(day: str, lang: str) -> str:
    found = _DAY.fullmatch(day.strip())
    if day and not found:
        return day
    d, m, y = " " * 6, " " * 6, " " * 8
    if found:
        d, m, y = (found[key] or found[key.swapcase()] for key in "dmy")
        # Days below ten and the first two months get a zero before them, so that nothing can be added later.
        d, m = d.zfill(2), m.zfill(2) if int(m) <= 2 or lang == "en" else str(int(m))
    return say("briefing.day", lang, d=d, m=m, y=y)
