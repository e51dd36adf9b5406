"""``puskesos run`` as an operator runs it: a process, a config file, a Bot API server, signals, and
what goes wrong."""

import asyncio
import base64
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rereading import LOOK_SECONDS
from bot.simulator.phones import Phone
from bot.simulator.web.server import app, serve
from storage.db.database import Database
from storage.db.vault import Vault
from tests.support.crashes import oracle
from tests.support.crashes.crashing import END_SECONDS, until
from tests.support.crashes.robot import Robot
from tests.support.crashes.server_process import Office, ended, office


@pytest.fixture
async def here(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Office]:
    async with office(tmp_path, sqlite_template) as (made, _):
        yield made


async def _reports(robots: list[Robot]) -> None:
    """Let residents file reports until each has been promised a number."""

    async def done() -> bool:
        for robot in robots:
            robot.react()
        return all(robot.promised for robot in robots)

    await until(done, END_SECONDS, f"no receipt came: {[robot.questions[-1:] for robot in robots]}")


async def _all_confirmed(here: Office) -> bool:
    return not len(here.telegram.updates)


async def _is_answered(phone: Phone) -> bool:
    return any(message.from_bot for message in phone.messages)


async def _cases(here: Office) -> int:
    url = f"sqlite:///{here.database}"
    db, key = Database(url), (here.folder / "master.key").read_text().strip()
    master = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    try:
        return len((await oracle.read(db, Vault(master), here.telegram.now())).cases)
    finally:
        await db.dispose()


async def test_it_runs_from_a_config_file_and_stops_within_ten_seconds(here: Office) -> None:
    """Reports come through the real process; SIGTERM in the middle of the work loses nothing and
    leaves exit code 0."""
    process = await here.run()
    robots = [Robot(here.telegram.phone(11 + i)) for i in range(3)]
    for robot in robots:
        robot.begin()
    await _reports(robots)
    for robot in robots:
        robot.phone.send("satu pesan lagi, sesaat sebelum berhenti")
    process.send_signal(signal.SIGTERM)
    code, _, err = await ended(process, 10)
    assert code == 0, err
    assert "Traceback" not in err
    assert await _cases(here) == 3
    before = len(here.telegram.ledger)
    again = await here.run()
    await until(
        lambda: _all_confirmed(here),
        END_SECONDS,
        "what came before the stop is not handled after it",
    )
    again.send_signal(signal.SIGTERM)
    assert (await ended(again, 10))[0] == 0
    assert await _cases(here) == 3
    assert (
        len([sent for sent in here.telegram.ledger[before:] if "Nomor laporan" in sent.text]) == 0
    )


async def test_a_second_instance_refuses(here: Office) -> None:
    """Exit code 2 and one line that says what to do; the first goes on."""
    first = await here.run()
    code, out, err = await here.says("run", "--nobody")
    assert (code, out) == (2, "")
    assert "already runs" in err
    assert len(err.strip().splitlines()) == 1
    assert first.returncode is None


async def test_a_short_command_beside_the_bot_leaves_its_database_whole(here: Office) -> None:
    """While the bot runs, an invitation is made and used; the bot's write-ahead log is not taken
    away under it."""
    await here.run()
    phone = here.telegram.phone(50)
    phone.start()
    await until(lambda: _is_answered(phone), END_SECONDS, "no answer")
    log = here.database.with_name("puskesos.db-wal")
    before = log.stat().st_ino
    code, out, err = await here.says("invite", "--role", "coordinator", "--scope", "32.74.05.1003")
    assert code == 0, err
    assert log.stat().st_ino == before
    invited = out.splitlines()[0]
    assert f"?start={invited}" in out
    phone.start(invited)
    officer = Robot(phone, read=len(here.telegram.ledger))

    async def employed() -> bool:
        officer.react()
        return any(command["command"] == "antrian" for command in phone.commands)

    await until(
        employed, END_SECONDS, f"the invitation does nothing: {[m.text for m in phone.messages]}"
    )
    assert oracle.intact(here.database) == "ok"


async def test_a_second_poller_is_told(here: Office) -> None:
    """Somebody else polls for the same bot: exit code 2 and one line, no traceback."""
    process = await here.run()
    await here.telegram.updates.get(0, 100, 0.1)
    code, _, err = await ended(process)
    assert code == 2
    assert "another program asks Telegram" in err.splitlines()[-1]
    assert "Traceback" not in err


async def test_a_wrong_token_is_told(here: Office) -> None:
    """Exit code 2 and one line that names the key and where to get a right token; the token itself
    is not shown."""
    here.token = "100000:ANOTHER-TOKEN-THAT-NOBODY-HAS-EVER-SEEN"
    code, _, err = await here.says("run", "--nobody")
    assert code == 2
    assert "telegram.token" in err.splitlines()[-1]
    assert here.token not in err
    assert "Traceback" not in err


async def test_a_token_that_is_taken_back_while_it_runs_is_told(here: Office) -> None:
    """The same when Telegram stops accepting the token later on."""
    process = await here.run()
    here.telegram.token = "100000:ANOTHER-TOKEN-THAT-NOBODY-HAS-EVER-SEEN"
    here.telegram.updates.end_poll()
    code, _, err = await ended(process)
    assert code == 2
    assert "telegram.token" in err.splitlines()[-1]
    assert "Traceback" not in err


