"""A random truth in a random layout with random mess: the family, drawn blindly."""

import random
from dataclasses import replace

from tests.cases.workbooks.defects import DEFECTS
from tests.cases.workbooks.design import Design, Extra, random_design
from tests.cases.workbooks.family import HOMONYMS, shifted, with_cell
from tests.cases.workbooks.mess import COUNTS, ESTABLISHED, RATES, TICKS, Mess
from tests.cases.workbooks.spelling import SPELLINGS, bare, decomposed, tones_moved
from tests.cases.workbooks.truth import NAME, RATE, YEAR, Truth, make_truth


def _sound(kind: str, every: tuple[Mess, ...]) -> tuple[Mess, ...]:
    return tuple(mess for mess in every if f"{kind}_{mess.name}" not in DEFECTS)


_COUNTS, _TICKS = _sound("cell", COUNTS), _sound("tick", TICKS)
_MESSES = {
    "population": tuple(mess for mess in _COUNTS if mess.large or mess.needs == "any"),
    "points_new": tuple(mess for mess in _COUNTS if not mess.large),
    "crimes": tuple(mess for mess in _COUNTS if not mess.large),
    "accidents": tuple(mess for mess in _COUNTS if not mess.large),
    "met": _TICKS,
    "cleared_rate": _sound("rate", RATES),
    "year": _sound("year", ESTABLISHED),
}
_SPELLINGS = tuple(spelling for spelling in SPELLINGS if f"name_{spelling.name}" not in DEFECTS)
_STRANGERS = (
    ("Trường THPT Nháp Đồng", "organisation"),
    ("Công ty TNHH Mẫu", "organisation"),
    ("Xã Không Có Thật", ""),
    ("Đồn Công an Khu công nghiệp", "police_post"),
)


def random_book(rng: random.Random) -> tuple[Design, Truth]:
    """Draw a design and its truth."""
    truth = make_truth(rng.randrange(1_000_000), districts=rng.randint(1, 4))
    design = random_design(rng)
    more = tuple(item for item in (RATE, YEAR) if rng.random() < 0.4)
    design = replace(design, fields=(*design.fields, *more))
    clean = set(truth.codes) - (HOMONYMS if design.district == "none" else set())
    for _ in range(rng.randint(0, 14)):
        place = (rng.choice(truth.codes), rng.choice([name for name in _MESSES if _has(design, name)]))
        design = with_cell(design, place, rng.choice(_MESSES[place[1]]))
        clean.discard(place[0])
    design = replace(design, names=_names(rng, design, truth), headers=_headers(rng, design))
    design = _rows(rng, design, truth, sorted(clean))
    return design, shifted(truth, design)


def _has(design: Design, name: str) -> bool:
    return any(item.name == name for item in design.fields)


def _names(rng: random.Random, design: Design, truth: Truth) -> dict[str, str]:
    share = rng.choice((0.0, 0.2, 0.6))
    names = {}
    for code in truth.codes:
        if rng.random() < share:
            name = rng.choice(_SPELLINGS).write(NAME[code])
            # Without its type and its district a name may be another unit's too.
            if design.district != "none" or bare(NAME[code]).lower() != name.strip().lower():
                names[code] = name
    return names


def _headers(rng: random.Random, design: Design) -> dict[str, str]:
    changes = (None, None, str.upper, tones_moved, decomposed, lambda text: text.replace(" ", "\n", 1))
    change = rng.choice(changes)
    words = {word for item in design.fields for word in (*item.path, item.flat)}
    return {word: change(word) for word in words} if change else {}


def _rows(rng: random.Random, design: Design, truth: Truth, clean: list[str]) -> Design:
    if not clean:
        return design
    code, dice = rng.choice(clean), rng.random()
    if dice < 0.1:
        return replace(design, repeat={code: 0}, troubles=frozenset({"duplicate"}))
    if dice < 0.2:
        return replace(design, repeat={code: rng.randint(1, 9)}, troubles=frozenset({"conflict"}))
    if dice < 0.3:
        return replace(design, split=frozenset({code}), troubles=frozenset({"parts"}))
    if dice < 0.45:
        words, level = rng.choice(_STRANGERS)
        extra = Extra(code, words, {"population": 312, "points": 2}, level=level)
        bare_design = replace(design, total="", subtotals=False)
        return replace(
            bare_design, extras=(extra,), troubles=frozenset({"other_unit" if level else "unknown_unit"})
        )
    return design
