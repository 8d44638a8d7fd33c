"""A waterfall: what a stock was, what came, what went, what is not explained, what it is."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from antq_analysis.measures.stock_balance import StockBalance
from antq_analysis.measures.typology import GAINED, LOST
from antq_analysis.panel.stock_flow import StockFlow
from antq_analysis.project import Project
from antq_analysis.show.audience import is_sensitive
from antq_analysis.show.categories import CATEGORIES
from antq_analysis.show.charted import Around, charted, refuse_release
from antq_analysis.show.page import Frame
from antq_analysis.show.picture import Picture
from antq_analysis.show.stock_bars import (
    ADDED,
    BEFORE,
    GAP,
    REMOVED,
    STOCK,
    Bar,
    bars_of_balance,
    bars_of_case,
)
from antq_analysis.show.stock_words import say_balance, say_case
from antq_analysis.show.style import CATEGORICAL, GREY, INK, PAPER, TEXT
from antq_analysis.vocabulary import load_vocabulary

_FOOT, _HEAD = 14.0, 6.0
_HALF = 0.34
_FEWEST = 6
_LOOKS: dict[str, dict[str, Any]] = {
    STOCK: {"facecolor": CATEGORICAL[0]},
    BEFORE: {"facecolor": CATEGORICAL[4]},
    ADDED: {"facecolor": CATEGORIES["typology"][GAINED]},
    REMOVED: {"facecolor": CATEGORIES["typology"][LOST]},
    GAP: {"facecolor": PAPER, "edgecolor": GREY, "hatch": "ooo", "hatchcolor": GREY, "linewidth": 0.8},
}


def draw_stock_flow(  # noqa: PLR0913 - the named options of a drawing verb
    what: StockBalance | StockFlow,
    *,
    lang: str = "vi",
    audience: str = "internal",
    banner: str | None = None,
    title: str | None = None,
    page: str = "slide",
    notes: Iterable[str] = (),
    save: Path | str | Iterable[Path | str] | None = None,
    project: Project | None = None,
) -> Picture:
    """Draw a stock with its flows; what is not explained is a bar of its own, and no line crosses a change of counting.

    Parameters
    ----------
    what
        A balance of :func:`antq_analysis.measures.stock_balance.stock_balance`, or published figures that
        :func:`antq_analysis.panel.stock_flow.stock_flow` reconciles.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    banner
        The user's banner; by default that of the project for internal outputs.
    title
        By default a sentence with the stock, its flows and what is not explained.
    page
        One of :data:`antq_analysis.show.style.PAGES`: ``"a4"``, ``"a3"``, ``"slide"``, ``"document"`` (16 cm).
    notes
        More to say at the foot.
    save
        Where to save; the suffix tells the format (PNG, SVG, PDF), none means all three.
    project
        By default the project of the current folder.

    Returns
    -------
    Picture
        The chart, with its alternative text.

    Raises
    ------
    UsageError
        If there is no such audience.
    RefusedError
        If it is for release and small counts of the stock must be hidden.
    """
    around = Around(lang, audience, banner, title, page, tuple(notes), save, project)
    if isinstance(what, StockFlow):
        province, bars = load_vocabulary(project).province(what.case.province), bars_of_case(what, lang)
        said, named = say_case(what, province, bars, lang), ("", "")
        sensitive = False
    else:
        province, bars = what.stock.province, bars_of_balance(what, lang)
        said, named = say_balance(what, bars, lang), (what.stock.label_vi, what.stock.label_en)
        sensitive = is_sensitive(what.stock, project)
    refuse_release(around, named, sensitive=sensitive)
    return charted(said, province, around, lambda picture, frame: _draw(picture, frame, bars), (196.0, 0.0))


def _draw(picture: Picture, frame: Frame, bars: Sequence[Bar]) -> None:
    room = Frame(frame.left, frame.bottom + _FOOT, frame.right, frame.top - _HEAD)
    axes = picture.add_axes(room.inches(picture), label="stock")
    spare = max(0, _FEWEST - len(bars)) / 2
    axes.set_xlim(-0.6 - spare, len(bars) - 0.4 + spare)
    axes.set_ylim(0, max(bar.high for bar in bars) * 1.04 or 1)
    axes.yaxis.set_visible(False)
    axes.set_xticks(range(len(bars)), [bar.label for bar in bars])
    axes.tick_params(length=0, labelsize=TEXT, pad=4)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    for x, bar in enumerate(bars):
        height = bar.high - bar.low
        axes.bar(x, height, 2 * _HALF, bottom=bar.low, zorder=3, gid=bar.kind, **_LOOKS[bar.kind])
        weight = "bold" if bar.kind in (STOCK, BEFORE) else "normal"
        axes.annotate(
            bar.number,
            (x, bar.high),
            (0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=TEXT,
            fontweight=weight,
            gid="number",
        )
    _join(axes, bars)


def _join(axes: Axes, bars: Sequence[Bar]) -> None:
    level = _end(bars[0], bars[0].low)
    for x, bar in enumerate(bars[1:], 1):
        if bar.joined:
            axes.plot(
                [x - 1 + _HALF, x - _HALF], [level, level], color=GREY, linewidth=0.9, zorder=2, gid="join"
            )
        level = _end(bar, level)
    if not bars[-1].joined and len(bars) > 1:
        # Published figures on two sides of a change of counting.
        axes.axvline(len(bars) - 1.5, color=INK, linewidth=1.0, linestyle=(0, (4, 3)), gid="cut")


def _end(bar: Bar, start: float) -> float:
    if bar.kind in (STOCK, BEFORE):
        return bar.high
    return bar.low if start == bar.high else bar.high
