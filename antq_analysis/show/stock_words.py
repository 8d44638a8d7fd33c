"""The words of a waterfall of a stock and its flows."""

from collections.abc import Sequence

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_signed
from antq_analysis.measures.stock_balance import StockBalance
from antq_analysis.panel.stock_flow import StockFlow
from antq_analysis.show.charted import Said
from antq_analysis.show.stock_bars import Bar
from antq_analysis.show.words import province_name, say_source
from antq_analysis.vocabulary import Province


def say_balance(balance: StockBalance, bars: Sequence[Bar], lang: str = "vi") -> Said:
    """Say what the waterfall of a balance says.

    Parameters
    ----------
    balance
        The balance.
    bars
        Its bars.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Said
        Its alternative text tells every bar.
    """
    stock, frame = balance.stock, balance.frame
    title = _title(balance, lang)
    words = {"province": province_name(stock.province, lang), "unit": stock.unit(lang)}
    subtitle = say("show.balance_subtitle", lang, **words)
    unknown = frame.index[frame["gap"].isna()]
    notes = []
    if balance.partly:
        notes.append(say("show.note_balance_partly", lang, years=", ".join(balance.partly)))
    if len(unknown):
        notes.append(say("show.note_balance_unknown", lang, years=", ".join(map(str, unknown))))
    first = str(int(str(frame.index[0])) - 1)
    if str(stock.frame.index[0]) < first or stock.breaks:
        notes.append(say("show.note_balance_since", lang, first=first))
    return Said(
        title, subtitle, (*notes, say_source(stock.province, "", lang)), _alt(title, subtitle, bars, lang)
    )


def _title(balance: StockBalance, lang: str) -> str:
    frame = balance.frame
    first, last = frame.iloc[0], frame.iloc[-1]
    words = {
        "label": balance.stock.label(lang),
        "since": str(int(str(frame.index[0])) - 1),
        "year": str(frame.index[-1]),
        "begin": format_number(float(first["begin"]), lang),
        "end": format_number(float(last["end"]), lang),
    }
    # Figures of unlike places leave a gap that is nobody's.
    if frame["gap"].isna().any() or balance.partly:
        return say("show.balance_title_unknown", lang, **words)
    sums = {name: format_number(float(frame[name].sum()), lang) for name in ("added", "removed")}
    # Gaps of two years could cancel each other; then the largest is told by its bar alone.
    whole = float(frame["gap"].sum())
    gap = say("show.balance_some_gap", lang, gap=format_signed(whole, lang))
    if frame["gap"].eq(0).all():
        gap = say("show.balance_no_gap", lang)
    return say("show.balance_title", lang, gap=gap, **sums, **words)


def say_case(case: StockFlow, province: Province, bars: Sequence[Bar], lang: str = "vi") -> Said:
    """Say what the waterfall of published figures says.

    Parameters
    ----------
    case
        The reconciliation.
    province
        Whose figures.
    bars
        Its bars.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Said
        Its title is the bound, never a percentage of change.
    """
    title = case.text(lang).rstrip(".")
    subtitle = say("show.case_subtitle", lang, province=province_name(province, lang))
    notes = [say("show.note_case_added", lang, added=case.added)] if case.added else []
    return Said(title, subtitle, (*notes, say_source(province, "", lang)), _alt(title, subtitle, bars, lang))


def _alt(title: str, subtitle: str, bars: Sequence[Bar], lang: str) -> str:
    figures = "; ".join(f"{bar.label.replace(chr(10), ' ')}: {bar.number}" for bar in bars)
    return say("show.alt_stock_flow", lang, title=title, subtitle=subtitle, figures=figures)
