"""The command line as an operator meets it: plain lines, exit codes, and nothing written when
something is wrong."""

import fcntl
import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot import lifetime
from bot.cli import admin, doctor, imports
from bot.cli.main import app
from bot.settings import config
from bot.telegram import polling
from storage.people import invitations

TOKEN = "7012345678:AAcanary-canary_canary-canary_canary1"
CSV = (
    "code,name\n32.74,Kota Cirebon\n32.74.05,Kesambi\n32.74.05.1003,Kesambi\n33.18.10.2011,Ngarus\n"
)


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Commands set the mask, the log and read the environment of the whole process: put all
    back."""
    root = logging.getLogger()
    handlers, level, mask = root.handlers[:], root.level, os.umask(0o022)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUSKESOS_TOKEN", TOKEN)
    yield
    os.umask(mask)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The folder of an office, as ``init`` makes it."""
    (tmp_path / "areas.csv").write_text(CSV)
    assert puskesos("init", "--district", "32.74", "--villages", "areas.csv").exit_code == 0
    return tmp_path


@pytest.fixture
def database(office: Path, sqlite_template: Path) -> Path:
    """The office's database, already migrated."""
    return shutil.copyfile(sqlite_template, office / "data" / "puskesos.db")


class _GetMe(BaseHTTPRequestHandler):
    """A Bot API server that knows one method, one token and one bot."""

    def do_GET(self) -> None:
        known = self.path == f"/bot{TOKEN}/getMe"
        body = json.dumps(
            {"ok": known, "result": {"id": 1, "username": "puskesos_bot"}}
            if known
            else {"ok": False}
        )
        self.send_response(200 if known else 401)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Bot API server on loopback that the config points to."""
    server = HTTPServer(("127.0.0.1", 0), _GetMe)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("PUSKESOS_TELEGRAM__BASE_URL", f"http://127.0.0.1:{server.server_port}/bot")
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def puskesos(*arguments: str, typed: str | None = None) -> Result:
    """Run the program; no command may ever show a traceback or a secret."""
    result = CliRunner().invoke(app, arguments, input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert "AAcanary" not in result.output
    return result


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with what is in it."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(folder: Path, *arguments: str) -> str:
    """What an operator is told by a command that refuses: exit code 2, and nothing was written."""
    before = tree(folder)
    result = puskesos(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert tree(folder) == before
    return result.stderr


def test_help_is_quick() -> None:
    """The help imports neither Telegram nor a database nor anything else that takes long (time:
    benchmarks/)."""
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-c",
            "from bot.cli.main import main; main()",
            "--help",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "invite" in done.stdout
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "typer" in imported
    slow = {
        "telegram",
        "sqlmodel",
        "sqlalchemy",
        "pydantic",
        "structlog",
        "aiohttp",
        "rich",
        "babel",
        "holidays",
    }
    assert imported.isdisjoint(slow)


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "demo",
        "run",
        "check",
        "doctor",
        "migrate",
        "invite",
        "areas import",
        "calendar import",
        "calendar check",
    ],
)
def test_every_command_has_help(command: str) -> None:
    """Each command says what it does and which config it takes."""
    result = puskesos(*command.split(), "--help")
    assert result.exit_code == 0
    assert "--config" in result.output or command == "demo"


def test_init_makes_a_working_office(office: Path) -> None:
    """The files belong to this user alone, the list is cut to the district, and the config can be
    read."""
    read = config.load(office / "config.toml")
    assert [code for code, _ in read.area.villages] == ["32.74", "32.74.05", "32.74.05.1003"]
    assert str(read.area.timezone) == "Asia/Jakarta"
    assert read.database.url == f"sqlite:///{office}/data/puskesos.db"
    for name in ("config.toml", "master.key", "villages.csv"):
        assert (office / name).stat().st_mode & 0o777 == 0o600
    assert (office / "data" / "files").stat().st_mode & 0o777 == 0o700
    told = puskesos("check").stdout.splitlines()  # notes may stand before, when hours run out
    assert told[-1] == "config, forms, texts and policy are well"


def test_init_asks_for_what_it_is_not_told(tmp_path: Path) -> None:
    """Two answers are enough."""
    (tmp_path / "areas.csv").write_text("71.71.01.1001,Satu\n")
    result = puskesos("init", typed="71.71\nareas.csv\n")
    assert result.exit_code == 0, result.output
    assert str(config.load(tmp_path / "config.toml").area.timezone) == "Asia/Makassar"


def test_init_overwrites_nothing(office: Path) -> None:
    """A second init would lose the key; it names every file that is in its way."""
    told = refused(office, "init", "--district", "32.74", "--villages", "areas.csv")
    assert [
        name in told
        for name in ("config.toml is there already", "master.key is", "villages.csv is")
    ] == [True] * 3


def test_init_tells_all_wrong_answers_at_once(tmp_path: Path) -> None:
    """Code, token and list are checked before anything is written."""
    (tmp_path / "areas.csv").write_text("3274,Kota\n")
    told = refused(
        tmp_path,
        "init",
        "--district",
        "3274",
        "--villages",
        "areas.csv",
        "--token-env",
        TOKEN,
        "--timezone",
        "WIB",
    )
    for words in (
        "--district '3274' is no code",
        "never the token itself",
        "areas.csv, line 1",
        "--timezone 'WIB'",
    ):
        assert words in told


def test_init_refuses_a_list_of_another_district(tmp_path: Path) -> None:
    """A wrong code of the district shows at once."""
    (tmp_path / "areas.csv").write_text(CSV)
    told = refused(tmp_path, "init", "--district", "32.75", "--villages", "areas.csv")
    assert "areas.csv names no village of 32.75" in told


@pytest.mark.parametrize(
    "command", ["run", "check", "doctor", "migrate", "areas import areas.csv", "calendar check"]
)
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("[files]", "[flies]", "config.toml: flies is not known; did you mean files?"),
        (
            'token = "env:PUSKESOS_TOKEN"',
            "",
            "config.toml: telegram.token is missing; write token =",
        ),
        (
            'district = "32.74"',
            'district = "32.7"',
            "area.district: '32.7' is no code of a regency or city; write",
        ),
        (
            "file:master.key",
            "file:lost.key",
            "lost.key can't be read (No such file or directory); write master",
        ),
    ],
)
def test_a_bad_config_stops_every_command(
    office: Path, command: str, before: str, after: str, told: str
) -> None:
    """One line that says what, where and how to mend; exit code 2; nothing written."""
    path = office / "config.toml"
    path.write_text(path.read_text().replace(before, after))
    lines = refused(office, *command.split()).splitlines()
    assert len(lines) == 1
    assert told in lines[0]


def test_a_bad_line_of_the_villages_stops_the_start(office: Path) -> None:
    """The line is named."""
    with (office / "villages.csv").open("a") as file:
        file.write("32.74.05.9,Drajat\n")
    assert "villages.csv, line 5: the code '32.74.05.9' is not a Kemendagri code" in refused(
        office, "run"
    )


def test_a_key_that_others_may_open_stops_the_start(office: Path) -> None:
    """The mend can be copied."""
    (office / "master.key").chmod(0o644)
    assert f"run: chmod 600 {office}/master.key" in refused(office, "run")


def test_mistakes_in_the_contents_are_listed(office: Path) -> None:
    """check has an exit code for scripts."""
    (office / "own").mkdir()
    (office / "own" / "clocks.toml").write_text("[standard\n")
    with (office / "config.toml").open("a") as file:
        file.write('[policy]\nfolder = "own"\n')
    assert "own/clocks.toml: can't be read:" in refused(office, "check")
    assert "own/clocks.toml: can't be read:" in refused(office, "run")


def test_mistakes_in_own_letters_are_listed(office: Path) -> None:
    """A template that can't be printed, and one that replaces nothing, are named with the line."""
    (office / "letters").mkdir()
    (office / "letters" / "notice.typ").write_text('#import "common.typ": *\n#data.anser\n')
    (office / "letters" / "recipt.typ").write_text("x")
    with (office / "config.toml").open("a") as file:
        file.write('[letters]\nfolder = "letters"\n')
    told = refused(office, "check")
    assert "letters/notice.typ, line 2: " in told
    assert "letters/recipt.typ replaces no template" in told


