"""What names one person, to find the same again in a file, and which sheets are lists of persons."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from antq_analysis.places.matching.names import fold, split_type
from antq_analysis.sources.receiving.persons import SIGNS, PersonColumn, is_word
from antq_analysis.sources.tables.row_words import total_scope
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_IDENTITY_NUMBER = re.compile(r"(?<!\d)(?:0\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}|\d{12})(?!\d)")
_TELEPHONE = re.compile(r"0\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}")
_CITIZEN = re.compile(r"0\d{11}")
_PERSON_COLUMNS = 3
_FEW = 3
_LIST = re.compile(
    r"\bdanh sách\b(?! (?:các |những )?(?:xã|phường|thị trấn|huyện|đơn vị|địa bàn|mô hình|điểm|khu|thôn|tổ|cơ quan)\b"
    r"(?! (?:trưởng|phó|viên)\b))"
)
"""A list, where it is not of places: tổ is one, tổ trưởng is none."""

Words = tuple[str, ...]
"""The words of a cell, folded, to find the same person again."""


def words_of(value: Raw) -> Words:
    """Give the words of a cell to compare.

    Parameters
    ----------
    value
        The cell.

    Returns
    -------
    tuple of str
        Folded words and numbers; none for a number with decimals.
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        return (str(int(value)),) if value == value // 1 else ()
    return tuple(re.findall(r"\w+", fold(str(value))))


