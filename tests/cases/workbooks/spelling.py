"""How the name of a commune is written: every manner that is the same name, and those that need a person."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_TONES = {"òa": "oà", "óa": "oá", "ủy": "uỷ", "ỏe": "oẻ"}
_NEW_TO_OLD = {"Hòa": "Hoà", "Hóa": "Hoá", "Thủy": "Thuỷ", "Khỏe": "Khoẻ"}
_I_Y = {"Mỹ": "Mĩ", "Quý": "Quí", "Sĩ": "Sỹ", "Lý": "Lí", "Kỳ": "Kì"}
_SHORT = {"Xã": "X.", "Phường": "P.", "Thị trấn": "TT."}


@dataclass(frozen=True)
class Spelling:
    """One manner of writing a name; `write` returns the name unchanged where the manner does not apply."""

    name: str
    write: Callable[[str], str]
    trouble: str = ""


def kind_of(name: str) -> str:
    """The type that begins a register name."""
    return next(kind for kind in _SHORT if name.startswith(kind))


def bare(name: str) -> str:
    """A register name without its type."""
    return name.removeprefix(kind_of(name)).strip()


def _swap(pairs: dict[str, str]) -> Callable[[str], str]:
    def write(name: str) -> str:
        for old, new in pairs.items():
            name = name.replace(old, new)
        return name

    return write


def tones_moved(text: str) -> str:
    """Old tone placement wherever it differs, in any text."""
    for new, old in _TONES.items():
        text = text.replace(new, old)
    return text


def decomposed(text: str) -> str:
    """Letters and their marks apart, as some systems save them."""
    return unicodedata.normalize("NFD", text)


def _short(gap: str, dot: str = ".") -> Callable[[str], str]:
    return lambda name: _SHORT[kind_of(name)].removesuffix(".") + dot + gap + bare(name)


def _type_upper(name: str) -> str:
    return f"{kind_of(name).upper()} {bare(name)}"


def _town_behind(name: str) -> str:
    return f"{bare(name)} (TT)" if kind_of(name) == "Thị trấn" else name


def _type_behind(name: str) -> str:
    return f"{bare(name)} ({kind_of(name).lower()})"


SPELLINGS = (
    Spelling("tone_placement", _swap(_NEW_TO_OLD)),
    Spelling("i_and_y", _swap(_I_Y)),
    Spelling("decomposed", decomposed),
    Spelling("upper", str.upper),
    Spelling("lower", str.lower),
    Spelling("upper_decomposed", lambda name: decomposed(name.upper())),
    Spelling("short_type", _short(" ")),
    Spelling("short_type_joined", _short("")),
    Spelling("short_type_no_dot", _short(" ", "")),
    Spelling("no_type", bare),
    Spelling("no_type_upper", lambda name: bare(name).upper()),
    Spelling("type_upper", _type_upper),
    Spelling("town_behind", _town_behind),
    Spelling("type_behind", _type_behind, "remark"),
    Spelling("two_spaces", lambda name: name.replace(" ", "  ")),
    Spelling("spaces_around", lambda name: f"  {name} "),
    Spelling("hard_spaces", lambda name: name.replace(" ", "\u00a0")),
    Spelling("zero_width", lambda name: name.replace(" ", " \u200b")),
    Spelling("line_break", lambda name: name.replace(" ", "\n", 1)),
    Spelling("line_break_inside", lambda name: "\n".join(name.rsplit(" ", 1))),
    Spelling("former_name", lambda name: f"{name} (xã Nháp Cũ cũ)", "remark"),
    Spelling("former_name_words", lambda name: f"{name} (trước là xã Nháp Cũ)", "remark"),
    Spelling("footnote_star", lambda name: f"{name} (*)", "remark"),
    Spelling("footnote_star_bare", lambda name: f"{name}*", "remark"),
    Spelling("footnote_number", lambda name: f"{name} (1)", "remark"),
    Spelling("footnote_raised", lambda name: f"{name}¹", "remark"),
    Spelling("police_of", lambda name: f"Công an {name[0].lower()}{name[1:]}"),
    Spelling("police_of_upper", lambda name: f"CÔNG AN {name.upper()}"),
    Spelling("police_short", lambda name: f"CA {name[0].lower()}{name[1:]}"),
    Spelling("committee_of", lambda name: f"UBND {name[0].lower()}{name[1:]}"),
    Spelling("order_in_name", lambda name: f"1. {name}"),
    Spelling("dash_before", lambda name: f"- {name}"),
    Spelling("final_stop", lambda name: f"{name}."),
    Spelling("final_colon", lambda name: f"{name}:"),
)
