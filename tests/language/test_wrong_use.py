"""What is wrong with a command is said in the reader's language, whatever the parser of command lines says."""

import re

import pytest

from antq_analysis.cli import app
from antq_analysis.language.wrong_use import say_wrong_use

ENGLISH = re.compile(r"Missing|No such|unexpected|requires|Usage|Error|Try|Did you mean")


def fault(*words: str) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the parser's exceptions have no common public class
        app(list(words), prog_name="antq", standalone_mode=False)
    return caught.value


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (("places", "import", "demo", "x.gpkg"), "Thiếu tùy chọn --date.", "The option --date is missing."),
        (("add", "demo"), "Thiếu phần “period”.", "The part “period” is missing."),
        (("chek", "x"), "Không có lệnh “chek”. Có phải ý là “check”?", "There is no command “chek”. Did you mean"),
        (("qwzx",), "Không có lệnh “qwzx”.", "There is no command “qwzx”."),
        (("check", "--laang", "vi"), "Không có tùy chọn --laang. Có phải ý là “--lang”?", "There is no option --laang"),
        (("check", "a", "b", "c", "d"), "Thừa: c d.", "Too many words: c d."),
        (("places", "import", "demo", "x", "--date"), "Sau --date phải có một giá trị.", "A value must follow --date."),
    ],
)  # fmt: skip
def test_every_fault_is_said_in_both_languages(words: tuple[str, ...], vi: str, en: str) -> None:
    error = fault(*words)
    first, *rest = say_wrong_use(error).splitlines()
    assert first.startswith(vi)
    assert not ENGLISH.search("\n".join([first, *rest]))
    assert rest[-1].startswith("Thêm --help")
    assert say_wrong_use(error, "en").splitlines()[0].startswith(en)


def test_the_pattern_of_the_command_follows() -> None:
    assert "\nCách viết: antq add " in say_wrong_use(fault("add", "demo"))
    assert "\nUsage: antq add " in say_wrong_use(fault("add", "demo"), "en")
