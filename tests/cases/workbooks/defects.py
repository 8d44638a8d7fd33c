"""What the reader does not do right yet, each with what is wrong; the one place where it is excused."""

_NO_FIGURES = "a row without any figure, whose words name no unit, is an error"
DEFECTS: dict[str, str] = {
    "signature_only_place": _NO_FIGURES + " (place of the signature)",
}
"""Traps that are not passed with a layout that fits."""

DRAFTED: dict[str, str] = {
    **{name: reason for name, reason in DEFECTS.items() if not name.startswith("second_table")},
}
"""Traps that are not passed with a drafted layout."""

HEADERS: frozenset[str] = frozenset()
"""Headers that are read although nobody can know what they mean."""
