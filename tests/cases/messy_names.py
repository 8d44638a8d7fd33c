"""Names of units as people write them, made without the package: what a matcher is proved with."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from random import Random

import pandas as pd

SHORT = {
    "xã": ("X.", "X. ", "x. ", "xã "),
    "phường": ("P.", "P. ", "p.", "Ph. "),
    "thị trấn": ("TT.", "TT. ", "TT ", "tt. ", "T.T "),
    "đặc khu": ("ĐK ", "ĐK."),
}
SHORT_DISTRICT = {"huyện": "H. ", "quận": "Q. ", "thị xã": "TX. ", "thành phố": "TP. "}
TYPES = ("Xã", "Phường", "Thị trấn")
NEWER_SEAT = {
    older: newer
    for plain, others in (("oa", "òa óa ỏa õa ọa"), ("oe", "òe óe ỏe õe ọe"), ("uy", "ùy úy ủy ũy ụy"))
    for older, newer in zip(
        others.split(),
        [
            plain[0] + letter
            for letter in ("àáảãạ" if plain == "oa" else "èéẻẽẹ" if plain == "oe" else "ỳýỷỹỵ")
        ],
        strict=True,
    )
}
I_FOR_Y = dict(zip("yỳýỷỹỵYỲÝỶỸỴ", "iìíỉĩịIÌÍỈĨỊ", strict=True))
MARKS = (" (*)", "*", " (1)", "¹", " [2]", "**")
LETTERS = "abcdeghiklmnopqrstuvxy"
ONE_SOUND = re.compile(r"\b(?:[bcdđghklmnprstvx]|qu)[yỳýỷỹỵ]\b", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A unit to be written: its type and name, its district, and the names of the others there."""

    type: str
    name: str
    district: str
    others: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        return f"{self.type} {self.name}".strip()


