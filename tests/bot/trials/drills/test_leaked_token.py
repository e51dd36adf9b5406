"""The drill of the operator's guide, as it is written there: the token has leaked, and another one
takes its place."""

import io
import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdf
import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.simulator.telegram import Telegram
from tests.bot.cli.test_main import TOKEN, _as_before
from tests.bot.trials.drills.test_stolen_phone import office, puskesos
from tests.conftest import run_apart
from tests.support.backups.kept_office import Office, running
from tests.support.rig import DISTRICT, VILLAGE

__all__ = ["_as_before", "office"]
NEW = "7012345678:BBcanary-canary_canary-canary_canary2"
HEAD, THIEF = 13, 66
CODE = re.compile(r"start=(u_[\w-]{22})")


class _Server(BaseHTTPRequestHandler):
    """A Bot API that knows one token, and where a thief has set a webhook."""

    token, webhook = TOKEN, ""

    def do_GET(self) -> None:
        way = self.path.removeprefix(f"/bot{type(self).token}/")
        told = {
            "getMe": {"id": 1, "username": "puskesos_bot"},
            "getWebhookInfo": {"url": type(self).webhook},
        }
        self.send_response(200 if way in told else 401)
        self.end_headers()
        body = {"ok": True, "result": told[way]} if way in told else {"ok": False}
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Server]]:
    """The server, where the config looks for Telegram."""

    class Fresh(_Server):
        """One for each test."""

    server = HTTPServer(("127.0.0.1", 0), Fresh)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("PUSKESOS_TELEGRAM__BASE_URL", f"http://127.0.0.1:{server.server_port}/bot")
    yield Fresh
    server.shutdown()
    server.server_close()
    thread.join()


def looked(office: Office) -> str:
    """What doctor says, well or not; no token in it."""
    told = CliRunner().invoke(app, ["doctor", "--config", str(office.config)]).output
    assert "canary" not in told
    return told


async def _came(office: Office, person: int, code: str, first_update: int) -> None:
    """Somebody uses an invitation, now: commands know no other time."""
    network = Telegram()
    network.updates.next_id = first_update
    async with running(office, datetime.now(UTC), network) as made:
        made.telegram.phone(person, first_name=f"Rekan-{person}").start(code)
        await made.settle()
        assert made.phone(person).messages[-1].from_bot


def pages(file: Path) -> list[str]:
    found = pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages
    return [CODE.findall(page.extract_text())[0] for page in found]


def test_the_drill(
    office: Office, api: type[_Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old token is told from the new one, a webhook is named, pages that were read on their way
    open nothing, and who came with one of them goes."""
    people = tmp_path / "people.csv"
    people.write_text(f"role,code\ncoordinator,{VILLAGE}\ndistrict_manager,{DISTRICT}\n")
    listed = ("invite", "--csv", str(people), "--yes", "--pdf")
    puskesos(office, *listed, str(tmp_path / "old.pdf"))
    stolen = pages(tmp_path / "old.pdf")

    api.token = NEW  # step 1
    assert "does not know this token" in looked(office)
    monkeypatch.setenv("PUSKESOS_TOKEN", NEW)  # step 2
    api.webhook = "https://example.org/"
    assert "deleteWebhook" in looked(office)  # step 3
    api.webhook = ""
    told = looked(office)
    assert "answers; the bot is @puskesos_bot" in told
    assert "webhook" not in told

    run_apart(_came(office, THIEF, stolen[1], 5_000_000))
    puskesos(office, *listed, str(tmp_path / "new.pdf"), "--again")  # step 6
    assert len(pages(tmp_path / "new.pdf")) == 1
    run_apart(_came(office, 77, stolen[0], 6_000_000))
    told = puskesos(office, "people")
    assert "\n77 " not in f"\n{told}"
    assert f"\n{THIEF} " in f"\n{told}"
    puskesos(office, "people", "end", str(THIEF), typed="y\n")
    assert f"\n{THIEF} " not in "\n" + puskesos(office, "people")
