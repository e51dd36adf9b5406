"""What stands under ``deploy``: its commands and paths are those of this program."""

import json
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.health import port, service_manager
from bot.settings import config

ROOT = Path(__file__).parents[1]
UNIT = (ROOT / "deploy" / "puskesos.service").read_text("utf-8")
IMAGE = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ANALYZE = shutil.which("systemd-analyze")


def _of_unit(key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", UNIT, re.MULTILINE)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The unit with the program and the user of this machine."""
    (program,) = (Path(sys.prefix) / "bin").glob("puskesos")
    text = UNIT.replace("/srv/puskesos/.venv/bin/puskesos", str(program))
    text = re.sub(r"^(User|Group)=.*$", r"\1=root", text, flags=re.MULTILINE)
    (tmp_path / "puskesos.service").write_text(text)
    return tmp_path / "puskesos.service"


@pytest.mark.skipif(not ANALYZE, reason="this machine has no systemd")
def test_systemd_takes_the_unit(here: Path) -> None:
    """No unknown key, nothing that can't be run; and few rights (0 is best, 10 is worst)."""
    assert ANALYZE
    for arguments in (("verify", "--man=no"), ("security", "--offline=true", "--threshold=25")):
        done = subprocess.run(  # noqa: S603 - ours
            [ANALYZE, *arguments, here], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert arguments[0] != "verify" or not done.stderr


def test_the_unit_runs_this_program() -> None:
    """Its command exists with its options; it waits longer than the bot is silent."""
    (command,) = _of_unit("ExecStart")
    program, *words = command.split()
    assert Path(program).name in PROJECT["project"]["scripts"]
    _known(words)
    assert _of_unit("Type") == ["notify"]
    assert _of_unit("ExecReload") == ["/bin/kill -HUP $MAINPID"]
    assert int(_of_unit("WatchdogSec")[0]) > 2 * service_manager.TELL_SECONDS
    assert _of_unit("ReadWritePaths") == ["/srv/puskesos/data -/srv/puskesos/backups"]


def _known(words: list[str]) -> None:
    """A command of ours with options that it has."""
    told = CliRunner().invoke(app, [words[0], "--help"])
    assert told.exit_code == 0
    for word in words[1:]:
        assert not word.startswith("-") or word in told.output, word


def test_the_image_copies_what_there_is() -> None:
    """Every source of a COPY exists, all rooms are among them, and the extras have these names."""
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", IMAGE, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert all((ROOT / name).exists() for name in names), names
    assert set(PROJECT["tool"]["uv"]["build-backend"]["module-name"]) <= set(names)
    for needed in (PROJECT["project"]["readme"], *PROJECT["project"]["license-files"], "uv.lock"):
        assert needed in names
    (extra,) = re.findall(r"--extra (\w+)", IMAGE)
    assert extra in PROJECT["project"]["optional-dependencies"]
    assert sys.version_info >= (3, 11)
    versions = set(re.findall(r"^FROM python:3\.(\d+)", IMAGE, re.MULTILINE))
    assert len(versions) == 1, "one Python for building and for running"


def test_the_image_runs_as_an_ordinary_user() -> None:
    """The user comes before the command, which is ours."""
    stage = IMAGE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", stage, re.MULTILINE)
    assert stage.index("USER ") < stage.index("ENTRYPOINT ")
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", stage, re.MULTILINE)
    (words,) = re.findall(r"^CMD (.*)$", stage, re.MULTILINE)
    assert json.loads(entry)[0] in PROJECT["project"]["scripts"]
    _known(json.loads(words))


def test_the_image_asks_where_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The health check asks an answer that there is, at the place that the image itself sets."""
    (name, place) = re.findall(r"(PUSKESOS_HEALTH__LISTEN)=(\S+)", IMAGE)[0]
    monkeypatch.setenv(name, place)
    found = config.from_environment()
    assert found["health"] == {"listen": place}
    ways = port.answers(None, None).routes  # type: ignore[arg-type]
    asked = re.findall(r"http://([^/]+)(/\w+)'", IMAGE)
    assert [(where, way) for where, way in asked] == [(place, "/healthz")]
    assert "/healthz" in [way.path for way in ways]  # type: ignore[attr-defined]


class _Health(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def healthy() -> Iterator[HTTPServer]:
    """Something that answers like the health port."""
    server = HTTPServer(("127.0.0.1", 0), _Health)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_itself(
    healthy: HTTPServer, monkeypatch: pytest.MonkeyPatch, status: int, code: int
) -> None:
    """Its exit code tells how the bot is."""
    monkeypatch.setattr(_Health, "status", status)
    (command,) = re.findall(r"^  CMD (\[.*\])$", IMAGE, re.MULTILINE)
    _, *words = json.loads(command)
    words[-1] = words[-1].replace("127.0.0.1:9109", f"127.0.0.1:{healthy.server_port}")
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, *words], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == code


def test_compose_takes_rights_away() -> None:
    """The bot's service has a read-only root, no rights and no port to the outside; nobody but the
    database knows its password."""
    ours, database = COMPOSE.split("\n  database:\n")[:2]
    for line in ("read_only: true", "- ALL", "no-new-privileges:true", "- data:/data", "- /tmp"):
        assert line in ours
    assert "ports:" not in COMPOSE
    assert "env_file: puskesos.env" in ours
    assert "env_file: database.env" in database
    (containerfile,) = re.findall(r"dockerfile: (.*)", ours)
    assert (ROOT / containerfile).exists()
    assert "./config:/config:ro" in ours
    assert '"--config", "/config/' in IMAGE


def test_the_guide_names_what_there_is() -> None:
    """Each file of the folder, and no other."""
    guide = (ROOT / "docs" / "operator.md").read_text("utf-8")
    named = set(re.findall(r"\(\.\./deploy/([\w.]+)\)", guide))
    assert named == {path.name for path in (ROOT / "deploy").iterdir()}