def without_accents(text: str) -> str:
    """Take all marks off a text."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _one_school(text: str) -> str:
    """Write a text small, without spaces and with every tone mark in its newer seat."""
    text = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    for older, newer in NEWER_SEAT.items():
        text = re.sub(f"{older}(?!\\w)", newer, text)
    return text.replace(" ", "")


def _tones(unit: Unit, _: Random) -> str:
    text = unit.full
    for older, newer in NEWER_SEAT.items():
        if older in text.lower():
            return re.sub(f"{older}(?!\\w)", newer, text)
        text = re.sub(f"(?<!q){newer}(?!\\w)", older, text)
    return text


def _i_for_y(unit: Unit, _: Random) -> str:
    def changed(found: re.Match[str]) -> str:
        return found.group()[:-1] + I_FOR_Y[found.group()[-1]]

    return f"{unit.type} {ONE_SOUND.sub(changed, unit.name)}"


def _spaces(unit: Unit, rng: Random) -> str:
    gap = rng.choice(("  ", "\u00a0", "\n", " \r\n", "\t", " \u200b"))
    return rng.choice(("", " ", "\n")) + unit.full.replace(" ", gap) + rng.choice(("", "  ", "\n", "\u00a0"))


def _type_behind(unit: Unit, rng: Random) -> str:
    kind = rng.choice((unit.type.lower(), *(form.strip(" .") for form in SHORT[unit.type.lower()])))
    return f"{unit.name}{rng.choice((' (%s)', ', %s', ' - %s', '(%s)')) % kind}"


def _type_short(unit: Unit, rng: Random) -> str:
    name = f"0{unit.name}" if re.fullmatch(r"\d", unit.name) and rng.random() < 0.5 else unit.name
    return rng.choice(SHORT[unit.type.lower()]) + name


def _former(unit: Unit, rng: Random) -> str:
    # The former name is that of a neighbour: it must never be taken for the unit's own.
    former = rng.choice(unit.others or ("Nào Đó",))
    return unit.full + rng.choice((" (%s cũ)", " (trước là xã %s)", "(cũ: %s)", " (tên cũ: %s)")) % former


def _numbered(unit: Unit, rng: Random) -> str:
    front = rng.choice((f"{rng.randint(1, 40)}. ", f"{rng.randint(1, 40)}) ", "- ", "Công an ", "UBND "))
    return front + (unit.full[0].lower() + unit.full[1:] if front[0] in "CU" else unit.full)


def _one_accent(unit: Unit, rng: Random) -> str:
    places = [at for at, letter in enumerate(unit.name) if without_accents(letter) != letter]
    if not places:
        return unit.full
    at = rng.choice(places)
    return f"{unit.type} {unit.name[:at]}{without_accents(unit.name[at])}{unit.name[at + 1 :]}"


def _slip(unit: Unit, rng: Random) -> str:
    # A number is not mistyped by a letter: its type is.
    text, rest = (unit.name, unit.type) if any(map(str.isalpha, unit.name)) else (unit.type, "")
    at = rng.choice([place for place, letter in enumerate(text) if letter.isalpha()])
    letter = rng.choice(LETTERS)
    wrong = letter.upper() if text[at].isupper() else letter
    kind = rng.choice(("other", "missing", "more", "swapped"))
    if kind == "swapped" and text[at + 1 : at + 2].isalpha():
        slipped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    elif kind == "missing":
        slipped = text[:at] + text[at + 1 :]
    elif kind == "more":
        slipped = text[: at + 1] + letter + text[at + 1 :]
    else:
        slipped = text[:at] + wrong + text[at + 1 :]
    return f"{rest} {slipped}" if rest else f"{slipped} {unit.name}"


def _other_type(unit: Unit, rng: Random) -> str:
    return f"{rng.choice([kind for kind in TYPES if kind != unit.type])} {unit.name}"


def _all_at_once(unit: Unit, rng: Random) -> str:
    text = rng.choice((_type_behind, _type_short, _former))(unit, rng)
    text = rng.choice((str.upper, str.lower, str))(text)
    return unicodedata.normalize("NFD", text.replace(" ", rng.choice((" ", "  ", "\n")))) + rng.choice(MARKS)


WRITINGS: Mapping[str, Callable[[Unit, Random], str]] = {
    "tones": _tones,
    "decomposed": lambda unit, _: unicodedata.normalize("NFD", unit.full),
    "i for y": _i_for_y,
    "spaces": _spaces,
    "type behind": _type_behind,
    "type short": _type_short,
    "former name": _former,
    "footnote": lambda unit, rng: unit.full + rng.choice(MARKS),
    "numbered": _numbered,
    "capitals": lambda unit, _: unit.full.upper(),
    "all at once": _all_at_once,
    "type missing": lambda unit, _: unit.name,
    "other type": _other_type,
    "accents lost": lambda unit, rng: rng.choice((str.upper, str))(without_accents(unit.full)),
    "one accent lost": _one_accent,
    "slip": _slip,
}
"""Each way of writing; those after ``all at once`` may fit another unit as well."""


def write_district(district: str, rng: Random, *, plain: bool) -> str:
    """Write a district in one of the ways of headings and columns; `plain` without accents."""
    kind = next((kind for kind in SHORT_DISTRICT if district.lower().startswith(f"{kind} ")), "")
    name = district[len(kind) :].strip()
    ways = [district, district.upper(), SHORT_DISTRICT.get(kind, "") + name, f"II. {district.upper()}"]
    text = rng.choice([*ways, f" {district} ", unicodedata.normalize("NFD", district)])
    return without_accents(text) if plain else text


def messy_names(
    units: pd.DataFrame, seed: int = 0, writings: Collection[str] = tuple(WRITINGS)
) -> pd.DataFrame:
    """Write each unit of a register in every way.

    Returns the columns ``code, province_code, writing, name, district``. A slip, a lost accent or a wrong type that
    makes the very name of another unit of the place is drawn again: what is then written is that other unit.
    """
    rng = Random(seed)
    rows = [
        row
        for _, own in units.groupby("province_code", sort=False)
        for row in _of_province(own, rng, writings)
    ]
    return pd.DataFrame(rows, columns=["code", "province_code", "writing", "name", "district"], dtype="str")


def _of_province(
    units: pd.DataFrame, rng: Random, writings: Collection[str]
) -> Iterator[tuple[str, str, str, str, str]]:
    places = units["district_name"] if "district_name" in units else pd.Series("", index=units.index)
    for district, own in units.groupby(places, sort=False):
        names = own["name"].tolist()
        split = [_split(name) for name in names]
        taken = {_one_school(name) for name in [*names, *(name for _, name in split)]}
        for code, province, (kind, name) in zip(own["unit_code"], own["province_code"], split, strict=True):
            others = tuple(other for _, other in split if other != name)
            unit = Unit(kind, name, str(district), others)
            for writing in writings:
                text = _drawn(writing, unit, taken, rng)
                place = (
                    write_district(unit.district, rng, plain=writing == "accents lost") if district else ""
                )
                yield code, province, writing, text, place


def _drawn(writing: str, unit: Unit, taken: Collection[str], rng: Random) -> str:
    for _ in range(50):
        text = WRITINGS[writing](unit, rng)
        own = {_one_school(unit.full), _one_school(unit.name)}
        plain = _one_school(text)
        said = {plain, plain.removeprefix(_one_school(unit.type))}
        if writing not in ("slip", "one accent lost", "other type") or not (said & set(taken)) - own:
            return text
    return unit.full


def _split(full: str) -> tuple[str, str]:
    kind = next((kind for kind in (*TYPES, "Đặc khu") if full.lower().startswith(f"{kind.lower()} ")), "")
    return kind or "Xã", full[len(kind) :].strip()


def verdicts(written: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Judge answers: right, ambiguous (the unit is among the candidates), listed (refused, but the unit is named),
    refused, or wrong (any other code)."""
    code, answer = written["code"], found["unit_code"]
    listed = pd.Series(
        [
            own in {line.split(" ")[0] for line in candidates.split("; ")}
            for own, candidates in zip(code, found["candidates"], strict=True)
        ],
        index=written.index,
    )
    judged = pd.Series("refused", index=written.index, dtype="str")
    judged = judged.mask(listed, "listed").mask(listed & found["how"].eq("ambiguous"), "ambiguous")
    return judged.mask(answer.ne(""), "wrong").mask(answer.eq(code), "right")