def test_a_logo_that_no_paper_can_show_is_told(office: Path) -> None:
    """A picture that was cut off while it was copied looks like one and can't be printed."""
    (office / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\ncut off")
    with (office / "config.toml").open("a") as file:
        file.write('[letterhead]\nlogo = "logo.png"\n')
    told = refused(office, "check")
    assert "[letterhead] logo: no paper can be printed with it" in told


def test_another_config_may_be_named(office: Path) -> None:
    """--config stands after the name of the command."""
    (office / "other").mkdir()
    for name in ("config.toml", "master.key", "villages.csv"):
        shutil.move(office / name, office / "other" / name)
    assert puskesos("check", "--config", "other/config.toml").exit_code == 0
    assert "config.toml does not exist; make it with: puskesos init" in refused(office, "check")


def test_the_example_config_is_a_working_one(office: Path) -> None:
    """Every key of the example is known, and its values are those that it explains."""
    root = Path(str(files("bot"))).parent
    shutil.copyfile(root / "config.example.toml", office / "config.toml")
    assert puskesos("check").exit_code == 0
    read = config.load(office / "config.toml")
    assert read.emergency.numbers == config.NUMBERS
    written = (root / "config.example.toml").read_text()
    for section, field in config.Config.model_fields.items():
        assert f"[{section}]" in written
        for key in getattr(field.annotation, "model_fields", ()):
            assert f"\n{key} = " in written or f"\n# {key} = " in written


def test_migrate_makes_and_keeps_the_schema(office: Path) -> None:
    """A second time there is nothing to do."""
    assert puskesos("migrate").stdout == "the database is migrated\n"
    assert puskesos("migrate").stdout == "the database was up to date already\n"
    assert (office / "data" / "puskesos.db").stat().st_mode & 0o077 == 0


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of the program that has one more revision than the database."""
    known = admin.migrate.revisions()
    monkeypatch.setattr(admin.migrate, "revisions", lambda: [*known, "9998"])


@pytest.mark.parametrize(
    "command",
    ["invite --role coordinator --scope 32.74", "areas import areas.csv", "calendar check", "run"],
)
def test_an_old_schema_is_told(office: Path, database: Path, newer: None, command: str) -> None:
    """An old schema is refused, with the command that mends it."""
    assert "run: puskesos migrate" in refused(office, *command.split())


def test_a_newer_schema_is_left_alone(office: Path, database: Path) -> None:
    """Going back would lose what the newer version has written."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in refused(office, "migrate")


def test_migrate_refuses_while_the_bot_runs(office: Path, database: Path, newer: None) -> None:
    """Tables do not change under a running program."""
    with (office / "data" / "puskesos.db.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "already runs with the database" in refused(office, "migrate")


def test_a_second_bot_on_the_same_database_is_refused(office: Path, database: Path) -> None:
    """Two would answer everything twice; the second one goes before it has spoken to Telegram."""
    with (office / "data" / "puskesos.db.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "already runs with the database" in refused(office, "run")


def test_a_second_poller_is_told(
    office: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else uses the token: one line, exit code 2."""

    async def conflict(read: config.Config, *, nobody: bool, file: Path) -> None:
        raise polling.SecondPoller("another program asks Telegram for this bot's updates; stop it")

    monkeypatch.setattr(lifetime, "run", conflict)
    assert (
        refused(office, "run") == "another program asks Telegram for this bot's updates; stop it\n"
    )


def test_invite_prints_code_and_link(office: Path, database: Path, telegram: None) -> None:
    """The code is kept only as a mark, with role, scope, desks and end."""
    result = puskesos(
        "invite",
        "--role",
        "back_office",
        "--scope",
        "32.74.05.1003",
        "--desk",
        "health",
        "--desk",
        "education",
    )
    code, link = result.stdout.splitlines()
    assert link == f"https://t.me/puskesos_bot?start={code}"
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT mark, role, scope, desks, made_by, made_at, expires_at FROM invite"
        ).fetchall()
    (row,) = rows
    assert row[:5] == (
        invitations.mark_of(code.removeprefix("u_")),
        "back_office",
        "32.74.05.1003",
        "education,health",
        admin.OPERATOR,
    )
    assert (date.fromisoformat(row[6][:10]) - date.fromisoformat(row[5][:10])).days == 2
    assert code.removeprefix("u_").encode() not in database.read_bytes()


def test_invite_without_a_network_says_what_to_send(
    office: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code works all the same."""
    monkeypatch.setenv("PUSKESOS_TELEGRAM__BASE_URL", "http://127.0.0.1:9/bot")
    result = puskesos("invite", "--role", "coordinator", "--scope", "32.74")
    assert result.exit_code == 0
    assert f"sends: /start {result.stdout.strip()}" in result.stderr
    assert "http://127.0.0.1:9 can't be reached" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            "--role coordinator --scope 3274",
            "--scope 3274: this is no Kemendagri code; write it with dots",
        ),
        ("--role coordinator --scope 32.75", "--scope 32.75 lies outside of the district 32.74"),
        (
            "--role coordinator --scope 32.74.05.1009",
            "--scope 32.74.05.1009 is not in the list of villages",
        ),
        (
            "--role district_officer --scope 32.74.05.1003",
            "works for the whole district; write --scope 32.74",
        ),
        (
            "--role agency_officer --scope 32.74",
            "an agency's officer has a scope like 32.74/dinkes",
        ),
        (
            "--role volunteer --scope 32.74/dinkes",
            "an agency's officer has a scope like 32.74/dinkes",
        ),
        ("--role volunteer --scope 32.74.05.1003 --desk health", "--desk is only for back_office"),
    ],
)
def test_a_wrong_invitation_is_refused(
    office: Path, database: Path, arguments: str, told: str
) -> None:
    """Role, scope and desk must fit together."""
    assert told in refused(office, "invite", *arguments.split())


def test_an_agency_is_invited_by_its_scope(office: Path, database: Path, telegram: None) -> None:
    """32.74/dinkes is the health agency of the district."""
    assert puskesos("invite", "--role", "agency_officer", "--scope", "32.74/dinkes").exit_code == 0


def test_an_unknown_role_names_the_known_ones(office: Path) -> None:
    """The parser's own refusals have the same exit code."""
    result = puskesos("invite", "--role", "mayor", "--scope", "32.74")
    assert result.exit_code == 2
    assert "coordinator" in result.output


def test_areas_are_imported(office: Path, database: Path) -> None:
    """All places of the file are there afterwards."""
    assert puskesos("areas", "import", "areas.csv").stdout == "4 places are in the database\n"


def test_a_bad_line_of_an_import_keeps_nothing(office: Path, database: Path) -> None:
    """All or none."""
    (office / "areas.csv").write_text("32.74,Kota Cirebon\n32.74.5,Kesambi\n32.74.05.1003\n")
    told = refused(office, "areas", "import", "areas.csv").splitlines()
    assert ["line 2" in told[0], "line 3" in told[1], len(told)] == [True, True, 2]


DECREE = "date;name;kind\n23/12/2026;Cuti bersama;holiday\n02/04/2027;Hari jadi;local_day\n"


@pytest.fixture
def decree(office: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The file of a decree, on a day of which no test knows better."""
    monkeypatch.setattr(
        imports, "local_now", lambda read: datetime(2026, 12, 1, 9, 0, tzinfo=read.area.timezone)
    )
    (office / "decree.csv").write_text(DECREE)
    return "decree.csv"


def test_a_decree_is_shown_and_asked_about(decree: str, office: Path) -> None:
    """Whoever says no, or nothing, has changed nothing; whoever says yes is told what has
    changed."""
    for answer, code in (("n\n", 0), ("", 2)):
        told = puskesos("calendar", "import", decree, typed=answer)
        assert ("2026-12-23  holiday    Cuti bersama" in told.stdout, told.exit_code) == (
            True,
            code,
        )
        assert "2 new days, 0 due times move\n" in told.stdout
    assert "done: 2 new days" in puskesos("calendar", "import", decree, typed="y\n").stdout
    assert (
        puskesos("calendar", "import", decree).stdout
        == "the calendar knows this already; nothing changes\n"
    )
    assert (
        puskesos("calendar", "check").stdout == "the calendar knows this already; nothing changes\n"
    )


def test_a_decree_can_come_without_a_question(decree: str) -> None:
    """With --yes nobody is asked."""
    told = puskesos("calendar", "import", decree, "--yes").stdout
    assert "Shall it be so?" not in told
    assert "done: 2 new days, 0 due times and 0 bells moved" in told


def test_a_bad_line_of_a_decree_changes_nothing(decree: str, office: Path) -> None:
    """Every bad line is told with the file; a file that is not there, or is none, as well."""
    (office / "bad.csv").write_text("2026-12-23,Cuti\n2026-13-01,x\n2062-01-01,y\n")
    lines = refused(office, "calendar", "import", "bad.csv").splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["bad.csv, line 2", "bad.csv, line 3"]
    assert "bad.csv can't be read" in refused(office, "calendar", "import", "nowhere/bad.csv")
    (office / "bad.csv").write_bytes(b"\xff\xfe2\x00")
    assert "is not text in UTF-8" in refused(office, "calendar", "import", "bad.csv")


def test_doctor_finds_a_healthy_office(office: Path, database: Path, telegram: None) -> None:
    """Each line begins with its verdict."""
    result = puskesos("doctor")
    assert result.exit_code == 0, result.output
    lines = dict(reversed(line.split()[:2]) for line in result.stdout.splitlines())
    assert {
        lines[name]
        for name in ("config", "key", "contents", "database", "files", "disk", "Telegram")
    } == {"ok"}
    assert "@puskesos_bot" in result.stdout


def test_doctor_says_what_to_do(
    office: Path, monkeypatch: pytest.MonkeyPatch, telegram: None
) -> None:
    """A wrong token and an old database each have their mend; no database is made by looking."""
    monkeypatch.setenv("PUSKESOS_TOKEN", "42:other")
    result = puskesos("doctor")
    assert result.exit_code == 2
    assert "does not know this token; copy it again from @BotFather" in result.stdout
    assert "has no tables yet; puskesos run makes them" in result.stdout
    assert not (office / "data" / "puskesos.db").exists()


@pytest.mark.parametrize(
    ("version", "verdict"),
    [
        ((3, 40, 1), "note"),
        ((3, 44, 5), "note"),
        ((3, 44, 6), "ok"),
        ((3, 50, 7), "ok"),
        ((3, 51, 2), "note"),
        ((3, 51, 3), "ok"),
    ],
)
def test_doctor_knows_the_versions_with_the_wal_reset_bug(
    version: tuple[int, ...], verdict: str
) -> None:
    """Fixed in 3.51.3, 3.50.7 and 3.44.6."""
    assert doctor._sqlite(version).verdict == verdict


def test_the_unexpected_gets_a_reference(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for the operator; the redacted traceback goes to the log under the same
    reference."""

    async def broken(url: str) -> bool:
        raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")

    monkeypatch.setattr(admin, "bring_up_to_date", broken)
    result = CliRunner().invoke(app, ["migrate"])
    assert result.exit_code == 1
    *log, line = result.stderr.splitlines()
    reference = line.rpartition(" ")[2]
    assert any(f"reference='{reference}'" in entry for entry in log)
    assert "AAcanary" not in result.output
    assert not any(entry.startswith("Traceback") for entry in log)


def test_a_move_is_told_in_numbers_and_asked_about(office: Path, database: Path) -> None:
    """Whoever says no, or nothing, has moved nothing; --yes asks nothing."""
    place, new = "32.74.05.1003", "32.74.05.1004"
    (office / "more.csv").write_text(f"code,name\n{new},Drajat\n")
    puskesos("areas", "import", "more.csv")
    for answer, code in (("n\n", 0), ("", 2)):
        told = puskesos("areas", "move", place, new, typed=answer)
        assert (f"{place} becomes {new}: 0 cases" in told.stdout, told.exit_code) == (True, code)
    assert f"{place} is {new} now" in puskesos("areas", "move", place, new, "--yes").stdout
