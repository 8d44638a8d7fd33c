"""What carrying to one map could not do, told by place: many indicators share one cause."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say

LISTED = 12
NAMED = 2

Figures = frozenset[tuple[str, str]]


def by_place(findings: Iterable[Finding], names: Mapping[str, str], lang: str = "vi") -> list[Finding]:
    """Join the findings of carrying whose cause and indicators are one.

    Parameters
    ----------
    findings
        One an indicator and cause, as carrying gives them; those without places stay as they are.
    names
        Code of each unit to its name.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    list[Finding]
        One for each cause and set of indicators, in the order in which the causes came; units with the same periods
        stand together in it.
    """
    told: list[Finding] = []
    units: dict[tuple[str, Severity], dict[str, set[tuple[str, str]]]] = {}
    labels: dict[str, str] = {}
    for finding in findings:
        places = finding.values.get("places")
        if not isinstance(places, tuple):
            told.append(finding)
            continue
        indicator = str(finding.values["indicator"])
        labels[indicator] = str(finding.values[f"label_{lang}"])
        of_unit = units.setdefault((finding.rule, finding.severity), defaultdict(set))
        for unit, period in places:
            of_unit[unit].add((indicator, period))
    for (rule, severity), of_unit in units.items():
        alike: dict[Figures, list[str]] = defaultdict(list)
        for unit, figures in of_unit.items():
            alike[frozenset(figures)].append(names.get(unit, unit))
        same_indicators: dict[frozenset[str], list[tuple[Figures, list[str]]]] = defaultdict(list)
        for one, some in alike.items():
            same_indicators[frozenset(indicator for indicator, _ in one)].append((one, some))
        told += [
            Finding(
                rule, severity, written=_written(groups), values=_values(indicators, groups, labels, lang)
            )
            for indicators, groups in same_indicators.items()
        ]
    return told


def _written(groups: list[tuple[Figures, list[str]]]) -> str:
    left = sum(len(units) for _, units in groups[LISTED:])
    told = "; ".join(_places(figures, units) for figures, units in groups[:LISTED])
    return told + (f"; … (+{left})" if left else "")


def _places(figures: Figures, units: list[str]) -> str:
    shown = ", ".join(units[:LISTED]) + (f" … (+{len(units) - LISTED})" if len(units) > LISTED else "")
    return f"{shown} ({', '.join(_runs({period for _, period in figures}))})"


def _values(
    indicators: frozenset[str],
    groups: list[tuple[Figures, list[str]]],
    labels: Mapping[str, str],
    lang: str,
) -> dict[str, object]:
    shown = [label for name, label in labels.items() if name in indicators]
    label = ", ".join(shown)
    if len(shown) > NAMED + 1:
        label = say("annual.many_indicators", lang, n=len(shown), some=", ".join(shown[:NAMED]))
    n = sum(len(figures) * len(units) for figures, units in groups)
    return {"label_vi": label, "label_en": label, "n": n}


def _runs(periods: Iterable[str]) -> list[str]:
    runs: list[list[str]] = []
    for period in sorted(periods):
        whole = period.isdigit() and bool(runs) and runs[-1][-1].isdigit()
        if whole and int(period) == int(runs[-1][-1]) + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    return [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
