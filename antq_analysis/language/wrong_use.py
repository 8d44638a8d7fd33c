"""What is wrong with a command as it was typed, in the reader's language."""

import re

from antq_analysis.language.catalogue import say

_NO_COMMAND = re.compile(r"No such command '([^']*)'")
_MEANT = re.compile(r"Did you mean:? (.+?)\??$")
_EXTRA = re.compile(r"unexpected extra arguments?(?:\(s\))? \((.*)\)")


def say_wrong_use(error: Exception, lang: str = "vi") -> str:
    """Say what a parser of command lines found wrong, and how the command is written.

    Parameters
    ----------
    error
        An exception of the parser, known by its name and its attributes.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        What is wrong, the pattern of the command, and where there is help.
    """
    context = getattr(error, "ctx", None)
    usage = context.get_usage().partition(":")[2].strip() if context else ""
    lines = [_fault(error, lang), say("cli.usage", lang, usage=usage) if usage else ""]
    return "\n".join([*filter(None, lines), say("cli.wrong_use", lang)])


def _fault(error: Exception, lang: str) -> str:
    kind, message = type(error).__name__, str(getattr(error, "message", "") or "")
    param = getattr(error, "param", None)
    name = _name_of(param) or str(getattr(error, "option_name", "") or "")
    if kind == "MissingParameter":
        is_option = getattr(param, "param_type_name", "") == "option"
        return say("cli.missing_option" if is_option else "cli.missing_argument", lang, name=name)
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None)
        return _with_meant(say("cli.no_such_option", lang, name=name), near, lang)
    if kind in ("BadOptionUsage", "BadParameter"):
        key = "cli.option_needs_value" if kind == "BadOptionUsage" else "cli.bad_value"
        return say(key, lang, name=name, reason=message)
    if found := _NO_COMMAND.search(message):
        meant = _MEANT.search(message)
        near = re.findall(r"'([^']*)'", meant[1]) if meant else []
        return _with_meant(say("cli.no_such_command", lang, name=found[1]), near, lang)
    if found := _EXTRA.search(message):
        return say("cli.extra_arguments", lang, names=found[1])
    return message or str(error)


def _with_meant(text: str, near: list[str] | None, lang: str) -> str:
    return f"{text} {say('errors.nearest', lang, name='”, “'.join(near))}" if near else text


def _name_of(param: object) -> str:
    options = [str(name) for name in getattr(param, "opts", ()) if str(name).startswith("-")]
    return max(options, key=len, default=str(getattr(param, "name", "") or ""))
