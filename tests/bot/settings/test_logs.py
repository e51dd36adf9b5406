"""The log tells operators what happens and never tells a secret."""

import asyncio
import gc
import io
import json
import logging
import threading
from typing import Any

import pytest
import structlog

from bot.settings import logs

TOKEN = "7012345678:AAcanary-canary_canary-canary_canary1"
CANARIES = [
    TOKEN,
    "3274051212900003",
    "3274 0512 1290 0003",
    "327405-121290-0003",
    "32.74.05.121290.0003",
    "0001234567890",
    "0001 2345 67890",
    "081234567890",
    "+62 812-3456-7890",
    "6281234567890",
    "0812 3456 789",
    "/file/bot7012345678:AAx/photos/file_1.jpg",
]


@pytest.fixture(scope="module", autouse=True)
def _nothing_else_is_looked_through() -> None:
    """What other tests have left is thrown away, and what they still have in hand is never looked
    through again: that takes seconds at the end of a long run, and is done before each test."""
    gc.collect()
    gc.freeze()


def heard(monkeypatch: pytest.MonkeyPatch, level: str, style: str) -> io.StringIO:
    """What a test writes to stderr from now on, and nobody else: what other tests have left is
    thrown away before, so that it complains now, and their threads are not listened to."""
    gc.collect()
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    logs.start(level, style, secrets=["42:short"])
    mine = threading.get_ident()
    logging.getLogger().handlers[0].addFilter(lambda record: record.thread == mine)
    return stream


def _forget_a_failure() -> None:
    """A task that failed and that nobody asked; it complains when it is thrown away."""
    loop = asyncio.new_event_loop()
    forgotten: list[Any] = [loop.create_future()]
    forgotten[0].set_exception(RuntimeError("from before"))
    forgotten.append(forgotten)
    loop.close()


@pytest.mark.parametrize("style", ["json", "text"])
def test_what_other_tests_left_is_not_heard(monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    """A failed task of theirs that is thrown away only now writes nothing among the lines of a test
    of this file."""
    _forget_a_failure()
    stream = heard(monkeypatch, "DEBUG", style)
    gc.collect()
    assert stream.getvalue() == ""


@pytest.mark.parametrize("style", ["json", "text"])
def test_threads_of_other_tests_are_not_heard(monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    """Nor does a thread of theirs that still speaks, or a library's in it."""
    stream = heard(monkeypatch, "DEBUG", style)
    for speak in (logging.getLogger("aiosqlite").error, structlog.get_logger("left").error):
        thread = threading.Thread(target=speak, args=("from before",))
        thread.start()
        thread.join()
    assert stream.getvalue() == ""


@pytest.fixture(params=["json", "text"])
def told(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is written to stderr, with the log at its most talkative."""
    return heard(monkeypatch, "DEBUG", request.param)


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_is_logged(told: io.StringIO, canary: str) -> None:
    """Tokens, phones, identity numbers and file addresses never appear, wherever in a record they
    stand."""
    structlog.get_logger("ours").info(f"got {canary}", value=canary, nested={"a": [canary]})
    logging.getLogger("theirs").error("saw %s", canary, extra={"more": canary})
    try:
        raise RuntimeError(f"https://api.telegram.org/bot{canary}/getMe")
    except RuntimeError:
        logging.getLogger("theirs").exception("failed")
        structlog.get_logger("ours").exception("failed")
    lines = told.getvalue()
    assert canary not in lines
    assert lines.count("RuntimeError") >= 2


def test_the_configured_token_is_redacted_by_value(told: io.StringIO) -> None:
    """A token of an unusual shape is taken out, because the program knows it."""
    logging.getLogger("x").warning("https://host/bot42:short/sendMessage")
    assert "42:short" not in told.getvalue()
    assert "[token]" in told.getvalue()


def test_ordinary_facts_stay_readable(told: io.StringIO) -> None:
    """Case numbers, times, Telegram ids and codes of places are not mistaken for secrets."""
    facts = "26-00042-K 32.74.05.1003 2026-11-21T09:05:33.123456Z 123456789 update 987654321"
    logging.getLogger("x").warning(facts)
    assert facts in told.getvalue()


def test_libraries_that_print_addresses_are_silent(told: io.StringIO) -> None:
    """httpx would print the token in every line at INFO; it and its like speak from WARNING on."""
    for name in (
        "httpx",
        "httpcore.connection",
        "aiohttp.access",
        "telegram.ext",
        "aiosqlite",
        "sqlalchemy.engine",
    ):
        logging.getLogger(name).info("POST something")
    assert told.getvalue() == ""


FORGERIES = [
    "\nERROR forged",
    "\r\nforged",
    "\x1b[2J",
    "\u2028forged",
    "\x85forged",
    "\u202eforged",
]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_name_cannot_forge_a_line(told: io.StringIO, forgery: str) -> None:
    """Control characters in what people send are written as escapes."""
    logging.getLogger("x").warning("hello %s", forgery)
    structlog.get_logger("x").warning("hello", name=forgery)
    lines = told.getvalue()
    assert len(lines.splitlines()) == 2
    assert forgery not in lines


def test_a_traceback_cannot_forge_a_line(told: io.StringIO) -> None:
    """The text of an exception never begins a line of its own."""
    try:
        raise ValueError("\nERROR forged\x1b[31m")
    except ValueError:
        structlog.get_logger("x").exception("failed")
    assert not any(line.startswith("ERROR") for line in told.getvalue().splitlines())
    assert "\x1b" not in told.getvalue()


def test_json_lines_hold_the_usual_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record has time, level, logger, event and what is bound to the context."""
    stream = heard(monkeypatch, "INFO", "json")
    with structlog.contextvars.bound_contextvars(update=7):
        structlog.get_logger("bot.turns.turn").info("answered %d", 3)
        logging.getLogger("apscheduler").warning("late")
    ours, theirs = map(json.loads, stream.getvalue().splitlines())
    assert {k: ours[k] for k in ("level", "logger", "event", "update")} == {
        "level": "info",
        "logger": "bot.turns.turn",
        "event": "answered 3",
        "update": 7,
    }
    assert (theirs["event"], theirs["update"], ours["timestamp"][-1]) == ("late", 7, "Z")


def test_a_record_that_cannot_be_formatted_shows_no_arguments(told: io.StringIO) -> None:
    """Wrong arguments of a log call cost one line instead of a dump of them."""
    handler = logging.getLogger().handlers[0]
    handler.handle(logging.LogRecord("x", logging.WARNING, __file__, 1, "%d", (TOKEN,), None))
    assert told.getvalue() == "a record of x could not be logged\n"