async def test_it_waits_for_a_telegram_that_is_down(tmp_path: Path, sqlite_template: Path) -> None:
    """No network at boot is no reason to give up: the bot comes up when Telegram does."""
    async with office(tmp_path, sqlite_template) as (made, first):
        port = first.port
        await first.stop()
        process = await made.start("run", "--nobody")
        assert process.stderr is not None
        assert b"can't be reached" in await asyncio.wait_for(process.stderr.readline(), END_SECONDS)
        async with await serve(app(made.telegram), port=port):
            made.telegram.phone(11).start()
            await until(
                lambda: _is_answered(made.telegram.phone(11)), END_SECONDS, "the bot has given up"
            )
            process.send_signal(signal.SIGTERM)
            code, _, err = await ended(process, 10)
            assert (code, "Traceback" in err) == (0, False)


async def test_it_stops_quickly_while_telegram_is_down(
    tmp_path: Path, sqlite_template: Path
) -> None:
    """SIGTERM ends a bot that still waits for its first answer."""
    async with office(tmp_path, sqlite_template) as (made, server):
        await server.stop()
        process = await made.start("run", "--nobody")
        assert process.stderr is not None
        assert b"can't be reached" in await asyncio.wait_for(process.stderr.readline(), END_SECONDS)
        process.send_signal(signal.SIGTERM)
        code, _, err = await ended(process, 10)
        assert (code, "Traceback" in err) == (0, False), err


async def _logged(process: asyncio.subprocess.Process, words: str) -> str:
    """Read the log until some words stand in it; all that was read."""
    assert process.stderr is not None
    read = ""
    async with asyncio.timeout(END_SECONDS):
        while words not in read:
            read += (await process.stderr.readline()).decode()
    return read


def _own_texts(here: Office, words: str) -> None:
    """A folder with own texts, named in the config."""
    config, texts = here.folder / "config.toml", here.folder / "texts"
    if not texts.exists():
        texts.mkdir()
        config.write_text(config.read_text() + '\n[texts]\nfolder = "texts"\n')
    (texts / "id.toml").write_text(words)


async def test_sighup_brings_new_words_and_a_mistake_changes_nothing(here: Office) -> None:
    """A text is changed under the running process; then a file is broken, and the process goes on
    with what it has. The log names the file once, and what must wait for a restart."""
    process = await here.run()
    _own_texts(here, 'hello.welcome = "Salam dari pasar. {question}"\n')
    config = here.folder / "config.toml"
    config.write_text(config.read_text() + '\n[log]\nlevel = "INFO"\nformat = "text"\n')
    process.send_signal(signal.SIGHUP)
    told = await _logged(process, "a change waits for a restart")
    assert "log.format" in told
    _own_texts(here, "[broken")
    process.send_signal(signal.SIGHUP)
    assert "texts/id.toml: can't be read" in await _logged(process, "the changes were not taken")
    here.telegram.phone(99).start()
    await until(lambda: _is_answered(here.telegram.phone(99)), END_SECONDS, "no answer")
    assert "Salam dari pasar" in here.telegram.phone(99).messages[-1].text
    process.send_signal(signal.SIGTERM)
    code, _, err = await ended(process, 10)
    assert (code, "Traceback" in err, "not taken" in err) == (0, False, False), err


async def test_an_import_is_noticed_while_it_runs(here: Office) -> None:
    """An office that is imported by a short command is known to the running process."""
    process = await here.run()
    rows = "code,name,kind,channel,handles\n32.74/pasar,Kantor Pasar,agency,letter,pkh\n"
    (here.folder / "offices.csv").write_text(rows)
    code, out, err = await here.says("offices", "import", "offices.csv")
    assert (code, "within a minute" in out) == (0, True), err
    await _logged(process, "were read again")
    process.send_signal(signal.SIGTERM)
    code, _, err = await ended(process, 10)
    assert (code, "were read again" in err) == (0, False)


async def test_a_storm_of_signals_under_load(here: Office) -> None:
    """Hundreds of signals while residents file reports: each gets its number once, and what was
    asked for often is read a few times."""
    process = await here.run()
    robots = [Robot(here.telegram.phone(11 + i)) for i in range(5)]
    for robot in robots:
        robot.begin()
    storm = asyncio.create_task(_storm(process))
    await _reports(robots)
    seconds = await storm
    assert await _cases(here) == 5
    process.send_signal(signal.SIGTERM)
    code, _, err = await ended(process, 10)
    assert (code, "Traceback" in err) == (0, False), err
    assert 1 <= err.count("were read again") <= seconds / LOOK_SECONDS + 2
    assert "put aside" not in err


async def _storm(process: asyncio.subprocess.Process) -> float:
    """Three hundred signals; how many seconds they took."""
    began = asyncio.get_running_loop().time()
    for _ in range(300):
        process.send_signal(signal.SIGHUP)
        await asyncio.sleep(0.03)
    return asyncio.get_running_loop().time() - began
