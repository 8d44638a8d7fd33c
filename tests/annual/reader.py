"""A reader of published files: every figure of a workbook, a page or a chart is an equation over counts of communes."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from openpyxl import load_workbook
from PIL import Image

from antq_analysis.panel.load import Panel
from tests.measures.suppression.attacker import Attacker, Key

THRESHOLD = 4
PEOPLE = 3000
"""In every commune, so that a rate is a count."""
GONE = "(số nhỏ)"
LABELS = {"Vụ việc về ANTT": "incidents_total", "Vụ cháy, nổ": "fires"}
RATES = {"Tỷ suất vụ việc về ANTT": "incidents_total", "Tỷ suất vụ cháy, nổ": "fires"}
OTHERS = "others"


def counts_of(panel: Panel) -> dict[Key, float]:
    """What a panel holds: the counts of communes, and of all other units together."""
    rows = panel.observations[panel.observations["indicator"].isin(LABELS.values())]
    rows = rows[rows["value"].notna()]
    whose = rows["unit_code"].where(rows["level"].eq("commune"), OTHERS)
    return {
        (str(indicator), str(unit), str(period)): float(value)
        for indicator, unit, period, value in zip(
            rows["indicator"], whose, rows["period"], rows["value"], strict=True
        )
    }


@dataclass
class Reader:
    """Collects what is printed; what a figure was called in which version of the panel is what it knows besides."""

    attacker: Attacker = field(default_factory=lambda: Attacker({}))
    truth: dict[Key, float] = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    panel: Panel | None = None
    version: Callable[[Key], Key] = lambda key: key

    def take_up(self, panel: Panel, version: Callable[[Key], Key]) -> None:
        """Read from now on what is made of this panel."""
        self.panel, self.version = panel, version
        for key, value in counts_of(panel).items():
            self.truth[version(key)] = value
            self.attacker.unknowns.setdefault(version(key), len(self.attacker.unknowns))
            if key[0] == "fires" and ("incidents_total", *key[1:]) in counts_of(panel):
                pair = (version(("incidents_total", *key[1:])), (version(key),))
                self.attacker.within += [pair] if pair not in self.attacker.within else []

    def tell(self, indicator: str, period: str, units: Iterable[str], value: float) -> None:
        """Write down the sum of some communes; those without a figure, blank wherever they stand, are not in it."""
        there = counts_of(self.panel)
        keys = [(indicator, unit, period) for unit in units if (indicator, unit, period) in there]
        if keys:
            told = frozenset(map(self.version, keys))
            truth = sum(self.truth[key] for key in told)
            assert abs(truth - value) < 1e-6, (indicator, period, sorted(keys), value, truth)
            self.attacker.told.append((told, truth))

    def rows(self) -> dict[str, tuple[str, ...]]:
        """The communes of each name that a row may have."""
        assert self.panel is not None
        units = self.panel.units
        found = {str(name): (str(code),) for code, name in units["name"].items()}
        sets = {"Tổng": tuple(units.index)}
        if "district_name" in units:
            sets |= {str(name): tuple(own.index) for name, own in units.groupby("district_name")}
        groups = self.panel.groups
        sets |= {str(name): tuple(own) for name, own in groups.groupby("group_name")["unit_code"]}
        return found | sets

    def read_table(
        self, path: Path, indicator: str = "", period: str = "", *, total: Iterable[str] = ()
    ) -> None:
        """Read a workbook; `total` is what a total holds beside the communes."""
        table = [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
        at = next(i for i, row in enumerate(table) if row[0] in ("Mã", "Kỳ"))
        heads = [str(head or "") for head in table[at]]
        whose = self.rows()
        for row in table[at + 1 :]:
            if row[0] is None:
                break
            name = "Tổng" if heads[0] == "Kỳ" else str(row[1])
            units = whose.get(name, (OTHERS,) if "Cơ quan" in name or "cơ quan" in name else ())
            units = (*units, *total) if name == "Tổng" else units
            when = str(row[0]) if heads[0] == "Kỳ" else period
            for head, cell in zip(heads[1:], row[1:], strict=True):
                self._cell((head, cell), (indicator, when), units)

    def _cell(self, told: tuple[str, object], of: tuple[str, str], units: tuple[str, ...]) -> None:
        head, cell = told
        indicator, period = of
        plain, is_rate = head.partition(" (")[0], head.partition(" (")[0] in RATES
        if re.fullmatch(r"\d{4}", head):
            period = head
        elif plain in LABELS or is_rate:
            indicator = (LABELS | RATES)[plain]
        elif head != "Số đếm":
            return
        if cell == GONE and len(units) == 1:
            self.hidden.add(self.version((indicator, units[0], period)))
        if isinstance(cell, int | float):
            people = self.people((indicator, period), units)
            self.tell(indicator, period, units, round(cell * people / 1e4, 6) if is_rate else cell)

    def people(self, of: tuple[str, str], units: Iterable[str]) -> int:
        """Count the people of the communes that have a figure."""
        there = counts_of(self.panel)
        return PEOPLE * sum(unit != OTHERS and (of[0], unit, of[1]) in there for unit in units)

    def read_page(self, path: Path, indicators: Iterable[str]) -> None:
        """Read an interactive map."""
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"<script[^>]*application/json[^>]*>(.*?)</script>", text, re.DOTALL)
        told = next(one for one in map(json.loads, found) if "measures" in one)
        for indicator, measure in zip(indicators, told["measures"], strict=True):
            for of in measure["periods"]:
                for unit, events, kind in zip(told["units"]["code"], of["events"], of["kind"], strict=True):
                    if events is not None:
                        self.tell(indicator, of["period"], [unit], events)
                    elif told["kinds"][kind] == "suppressed":
                        self.hidden.add(self.version((indicator, unit, of["period"])))

    def read_chart(self, path: Path, indicator: str, *, per: int = 0) -> None:
        """Read the text of a chart over the years; a rate is rounded, but one whole number of incidents fits."""
        alt = Image.open(path).info["Description"]
        for name, units in {"": (*self.rows()["Tổng"], OTHERS), **self.rows()}.items():
            pattern = (
                rf"(?:^|; |\. ){re.escape(name)}: ((?:\d{{4}} [^;]*)+)"
                if name
                else r"(\d{4}: [^;]*)(?:;|\. )"
            )
            for told in re.findall(pattern, alt):
                for period, text in re.findall(r"(\d{4}):? ([\d.]+(?:,\d+)?)", told):
                    value = float(text.replace(".", "").replace(",", "."))
                    people = self.people((indicator, period), units)
                    self.tell(indicator, period, units, round(value * people / 1e4) if per else value)

    def found(self) -> Mapping[str, list[Key]]:
        """List the small counts that come out exactly, and those of which more is known than the rule leaves open."""
        small = [key for key, value in self.truth.items() if 1 <= value <= THRESHOLD]
        labels = {
            key: (1.0, float(THRESHOLD))
            if self.truth[key] in range(1, THRESHOLD + 1)
            else (THRESHOLD + 1.0, None)
            for key in self.hidden
        }
        exact, narrowed = [], []
        for key in small:
            low, high = self.attacker.limits(key)
            if np.ceil(low - 1e-6) >= np.floor(high + 1e-6):
                exact.append(key)
            if key in labels:
                low, high = self.attacker.limits(key, labels)
            if low > 1 + 1e-6 or high < THRESHOLD - 1e-6:
                narrowed.append(key)
        return {"exact": exact, "narrowed": narrowed}
