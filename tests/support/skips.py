"""No test is left out where everything is there: with ``PUSKESOS_NO_SKIPS=1`` a skipped test or file is a failed one.

CI sets it, so that a browser or a database that did not get installed can't turn half of the tests into silence. An
expected failure (xfail) stays what it is.
"""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

VARIABLE = "PUSKESOS_NO_SKIPS"

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _judged(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(VARIABLE):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"{reason} (nothing may be skipped: {VARIABLE} is set)"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that was skipped, by its mark, in a fixture or in its body."""
    return _judged((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A file that was skipped as a whole, before any of its tests was known."""
    return _judged((yield))
