"""The queue of updates, with the server's own rules for confirming, waiting, expiring and a second
poller.

Rules: https://core.telegram.org/bots/api#getupdates; what the page leaves open is as in the public
server's queue."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.simulator.errors import ApiError
from bot.simulator.faults import Faults

KEPT = timedelta(hours=24)
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
# the server takes an offset this far beyond the newest id as a mistake and starts from the oldest
_FUTURE = 10
_ANOTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """Updates that the bot has not confirmed yet, oldest first."""

    def __init__(self, now: Callable[[], datetime], faults: Faults) -> None:
        self.now, self.faults = now, faults
        self.allowed: frozenset[str] | None = None
        self._next = 1
        self._waiting: deque[tuple[datetime, dict[str, Any]]] = deque()
        self._poller: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def next_id(self) -> int:
        """The id of the next update. May be set: higher at any time, lower only while nothing is
        pending."""
        return self._next

    @next_id.setter
    def next_id(self, value: int) -> None:
        if self._waiting and value <= self._waiting[-1][1]["update_id"]:
            raise ValueError(
                "a lower id is only drawn after a quiet week: let the bot confirm what is pending"
            )
        self._next = value

    def wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_ON_REQUEST

    def put(self, kind: str, body: dict[str, Any]) -> int:
        """Queue one update and wake the poller. Returns its id, or 0 when the bot did not ask for
        this kind."""
        if not self.wanted(kind):
            return 0
        update_id, self._next = self._next, self._next + 1
        self._waiting.append((self.now(), {"update_id": update_id, kind: body}))
        if self._poller and not self._poller.done():
            self._poller.set_result(None)
        return update_id

    async def get(
        self,
        offset: int,
        limit: int,
        timeout: float,  # noqa: ASYNC109
    ) -> list[dict[str, Any]]:
        """Confirm what lies before ``offset``, then answer; wait up to ``timeout`` real seconds if
        need be."""
        self.end_poll(ApiError(409, f"Conflict: {_ANOTHER}"))
        self._confirm(offset)
        if not self._waiting and timeout > 0:
            await self._wait(timeout)
        batch = [update for _, update in islice(self._waiting, limit)]
        return self.faults.deliver(batch)

    def end_poll(self, error: ApiError | None = None) -> None:
        """Make the call that is waiting now, if any, fail with ``error`` or answer with an empty
        list."""
        poller, self._poller = self._poller, None
        if poller and not poller.done():
            if error:
                poller.set_exception(error)
            else:
                poller.set_result(None)

    def drop_all(self) -> None:
        self._waiting.clear()

    def oldest(self) -> datetime | None:
        return self._waiting[0][0] if self._waiting else None

    def _confirm(self, offset: int) -> None:
        too_old = self.now() - KEPT
        while self._waiting and self._waiting[0][0] <= too_old:
            self._waiting.popleft()
        if offset < 0:
            for _ in range(len(self._waiting) + offset):
                self._waiting.popleft()
        elif offset <= self._next + _FUTURE:
            while self._waiting and self._waiting[0][1]["update_id"] < offset:
                self._waiting.popleft()

    async def _wait(self, timeout: float) -> None:  # noqa: ASYNC109
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poller, timeout)
        except TimeoutError:
            pass
        finally:
            if self._poller is poller:
                self._poller = None

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember ``allowed_updates``; None keeps the earlier choice, an empty list means the
        default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None
