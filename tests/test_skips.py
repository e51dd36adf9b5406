"""Where nothing may be skipped, whatever is skipped fails; elsewhere it is only skipped."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.skips import VARIABLE

ROOT = Path(__file__).parents[1]
SKIPPED = {
    "by a mark": "@pytest.mark.skipif(True, reason='no browser')\ndef test_mark(): pass\n",
    "in its body": "def test_body(): pytest.skip('no browser')\n",
    "in a fixture": "@pytest.fixture\ndef page(): pytest.skip('no browser')\ndef test_fixture(page): pass\n",
    "for an import": "def test_import(): pytest.importorskip('no_browser')\n",
}
WHOLE = {
    "as a file": "pytest.skip('no browser', allow_module_level=True)\n",
    "as a file, for an import": "pytest.importorskip('no_browser')\n",
}


def _run(folder: Path, source: str, *options: str, may_skip: bool) -> tuple[int, str]:
    (folder / "test_small.py").write_text(f"import pytest\n{source}")
    ours = ("PYTEST_", "COV_", VARIABLE)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment |= {} if may_skip else {VARIABLE: "1"}
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(folder), "-p", "tests.support.skips"]
    done = subprocess.run(  # noqa: S603  our own interpreter
        [*command, *options], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_a_skipped_test_fails_where_nothing_may_be_skipped(tmp_path: Path) -> None:
    """Each way to skip a test makes the run red and tells the reason."""
    code, told = _run(tmp_path, "".join(SKIPPED.values()), may_skip=False)
    assert (code, "skipped" in told.splitlines()[-1], "passed" in told.splitlines()[-1]) == (1, False, False), told
    assert len(re.findall(rf"no.browser.*{VARIABLE}", told)) >= len(SKIPPED), told


@pytest.mark.parametrize("how", WHOLE)
def test_a_skipped_file_fails_where_nothing_may_be_skipped(how: str, tmp_path: Path) -> None:
    """A file that is left out as a whole stops the run and tells the reason."""
    code, told = _run(tmp_path, WHOLE[how], may_skip=False)
    assert code == pytest.ExitCode.INTERRUPTED, told
    assert re.search(f"no.browser.*{VARIABLE}", told), told


@pytest.mark.parametrize("source", [SKIPPED["by a mark"], WHOLE["as a file"]], ids=["test", "file"])
def test_a_skip_fails_also_when_workers_run_the_tests(source: str, tmp_path: Path) -> None:
    """The verdict of a worker reaches the run."""
    code, told = _run(tmp_path, source, "-p", "xdist", "-n", "1", may_skip=False)
    assert code in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED), told


def test_elsewhere_a_skip_is_a_skip(tmp_path: Path) -> None:
    """Whoever has no browser still gets a green run; and a known failure is no skip anywhere."""
    assert _run(tmp_path, SKIPPED["by a mark"], may_skip=True)[0] == pytest.ExitCode.OK
    known = "@pytest.mark.xfail(reason='known')\ndef test_one(): assert False\n"
    assert _run(tmp_path, known, may_skip=False)[0] == pytest.ExitCode.OK


def test_ci_skips_nothing(request: pytest.FixtureRequest) -> None:
    """.ci/run asks for it, and this very run listens."""
    assert f"{VARIABLE}=1 uv run --no-sync pytest" in (ROOT / ".ci" / "run").read_text("utf-8")
    for hook in (request.config.hook.pytest_runtest_makereport, request.config.hook.pytest_make_collect_report):
        assert "tests.support.skips" in [one.function.__module__ for one in hook.get_hookimpls()]
