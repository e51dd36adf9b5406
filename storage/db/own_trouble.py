"""Trouble of the database's own (stopped, full, out of reach, two transactions that wait for each
other) is an OperationalError, whatever the kind of database.

SQLite's driver says so by itself. PostgreSQL's gives all of it the one name of a statement that is
wrong, and what is wrong would be put aside for good.

Tested in tests/bot/turns/test_turn_trouble.py."""

from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.event import listen
from sqlalchemy.exc import DBAPIError, OperationalError

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_OWN = (
    "08",  # the connection
    "25006",  # it has become a copy that only reads
    "25P03",  # too long between two statements, or in one transaction
    "25P04",
    "40",  # rolled back: a deadlock, or what others wrote meanwhile
    "53",  # no disk, memory or connections left
    "55",  # something else holds what is needed
    "57",  # the operator, or the server's end
    "58",  # the system below it
)


def name_own_trouble(engine: Engine) -> None:
    """From now on an engine of PostgreSQL raises OperationalError for such trouble."""
    listen(engine, "handle_error", _named)


def _named(context: ExceptionContext) -> OperationalError | None:
    error = context.sqlalchemy_exception
    if type(error) is not DBAPIError or not (context.is_disconnect or _own(error)):
        return None
    return OperationalError(
        error.statement,
        error.params,
        error.orig or error,
        error.hide_parameters,
        context.is_disconnect,
        error.code,
        error.ismulti,
    )


def _own(error: DBAPIError) -> bool:
    return str(getattr(error.orig, "sqlstate", None)).startswith(_OWN)
