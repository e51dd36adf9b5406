"""What every command of the command line shares: the config it reads, and what goes wrong told in
words.

Whatever an operator can mend is told in plain lines on stderr, with exit code 2. What nobody
expected gets a reference; its traceback goes to the log, redacted. Imports wait inside, so that
``--help`` is quick."""

import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings.config import Config

P = ParamSpec("P")
R = TypeVar("R")
ConfigFile = Annotated[Path, typer.Option("--config", help="The config file.", metavar="FILE")]
HERE = Path("config.toml")
READER_LEFT = 128 + 13
"""What shells say of a program that SIGPIPE has ended."""

NOBODY_ANSWERS = (
    "there is no terminal in which this could be asked;"
    " give the answers as options, which --help lists"
)


def told(command: Callable[P, R]) -> Callable[P, R]:
    """The command, with everything that may go wrong told in words."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        from bot.settings import logs

        os.umask(0o077)  # what we write is for this user alone
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold the key
        logs.start("WARNING", "text")
        with _in_words():
            return command(*args, **kwargs)

    return guarded


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except typer.Abort:
        if sys.stdin is not None and sys.stdin.isatty():
            raise
        typer.echo(NOBODY_ANSWERS, err=True)
        raise typer.Exit(2) from None
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # Whoever reads what we write has seen enough (puskesos doctor | head). What is still in the
        # buffer goes nowhere, or the interpreter would complain of it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(READER_LEFT) from None
    except Exception as error:
        lines = _known(error)
        code = 2 if lines else 1
        for line in lines or [_unexpected(error)]:
            typer.echo(line, err=True)
        raise typer.Exit(code) from None


def _known(error: BaseException) -> list[str]:
    """The lines of what an operator can mend; none when there is anything else in it."""
    from bot.cli.asking_telegram import NoBot
    from bot.settings.mistakes import Mistakes
    from storage.backup.trouble import BackupTrouble
    from storage.db.database import WrongDatabase
    from storage.db.key_in_use import WrongKey
    from storage.db.single_instance import AlreadyRunning
    from storage.db.vault import Unreadable

    if isinstance(error, BaseExceptionGroup):
        parts = [_known(part) for part in error.exceptions]
        return [line for part in parts for line in part] if all(parts) else []
    known = (Mistakes, BackupTrouble, WrongDatabase, WrongKey, AlreadyRunning, Unreadable, NoBot)
    return str(error).splitlines() if isinstance(error, known) else []


def _unexpected(error: Exception) -> str:
    import logging
    import secrets

    reference = secrets.token_hex(4)
    logging.getLogger("puskesos").error(
        "unexpected", exc_info=error, extra={"reference": reference}
    )
    return (
        "something happened that puskesos did not expect;"
        f" the log says more under the reference {reference}"
    )


def config_at(path: Path) -> "Config":
    """The configuration, with the log set as it says."""
    from bot.settings import config, logs

    read = config.load(path)
    logs.start("WARNING", "text", [read.telegram.token.get_secret_value()])
    return read


def utc_now() -> datetime:
    """Where no config says whose time counts."""
    return datetime.now(UTC)


def local_now(read: "Config") -> datetime:
    return datetime.now(read.area.timezone)
