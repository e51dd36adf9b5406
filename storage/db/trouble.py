"""Tells trouble of the database from faults of the program, by the codes of its errors. Whoever
meets trouble tries again later; nobody's message is to blame for it.

Both databases give a code with every error: PostgreSQL a SQLSTATE (appendix A of its manual),
SQLite a result code (https://sqlite.org/rescode.html). What no row names is a fault, also a damaged
page: only those whose rows lie on it meet it, and the others go on."""

import sqlite3
from collections.abc import Iterator
from enum import Enum
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from storage.db.single_instance import AlreadyRunning


class Trouble(Enum):
    """What somebody whose transaction has failed can do."""

    DOWN = "down"
    """Nobody's transaction works at present: wait."""

    CLASH = "clash"
    """This transaction gave way to another, or took too long: play it again."""

    OVER = "over"
    """Another bot works with the database now: end."""


_SQLSTATES = {
    "08": Trouble.DOWN,  # connection exceptions
    "25006": Trouble.DOWN,  # read only: another server leads now
    "25P0": Trouble.DOWN,  # the session was ended because it stood still
    "40": Trouble.CLASH,  # deadlock, serialization
    "53": Trouble.DOWN,  # disk full, out of memory, too many connections
    "55": Trouble.CLASH,  # something else holds what is needed
    "57014": Trouble.CLASH,  # statement or lock timeout
    "57P": Trouble.DOWN,  # shut down, starting up, the session was ended
    "58": Trouble.DOWN,  # errors of the disk
    "F0": Trouble.DOWN,  # the lock file of the server
}
"""Beginnings of SQLSTATE; the longest that fits counts."""

_RESULT_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
"""Primary codes, the lowest byte of an extended one. SQLite lets nobody give way: all are DOWN."""


def trouble(error: BaseException) -> Trouble | None:
    """What kind of trouble an error is; None for a fault of the program or of what it was given. An
    OSError is trouble too: of the disk, or of the way to the server."""
    for one in _causes(error):
        if isinstance(one, AlreadyRunning):
            return Trouble.OVER
        if isinstance(one, (OSError, NoConnectionLeft)):
            return Trouble.DOWN
        if found := _by_code(one):
            return found
        if isinstance(one, DBAPIError) and one.connection_invalidated:
            return Trouble.DOWN
    return None


def _by_code(error: Any) -> Trouble | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return Trouble.DOWN if code & 0xFF in _RESULT_CODES else None
    state = getattr(error, "sqlstate", None) or ""
    fitting = [_SQLSTATES[state[:n]] for n in range(5, 1, -1) if state[:n] in _SQLSTATES]
    return fitting[0] if fitting else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what the driver raised, and what that came from."""
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__
