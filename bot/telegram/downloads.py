"""The loop that fetches attachments: asks Telegram where a file lies, loads it, has it cleaned,
sealed and kept.

The address of a file holds the bot's token; it is used here and neither stored nor shown."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import structlog
import telegram
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.error import InvalidToken, TelegramError

from bot.patience import Patience
from bot.telegram.attachments import LONGEST, kind_of, without_metadata
from bot.telegram.call_errors import judge
from bot.telegram.http import call
from bot.workshop.workshop import SameProcess, Unfinished, Workshop
from storage.cases import attachments
from storage.cases.attachments import Fetched, Wanted
from storage.db.database import Database
from storage.db.vault import Vault

AT_ONCE = 4
POLL_SECONDS = 5.0
DOWNLOAD_SECONDS = 120.0
RETRIES = (timedelta(seconds=15), timedelta(minutes=5))
"""How long to wait after the first and the second failure; after the third the attachment is given
up."""

ELSEWHERE = timedelta(minutes=1)
"""How long to wait when the trouble is not this file's: Telegram can't be reached, or the disk is
full."""

OnGivenUp = Callable[[AsyncConnection, list[Wanted]], Awaitable[None]]
"""Told of attachments that will never be kept, in the transaction that writes it down."""

log = structlog.get_logger()


class _Unfit(Exception):
    """The file is too big, not of a kind that is kept, or not what it says it is."""


class Fetcher:
    """The only fetcher of a database. ``clock`` gives aware times; ``folder`` is where sealed files
    lie; ``on_given_up`` hears of what can't be kept; pictures are cleaned in the ``workshop``."""

    def __init__(
        self,
        db: Database,
        vault: Vault,
        bot: telegram.Bot,
        folder: Path,
        clock: Callable[[], datetime],
        *,
        on_given_up: OnGivenUp | None = None,
        workshop: Workshop | None = None,
    ) -> None:
        self._db, self._vault, self._bot, self._folder, self._clock = db, vault, bot, folder, clock
        self.on_given_up, self._workshop = on_given_up, workshop or SameProcess()
        self.patience = Patience("fetcher")
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Attachments are wanted, and that is committed."""
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch until ``stop``; a download that is under way then is left and begins again at the
        next start."""
        work = asyncio.create_task(self._work())
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work

    async def drain(self) -> int:
        """Fetch all that is wanted now; gives how many attachments were looked at. For tests and
        the demo."""
        number = 0
        while done := await self._round():
            number += done
        return number

    async def _work(self) -> None:
        while True:
            await self.patience.through(self._all)
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._news.wait()
            self._news.clear()

    async def _all(self) -> None:
        """Fetch until nothing is wanted now."""
        while await self._round():
            self.patience.heart.beat()

    async def _round(self) -> int:
        """Fetch a few side by side and write down how that went; gives how many."""
        async with self._db.read() as connection:
            batch = await attachments.wanted(connection, self._vault, self._clock(), AT_ONCE)
        if batch:
            results = await asyncio.gather(*(self._fetch(one) for one in batch))
            async with self._db.write() as connection:
                await attachments.record(connection, results)
                await self._give_up(connection, batch, results)
        return len(batch)

    async def _give_up(
        self, connection: AsyncConnection, batch: list[Wanted], results: list[Fetched]
    ) -> None:
        ended = {result.id for result in results if result.state in ("refused", "failed")}
        if self.on_given_up and ended:
            await self.on_given_up(connection, [one for one in batch if one.id in ended])

    async def _fetch(self, one: Wanted) -> Fetched:
        try:
            content = await self._download(one)
            name = await attachments.keep(
                self._vault, self._folder, one.case_id, one.unique_id, content
            )
        except _Unfit as error:
            log.info("attachment_refused", file=one.id, reason=str(error))
            return Fetched(one.id, "refused", one.tries, self._clock())
        except Exception as error:
            return self._failed(one, error)
        return Fetched(one.id, "kept", one.tries, self._clock(), len(content), name)

    def _failed(self, one: Wanted, error: Exception) -> Fetched:
        """What to note after a failed download: when to try again, or that the attachment is given
        up."""
        verdict, at = judge(error), self._clock()
        reason = str(error) if isinstance(error, Unfinished) else verdict.reason
        log.warning("attachment_not_fetched", file=one.id, tries=one.tries + 1, reason=reason)
        if verdict.kind in {"unsent", "rejected"} or isinstance(error, OSError):
            return Fetched(one.id, "wanted", one.tries, at + ELSEWHERE)
        if verdict.kind == "pause":
            return Fetched(one.id, "wanted", one.tries, at + timedelta(seconds=verdict.seconds))
        if verdict.kind == "refused" or one.tries >= len(RETRIES):
            return Fetched(one.id, "failed", one.tries + 1, at)
        return Fetched(one.id, "wanted", one.tries + 1, at + RETRIES[one.tries])

    async def _download(self, one: Wanted) -> bytes:
        """The content, cleaned. _Unfit, TelegramError, and InvalidToken only when the token itself
        is not accepted."""
        if one.size > LONGEST:
            raise _Unfit("too big")
        content = await self._load(await self._path(one))
        if not 0 < len(content) <= LONGEST:
            raise _Unfit("empty or too big")
        kind = kind_of(content, one.kind)
        if kind is None:
            raise _Unfit("not of a kind that is kept")
        try:
            return await self._workshop.do(without_metadata, content, kind)
        except ValueError as error:
            raise _Unfit(str(error)) from None

    async def _path(self, one: Wanted) -> str:
        try:
            answer = await call(self._bot, "getFile", {"file_id": one.file_id})
        except TelegramError as error:
            if "file is too big" in str(error).lower():
                raise _Unfit("too big") from None
            raise
        path, size = (
            (answer.get("file_path"), answer.get("file_size"))
            if isinstance(answer, dict)
            else (None, None)
        )
        if not isinstance(path, str) or not path:
            raise TelegramError("the answer holds no path")
        if isinstance(size, int) and size > LONGEST:
            raise _Unfit("too big")
        return path

    async def _load(self, path: str) -> bytes:
        url = f"{self._bot.base_file_url}/{quote(path)}"
        try:
            return await self._bot.request.retrieve(url, read_timeout=DOWNLOAD_SECONDS)
        # The library's name for every 404, also that of a path that has grown too old.
        except InvalidToken:
            raise TelegramError("the file is not there any more") from None
