"""What an error means for the letter whose call it ended."""

import asyncio

import aiohttp
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

import bot.telegram.http  # noqa: F401 - importing it tells the library how to give waiting times
from bot.telegram.call_errors import judge


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RetryAfter(30), "pause"),
        (ChatMigrated(-100500), "moved"),
        (Forbidden("Forbidden: bot was blocked by the user"), "unreachable"),
        (Forbidden("Forbidden: user is deactivated"), "unreachable"),
        (BadRequest("Bad Request: chat not found"), "unreachable"),
        (
            BadRequest(
                "Bad Request: message is not modified: specified new message content is the same"
            ),
            "done",
        ),
        (BadRequest("Bad Request: message to delete not found"), "done"),
        (
            BadRequest(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            ),
            "done",
        ),
        (BadRequest("Bad Request: message to edit not found"), "anew"),
        (BadRequest("Bad Request: message can't be edited"), "anew"),
        (BadRequest("Bad Request: MESSAGE_ID_INVALID"), "anew"),
        (BadRequest("Bad Request: there is no text in the message to edit"), "anew"),
        (BadRequest("Bad Request: message identifier is not specified"), "anew"),
        (BadRequest("Message_id_invalid"), "anew"),
        (BadRequest("Bad Request: can't parse entities"), "refused"),
        (caused(EndPointNotFound("x"), InvalidToken("Not Found: method not found")), "absent"),
        (caused(EndPointNotFound("x"), InvalidToken("Unauthorized")), "rejected"),
        (InvalidToken("Unauthorized"), "rejected"),
        (caused(TimedOut(), aiohttp.ConnectionTimeoutError()), "unsent"),
        (caused(TimedOut(), aiohttp.SocketTimeoutError()), "unknown"),
        (TimedOut(), "unknown"),
        (caused(NetworkError("x"), aiohttp.ServerDisconnectedError()), "unknown"),
        (NetworkError("Internal Server Error"), "unknown"),
        (Conflict("x"), "unknown"),
        (TelegramError("the answer is not a JSON object"), "unknown"),
        (asyncio.CancelledError(), "unknown"),
        (KeyError("result"), "unknown"),
    ],
)
def test_kinds(error: BaseException, kind: str) -> None:
    """Every error that Telegram and the library are known to give has its meaning, and any other is
    unknown."""
    assert judge(error).kind == kind


def test_details() -> None:
    """How long to wait, and where a group has gone, is passed on."""
    assert judge(RetryAfter(30)).seconds == 30
    assert judge(ChatMigrated(-100500)).chat_id == -100500


def test_reason_is_fit_for_a_log() -> None:
    """Neither what a message says, nor a proxy's page, nor anything like a token gets into the
    reason."""
    for text in (
        'Bad Request: can\'t parse entities: Unsupported start tag "ibu sakit" at byte offset 5',
        "Bad Gateway (502). Parsing the server response b'<p>ibu sakit</p>' failed",
        "The token `123456789:AAibu sakit` was rejected".replace("ibu sakit", "ibusakit"),
    ):
        reason = judge(BadRequest(text)).reason
        assert "sakit" not in reason, reason
        assert reason.startswith("BadRequest: ")
