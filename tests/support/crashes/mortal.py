"""A program that dies in this process, at any statement to the database and before or after any
call to Telegram: nothing of it is heard any more, and what it had not committed is undone.

Quicker than a process that is killed (fork.py), so that a walk may die hundreds of times; SQLite
only. Tested in tests/harness/walks/test_all_at_once.py, whose figure counts the deaths."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tests.support.kept import SameThread
from tests.support.rig import Rig


class Died(BaseException):
    """The program is dead. Nobody catches this but whoever builds the next one."""


class Mortality:
    """When a program dies. ``left``: after so many steps (statements and ends of calls), None:
    never; ``calls_only``: statements don't count. ``deaths``: how often one has died."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.calls_only = False
        self.dead = False
        self.deaths = 0
        self._open: list[SameThread] = []

    def step(self, *, call: bool = False) -> None:
        """Something is about to happen, or has just happened."""
        if self.left is not None and not self.dead and (call or not self.calls_only):
            self.dead = self.left <= 0
            self.left -= 1
        if self.dead:
            raise Died

    def buried(self) -> None:
        """Close what the dead program had open, uncommitted; the next one may live."""
        for connection in self._open:
            connection.stop()
        self._open.clear()
        self.deaths += self.dead
        self.dead, self.left = False, None

    @contextmanager
    def of_statements(self) -> Iterator[None]:
        """In this block each statement is a step."""
        run, opened = SameThread._execute, SameThread._connect

        async def execute(connection: SameThread, fn: Any, *args: Any, **kwargs: Any) -> Any:
            self.step()
            return await run(connection, fn, *args, **kwargs)

        async def connect(connection: SameThread) -> SameThread:
            self.step()
            self._open.append(connection)
            return await opened(connection)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(SameThread, "_execute", execute)
            patched.setattr(SameThread, "_connect", connect)
            yield

    def calls(
        self, call: Callable[..., Awaitable[Any]]
    ) -> Callable[[str, Mapping[str, Any], Any], Awaitable[Any]]:
        """``Telegram.call``, with a step before and after its effect."""

        async def mortal(method: str, params: Mapping[str, Any], files: Any = None) -> Any:
            self.step(call=True)
            result = await call(method, params, files)
            self.step(call=True)
            return result

        return mortal


async def born_again(rig: Rig, mortality: Mortality) -> None:
    """The next program, on what the dead one has left."""
    old = rig.program
    mortality.buried()
    with suppress(Died):
        await old.db.dispose()
    rig.program = rig._build(rig.config, (), {})
    await rig.program.bot.initialize()
    rig.left = await rig.program.ringer.settle()
    await rig.program.sender._recover()
