"""A verdict on the scale of its four words, above the estimate, its interval, and what is too small to be seen."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_percent, format_signed
from antq_analysis.measures.since_start.said import ends_of
from antq_analysis.measures.verdict.result import Verdict
from antq_analysis.measures.verdict.rule import CANNOT_TELL, FALL, NOT_ALLOWED, RISE
from antq_analysis.show.effect_words import written_in_picture
from antq_analysis.show.furniture import canvas_of, halo
from antq_analysis.show.page import LINE, Frame, balance, wrap
from antq_analysis.show.picture import Picture
from antq_analysis.show.ratio_axis import marks, reach, style_ratios
from antq_analysis.show.style import CATEGORICAL, GREY, INK, PAPER, SMALL, SUBTITLE, TEXT, TITLE

_SCALE = (FALL, CANNOT_TELL, RISE, NOT_ALLOWED)
_BOX, _APART, _FOOT, _WIDEST, _NARROW = 11.0, 8.0, 16.0, 220.0, 200.0
_SHARES = (0.23, 0.23, 0.23, 0.31)
_SHADE = "#e6eaee"


def draw_verdict(picture: Picture, frame: Frame, found: Verdict, lang: str) -> None:
    """Draw a verdict.

    Parameters
    ----------
    picture
        The page.
    frame
        Where.
    found
        The verdict.
    lang
        ``"vi"`` or ``"en"``.
    """
    sheet = canvas_of(picture)
    _draw_scale(picture, sheet, frame, found, lang)
    top = frame.top - _BOX - 9
    if reason := written_in_picture(found, lang):
        lines = balance(picture, reason, _NARROW, TITLE)
        at = (frame.left + frame.right) / 2, (frame.bottom + top) / 2
        look: dict[str, Any] = {"ha": "center", "va": "center", "linespacing": LINE}
        sheet.text(*at, "\n".join(lines), fontsize=TITLE, color=INK, gid="reason", **look)
        return
    spare = max(0.0, frame.right - frame.left - _WIDEST) / 2
    room = Frame(frame.left + spare, frame.bottom + _FOOT, frame.right - spare, top - 8)
    axes = picture.add_axes(room.inches(picture), label="estimate")
    ends = (*found.ratio, *found.detectable)
    style_ratios(axes, "x", reach(ends, 0.6), lang)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    _draw_unseen(axes, found, lang)
    _draw_estimate(axes, found, lang)
    _mark_changes(axes, lang)


def _draw_scale(picture: Picture, sheet: Axes, frame: Frame, found: Verdict, lang: str) -> None:
    # The fourth is no step of the scale, so it stands apart.
    left, whole = frame.left, frame.right - frame.left - _APART
    for name, share in zip(_SCALE, _SHARES, strict=True):
        left += _APART if name == NOT_ALLOWED else 0.0
        width = share * whole
        here = name == found.verdict
        sheet.add_patch(
            Rectangle(
                (left, frame.top - _BOX),
                width,
                _BOX,
                facecolor=INK if here else PAPER,
                edgecolor=INK if here else GREY,
                linewidth=0.8,
                zorder=3 if here else 2,
                gid="here" if here else "step",
            )
        )
        size = TEXT + 1 if here else TEXT
        lines = wrap(picture, say(f"show.scale_{name}", lang), width - 6, size, "bold" if here else "normal")
        sheet.text(
            left + width / 2,
            frame.top - _BOX / 2,
            "\n".join(lines),
            fontsize=size,
            fontweight="bold" if here else "normal",
            color=PAPER if here else GREY,
            ha="center",
            va="center",
            zorder=4,
            gid="step",
        )
        left += width


def _draw_unseen(axes: Axes, found: Verdict, lang: str) -> None:
    low, high = found.detectable
    axes.axvspan(low, high, color=_SHADE, linewidth=0, zorder=0, gid="unseen")
    axes.axvline(1, color=INK, linewidth=1.0, zorder=2, gid="one")
    axes.annotate(
        say(
            "show.unseen_band",
            lang,
            fall=format_percent(1 - low, lang, 0),
            rise=format_percent(high - 1, lang, 0),
        ),
        (float(np.sqrt(low * high)), 1),
        (0, 5),
        xycoords=axes.get_xaxis_transform(),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        color=GREY,
        annotation_clip=False,
        gid="unseen",
    )


def _draw_estimate(axes: Axes, found: Verdict, lang: str) -> None:
    value, low, high = found.ratio
    axes.plot(
        [low, high],
        [0.5, 0.5],
        color=CATEGORICAL[0],
        linewidth=6,
        solid_capstyle="butt",
        zorder=4,
        gid="interval",
    )
    axes.plot([value], [0.5], "o", color=CATEGORICAL[0], mec=PAPER, markersize=13, zorder=5, gid="value")
    told = say("show.estimate_with_ends", lang, **ends_of(found.table, "verdict", lang))
    changes = dict(zip(("more", "more_low", "more_high"), found.a_year, strict=True))
    written = {name: format_signed(round(number), lang) for name, number in changes.items()}
    a_year = say("show.estimate_a_year", lang, events=found.words.unit[lang], **written)
    for text, away, va, weight in ((told, 13, "bottom", "bold"), (a_year, -13, "top", "normal")):
        axes.annotate(
            text,
            (value, 0.5),
            (0, away),
            textcoords="offset points",
            ha="center",
            va=va,
            fontsize=SUBTITLE,
            fontweight=weight,
            color=INK,
            path_effects=halo(),
            zorder=6,
            gid="said",
        )


def _mark_changes(axes: Axes, lang: str) -> None:
    at = marks(*axes.get_xlim())
    formatter = axes.xaxis.get_major_formatter()
    told = [
        say("show.no_change", lang) if value == 1 else f"{format_signed(round(100 * (value - 1)), lang)}%"
        for value in at
    ]
    axes.set_xticks(at, [f"{formatter(value, 0)}\n{change}" for value, change in zip(at, told, strict=True)])
    axes.set_xlabel(say("show.times_expected", lang), fontsize=TEXT, loc="right", color=GREY)
