"""By what figures of divided communes were apportioned: by people, by land, or equally where neither is known."""

from contextlib import suppress

from antq_analysis.briefing.given import Given, once
from antq_analysis.errors import InputError, MissingError, RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.shares import BASES


@once
def apportioned_how(given: Given) -> str:
    """Say by what the figures that came from earlier maps were apportioned.

    Parameters
    ----------
    given
        Panel, project and language.

    Returns
    -------
    str
        Such as ``phân bổ theo dân số``; several joined by commas; without a basis where no table tells one.
    """
    panel, bases = given.panel, set[str]()
    for day in (one for one in panel.registers if one < panel.map_date):
        with suppress(InputError, MissingError, RefusedError):
            pairs = load_crosswalk(panel.province.id, day, panel.map_date, given.project)
            bases |= {str(basis) for basis in pairs["share_basis"].dropna() if basis}
    told = [say(f"panel.share_by_{basis}", given.lang) for basis in BASES if basis in bases]
    return ", ".join(told) or say("briefing.apportioned", given.lang)
