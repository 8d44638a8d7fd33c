"""How a command ends: a clear message, no traceback, one exit code for each kind of failure."""

import errno
import os
import sys
from collections.abc import Callable

import typer

from antq_analysis.cli.machine import print_error, wants_json
from antq_analysis.cli.options import app
from antq_analysis.cli.saying import typed
from antq_analysis.errors import AntqError, CannotWriteError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.wrong_use import say_wrong_use
from antq_analysis.project import find_project

INTERRUPTED = 130


def main() -> None:
    """Run the command line: clear messages, no tracebacks, one exit code a kind of failure.

    Raises
    ------
    SystemExit
        Always, with the exit code.
    """
    sys.exit(_guarded(lambda: app(prog_name="antq", standalone_mode=False)))


def _guarded(command: Callable[[], object]) -> int:
    lang = _guess_lang()
    try:
        code = command()
    except AntqError as error:
        return _fail(error.text(lang), error.exit_code, error)
    except (typer.Abort, KeyboardInterrupt):
        return _fail(say("cli.interrupted", lang), INTERRUPTED)
    except OSError as error:
        return _fail(_os_error(error).text(lang), CannotWriteError.exit_code)
    except Exception as error:
        if os.environ.get("ANTQ_DEBUG"):
            raise
        return _unexpected(error, lang)
    if code == INTERRUPTED:
        # Typer turns an interrupt into this code and says nothing.
        return _fail(say("cli.interrupted", lang), INTERRUPTED)
    return code if isinstance(code, int) else 0


def _unexpected(error: Exception, lang: str) -> int:
    if not hasattr(error, "show"):
        return _fail(say("cli.defect", lang, kind=type(error).__name__, text=error), AntqError.exit_code)
    # A wrong option or argument: the parser's own exceptions would print themselves in English alone.
    return _fail(say_wrong_use(error, lang), UsageError.exit_code)


def _guess_lang() -> str:
    # The language must be known even when the arguments or the settings are what is wrong.
    arguments = sys.argv[1:]
    if "--lang" in arguments[:-1] and arguments[arguments.index("--lang") + 1] == "en":
        return "en"
    try:
        return "en" if find_project().settings.language == "en" else "vi"
    except AntqError:
        return "vi"


def _os_error(error: OSError) -> CannotWriteError:
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason = os.strerror(errno.ENOSPC)
    return CannotWriteError("errors.cannot_write", file=error.filename or "?", reason=reason)


def _fail(text: str, code: int, error: Exception | None = None) -> int:
    typer.echo(typed(text), err=True)
    if wants_json():
        print_error(text, code, error)
    return code
