"""Draw measures as an interactive map: one file of HTML, without anything from elsewhere."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.files import write_whole
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.measures.suppression.ledger import record
from antq_analysis.project import Project
from antq_analysis.show.audience import banner_for, check_audience, entries_of
from antq_analysis.show.layer import Layer, build_layer, district_keys
from antq_analysis.show.mapped import is_state
from antq_analysis.show.maps import map_classes
from antq_analysis.show.style import GREY, NOTHING
from antq_analysis.show.webmap.figures import KINDS, LANGUAGES, encode_measure
from antq_analysis.show.webmap.shapes import encode_shapes
from antq_analysis.show.words import units_name, warning_of

_WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            *(
                "indicator",
                "period",
                "compare",
                "with",
                "search",
                "names",
                "whole",
                "table",
                "print",
                "language",
            ),
            *("play", "stop", "keys", "none", "code", "name", "interval95", "events", "exposure", "seeTable"),
        ),
        (),
    ),
    "interval": ("low", "high"),
    "counts": ("events", "exposure"),
    "apportioned": ("share",),
    "legend": ("label", "n", "units"),
}
"""Words that the page takes, with the places that it fills by itself."""

_HEIGHT = 760


@dataclass(frozen=True)
class WebMap:
    """An interactive map.

    Attributes
    ----------
    html
        The whole page.
    entries
        What the ledger of releases takes up before it is written.
    """

    html: str
    entries: tuple[Entry, ...] = field(default=(), repr=False)

    def write(self, path: Path | str) -> Path:
        """Write the page to a file that any browser opens; what is for release is in the ledger of releases before.

        Parameters
        ----------
        path
            Where, ending in ``.html``.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        UsageError
            If the name has another ending.
        RefusedError
            If it is for release and was overtaken by another release.
        CannotWriteError
            If it, or the ledger, cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise UsageError("show.webmap_suffix", path=target.name)
        record(self.entries)
        write_whole(target, self.html.encode("utf-8"))
        return target

    def _repr_html_(self) -> str:
        source = html.escape(self.html, quote=True)
        return f'<iframe srcdoc="{source}" style="width:100%;height:{_HEIGHT}px;border:0"></iframe>'


def draw_webmap(  # noqa: PLR0913 - the named options of a drawing verb
    measures: Measure | Sequence[Measure],
    period: str | int = "",
    *,
    lang: str = "vi",
    audience: str = "internal",
    banner: str | None = None,
    layer: Layer | None = None,
    save: Path | str | None = None,
    project: Project | None = None,
) -> WebMap:
    """Draw measures of one map as a page to explore: indicators, years, two years side by side, search, table, print.

    The page holds what it shows and nothing else, needs neither network nor server, and speaks both languages. What a
    release hides is not in it. Names and words are put in as text, never as markup.

    Parameters
    ----------
    measures
        What to show, all of one province on one map.
    period
        The period that is shown first; by default the last one of the first measure.
    lang
        Language in which it opens, ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``. What a release shows and hides is in the ledger of releases before the file is
        saved; without a file it is a preview that no ledger knows.
    banner
        The user's banner; by default that of the project for internal outputs.
    layer
        The shapes from :func:`antq_analysis.show.layer.build_layer`, when they were built for other maps already.
    save
        File to write, ending in ``.html``.
    project
        By default the project of the current folder.

    Returns
    -------
    WebMap
        The page; it shows itself in a notebook.

    Raises
    ------
    UsageError
        If there is no measure, they are of several provinces or maps, or the file has another ending.
    UnknownNameError
        If the first measure has no such period.
    RefusedError
        If it is for release and small counts were not suppressed.
    MissingError
        If no unit has a polygon.
    """
    several = [measures] if isinstance(measures, Measure) else list(measures)
    if len({(one.province.id, one.map_date) for one in several}) != 1:
        raise UsageError("show.webmap_one_map", n=len(several))
    for one in several:
        check_audience(one, audience, sensitive=one.sensitive, lang=lang, project=project)
    first = several[0]
    if str(period) and str(period) not in first.periods():
        raise UnknownNameError("errors.kind_period", str(period), first.periods())
    layer = layer or build_layer(first.units)
    content = _content(several, layer) | {
        "lang": lang,
        "period": str(period) or first.periods()[-1],
        "banner": {each: banner_for(banner, audience, each, project) for each in LANGUAGES},
        "warning": {each: warning_of(first.province, each) for each in LANGUAGES},
    }
    page = WebMap(_page(content), entries_of(audience, *several))
    if save is not None:
        page.write(save)
    return page


def _content(measures: list[Measure], layer: Layer) -> dict[str, Any]:
    first = measures[0]
    units = first.units.reindex(layer.codes)
    keys = district_keys(units)
    districts = list(dict.fromkeys(key for key in keys if key))
    named = units["district_name"].groupby(keys).first() if districts else {}
    return {
        "words": {
            lang: {
                name: say(f"show.webmap_{name}", lang, **{place: "{" + place + "}" for place in places})
                for name, places in _WORDS.items()
            }
            | {"ofWhich": say("show.apportioned", lang)}
            for lang in LANGUAGES
        },
        "unitsWord": {lang: units_name(first, lang) for lang in LANGUAGES},
        "kinds": list(KINDS),
        "nothings": _patterns(),
        "map": encode_shapes(layer),
        "units": {
            "code": [str(code) for code in layer.codes],
            "name": [str(name) for name in units["name"]],
            "district": [districts.index(key) if key else -1 for key in keys],
        },
        "districts": [str(named[key]) for key in districts],
        "measures": [
            encode_measure(one, map_classes(one), layer.codes) | {"states": is_state(one)} for one in measures
        ],
    }


def _patterns() -> dict[str, Any]:
    kinds = {
        kind: {
            "face": face,
            "ink": ink,
            "pattern": pattern[0],
            "label": {lang: say(f"show.{kind}", lang) for lang in LANGUAGES},
        }
        for kind, (face, pattern, ink) in NOTHING.items()
        if kind in KINDS
    }
    return kinds | {"apportioned": {"face": "transparent", "ink": GREY, "pattern": ".", "label": {}}}


def _page(content: dict[str, Any]) -> str:
    folder = files("antq_analysis.show.webmap")
    page, style, script = (
        folder.joinpath(f"page.{end}").read_text(encoding="utf-8") for end in ("html", "css", "js")
    )
    # Inside a script element no text may hold "<": it could end the element or open a comment.
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    data = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    for name, text in (("style", style), ("script", script), ("data", data)):
        page = page.replace("{{" + name + "}}", text, 1)
    return page
