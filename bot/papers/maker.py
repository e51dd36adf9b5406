"""Makes papers at the moment when they are sent, outside every write transaction.

Who may have a paper is asked again at that moment, from the database; to others nothing is sent."""

from pathlib import Path

import structlog

from bot.papers import case, poster, reports
from bot.papers.paper_request import Makers, PaperRequest, PaperSources, Params, Reader
from bot.registry import registry
from bot.telegram.call_errors import Refusal, Unmade
from bot.telegram.case_files import with_content
from bot.workshop.workshop import Unfinished
from storage.db.trouble import trouble
from storage.people import people

log = structlog.get_logger()

MAKERS: Makers = registry(case.MAKERS.items(), poster.MAKERS.items(), reports.MAKERS.items())


class Papers:
    """Makes the papers that letters only name, and puts in the files of cases, which lie sealed in
    ``files``."""

    def __init__(self, sources: PaperSources, files: Path) -> None:
        self._sources, self._files = sources, files

    async def make(self, chat_id: int, params: Params) -> Params:
        """The parameters of a call with the paper or the file in it; others are given back as they
        are. Refusal for who may not have it, Unmade where it fails; the log names only its kind."""
        sources = self._sources
        if "file" in params:
            return await with_content(sources.db, sources.vault, self._files, params)
        if "paper" not in params:
            return params
        wanted = params["paper"]
        rest = {name: value for name, value in params.items() if name != "paper"}
        request = PaperRequest(sources, await self._reader(chat_id), wanted)
        try:
            return rest | await MAKERS[wanted["kind"]](request)
        except PermissionError as error:
            raise Refusal(str(error)) from None
        except Exception as error:
            if trouble(error):
                raise  # it may be made another time
            name = str(error) if isinstance(error, Unfinished) else type(error).__name__
            log.error("a paper could not be made", paper=wanted["kind"], error=name)
            raise Unmade(name) from None

    async def _reader(self, chat_id: int) -> Reader:
        async with self._sources.db.read() as connection:
            known = (await people.load(connection, self._sources.vault, [chat_id]))[chat_id]
        return Reader(chat_id, known.profile.language, known.memberships)