def is_identity(value: Raw) -> bool:
    """Tell whether a cell can only mean one person: a name of several words, or a long number.

    Parameters
    ----------
    value
        The cell, or a piece of a text.

    Returns
    -------
    bool
        False for ``Không có``, ``Tổng cộng``, names of units and short numbers.

    Examples
    --------
    >>> [is_identity(value) for value in ("0912 345 678", "001099000123", "Không có", 12, 912345678.0)]
    [True, True, False, False, True]
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        return value >= 10**8
    text = value.strip() if isinstance(value, str) else ""
    return has_identity_number(text) or is_name(text)


def has_identity_number(text: str) -> bool:
    """Tell whether a text holds a number that only one person has.

    Parameters
    ----------
    text
        A line of a comment, or the text of a cell.

    Returns
    -------
    bool
        True for twelve digits of a citizen card and ten of a telephone.
    """
    return _IDENTITY_NUMBER.search(text) is not None


def is_name(text: str) -> bool:
    """Tell whether a text may be the name of a person: capitals begin each of its words, and it names no unit.

    Parameters
    ----------
    text
        The text of a cell in a column of names.

    Returns
    -------
    bool
        True for ``Nguyễn Văn Mẫu``.

    Examples
    --------
    >>> [is_name(text) for text in ("Nguyễn Văn Mẫu", "Xã Cao Sơn", "TỔNG CỘNG", "Không có", "Mẫu")]
    [True, False, False, False, False]
    """
    words = text.split()
    return (
        len(words) > 1
        and all(word[0].isupper() or word[0].isdigit() for word in words)
        and not split_type(text)[0]
        and not total_scope(text)
        and SIGNS.match(fold(text)) is None
    )


def number_columns(sheet: Sheet, known: Sequence[PersonColumn]) -> Iterator[PersonColumn]:
    """List the columns that hold numbers of telephones or of citizens, whatever their header says.

    Parameters
    ----------
    sheet
        The sheet.
    known
        Columns about persons that their headers tell of.

    Yields
    ------
    PersonColumn
        The header is a general word, never what stands there.
    """
    begun = Counter(
        column
        for cells in sheet.rows
        for column, value in enumerate(cells)
        if isinstance(value, str) and value[:1] in ("0", " ") and _is_number_of_person(value)
    )
    for column in (column for column, n in sorted(begun.items()) if n >= _FEW):
        filled = [
            (row, cells[column])
            for row, cells in enumerate(sheet.rows)
            if column < len(cells) and cells[column] not in ("", None)
        ]
        numbers = [row for row, value in filled if _is_number_of_person(value)]
        if any(one.first <= column <= one.last for one in known):
            continue
        above = [row for row, value in filled if row < numbers[0] and is_word(value)]
        top = above[-1] if above else numbers[0]
        # Figures between the header and the first number: then numbers stand in a column of something else.
        if len(numbers) * 2 < sum(top < row <= numbers[-1] for row, _ in filled):
            continue
        last = filled[-1][0]
        citizens = _CITIZEN.fullmatch(str(sheet.rows[numbers[0]][column]).strip()) is not None
        words = "số căn cước" if citizens else "số điện thoại"
        cells_of = f"{cell_name(top, column)}:{cell_name(last, column)}"
        yield PersonColumn(sheet.name, words, cells_of, top, last, column, column)


def _is_number_of_person(value: Raw) -> bool:
    text = value.strip() if isinstance(value, str) else ""
    return any(form.fullmatch(text) is not None for form in (_TELEPHONE, _CITIZEN))


def is_list_of_persons(sheet: Sheet, columns: Sequence[PersonColumn]) -> bool:
    """Tell whether a sheet is a list of persons, or a table of units with a column or two about persons.

    Parameters
    ----------
    sheet
        The sheet.
    columns
        Its columns about persons, at least one.

    Returns
    -------
    bool
        False only where each row has figures of its own, and a name that no other row has.
    """
    top = min(column.top for column in columns)
    titles = [sheet.name, *(value for cells in sheet.rows[:top] for value in cells if isinstance(value, str))]
    if len(columns) >= _PERSON_COLUMNS or any(map(is_list_title, titles)):
        return True
    own = {place for column in columns for place in range(column.first, column.last + 1)}
    rows = [
        row
        for row in range(top + 1, max(column.bottom for column in columns) + 1)
        if any(sheet.rows[row][place] not in ("", None) for place in own)
    ]
    others = [
        [value for row in rows if (value := sheet.rows[row][place]) not in ("", None)]
        for place in range(len(sheet.rows[0]))
        if place not in own
    ]
    named = any(_names_rows(values, len(rows)) for values in others)
    return not (named and any(_is_figures(values, len(rows)) for values in others))


def is_list_title(text: str) -> bool:
    """Tell whether a title announces a list, where it is not of places.

    Parameters
    ----------
    text
        The title.

    Returns
    -------
    bool
        True for ``Danh sách tổ trưởng``.

    Examples
    --------
    >>> [is_list_title(text) for text in ("DANH SÁCH TỔ VIÊN", "Danh sách tổ tự quản", "Danh sách các xã đạt 19.2")]
    [True, False, False]
    """
    return _LIST.search(fold(text)) is not None


def is_table_of_units(sheet: Sheet) -> bool:
    """Tell whether a sheet without columns about persons holds names that differ by row, and figures beside them.

    Parameters
    ----------
    sheet
        The sheet.

    Returns
    -------
    bool
        False where it has figures in fewer than three rows.
    """
    rows = [cells for cells in sheet.rows if any(_number(value) is not None for value in cells)]
    columns = [[value for value in values if value not in ("", None)] for values in zip(*rows, strict=True)]
    return (
        len(rows) >= _FEW
        and any(_names_rows(values, len(rows)) for values in columns)
        and any(_is_figures(values, len(rows)) for values in columns)
    )


def _names_rows(values: Sequence[Raw], rows: int) -> bool:
    texts = [fold(value) for value in values if isinstance(value, str) and any(map(str.isalpha, value))]
    return len(texts) * 2 >= rows and len(texts) - len(set(texts)) <= max(1, len(texts) // 10)


def _is_figures(values: Sequence[Raw], rows: int) -> bool:
    numbers = [number for value in values if (number := _number(value)) is not None]
    ordered = numbers == [numbers[0] + step for step in range(len(numbers))] if len(numbers) > 1 else False
    years = all(1900 <= number <= 2100 for number in numbers)
    return len(numbers) * 2 >= max(rows, 1) and not ordered and not years


def _number(value: Raw) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float | int):
        return float(value)
    digits = value.strip().replace(".", "").replace(",", ".") if isinstance(value, str) else ""
    return float(digits) if re.fullmatch(r"\d{1,12}(?:\.\d+)?%?", digits) and "%" not in digits else None
