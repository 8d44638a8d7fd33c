"""What pytest does for this project: a skip fails the run, unless it waits for a missing folder ``shared``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

NEEDS_SHARED = "needs ../shared"


def shared_folder() -> Path:
    """Return where the folder ``shared`` is expected, beside the project."""
    return Path(__file__).resolve().parents[2] / "shared"


class Skips:
    """The skips of one run that nothing excuses."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self.refused: dict[str, str] = {}

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Keep a skip, unless it is an expected failure or waits for a folder that is not there."""
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = told.removeprefix("Skipped: ")
        if reason != NEEDS_SHARED or self.shared.is_dir():
            self.refused[report.nodeid] = reason

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """See each test's end."""
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """See each module's end: a module can skip as a whole."""
        self.note(report)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Turn a good end into a failed one."""
        if self.refused and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        yield

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name each refused skip before the closing line."""
        if self.refused:
            terminalreporter.section("skips that fail the run", red=True)
            for name, reason in sorted(self.refused.items()):
                terminalreporter.line(f"{name}: {reason}")


def pytest_configure(config: pytest.Config) -> None:  # named so that ``-p`` finds it too
    """Watch the run in the process that reports it: workers of xdist only run tests."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips(shared_folder()), "antq-skips")
