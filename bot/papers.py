"""Papers: figures, chart, workbook, receipt, poster, public answer. Made when sent, outside every write transaction.

Who may have a paper is asked again at that moment, from the database; to others nothing is sent.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from telegram import Bot, InputFile

from bot import case_letters, exports, full_workbook, letters
from bot.charts import Chart, Charts
from bot.rendering import keyboard_of
from casework import figures as counting
from casework import periods, permits
from casework.figures import Figures
from casework.handing import RESULT
from casework.model import Case, Membership
from casework.numbers import number
from casework.periods import MONTH, Period
from casework.policy import Policy
from casework.publishing import AnsweredPublicly
from conversations import handover, handover_page, report_page
from conversations.effects import T
from conversations.house import House
from conversations.notice import service_name
from storage import cases, errands, people, workbooks
from storage import figures as readings
from storage.db import Database
from storage.vault import Vault

Params = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """For whom a paper is made."""

    id: int
    language: str
    memberships: tuple[Membership, ...]


class Papers:
    """Makes what a letter only names, in an office's own templates if ``folder`` has some. Always ``close``."""

    def __init__(
        self,
        db: Database,
        vault: Vault,
        bot: Bot,
        *,
        policy: Policy,
        house: House,
        clock: Callable[[], datetime],
        folder: Path | None = None,
    ) -> None:
        self._db, self._vault, self._policy, self._house = db, vault, policy, house
        self._bot, self._clock, self._charts, self._own = bot, clock, Charts(), folder

    def close(self) -> None:
        """Let go of the thread that draws."""
        self._charts.close()

    async def make(self, chat_id: int, params: Params) -> Params:
        """The parameters of a call with the paper in it; others are given back as they are."""
        if "paper" not in params:
            return params
        wanted = params["paper"]
        rest = {name: value for name, value in params.items() if name != "paper"}
        return rest | await _MAKERS[wanted["kind"]](self, await self._reader(chat_id), wanted)

    async def _reader(self, chat_id: int) -> Reader:
        async with self._db.read() as connection:
            known = (await people.load(connection, self._vault, [chat_id]))[chat_id]
        return Reader(chat_id, known.profile.language, known.memberships)

    def _say(self, reader: Reader, text: T) -> str:
        return self._house.texts.html(reader.language, text)

    async def _figures(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        made = await self._counted(reader, self._period(wanted))
        page = report_page.page(made, self._house.places, self._clock(), self._policy.calendar.zone)
        markup = keyboard_of(page.buttons, reader.language, self._house.texts)
        return {"text": self._say(reader, page.text), "reply_markup": markup}

    def _period(self, wanted: Mapping[str, Any]) -> Period:
        today = self._clock().astimezone(self._policy.calendar.zone).date()
        return periods.parse(str(wanted.get("period", ""))) or periods.containing(today, MONTH)

    async def _counted(self, reader: Reader, period: Period) -> Figures:
        zone = self._policy.calendar.zone
        async with self._db.read() as connection:
            span = readings.Span(period.starts(zone), period.ends(zone))
            rows = await readings.rows(connection, self._vault, reader.memberships, span, viewer=reader.id)
        return await asyncio.to_thread(
            counting.figures, rows, period, self._offices(reader.memberships), self._clock(), zone
        )

    def _offices(self, memberships: Sequence[Membership]) -> list[str]:
        """Every office of somebody's scopes: the villages, and the district for those who work there."""
        codes = [*self._house.places.villages, self._policy.district]
        return [code for code in codes if any(permits.covers(m.scope, code) for m in memberships)]

    async def _chart(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        drawn = report_page.picture(await self._counted(reader, self._period(wanted)), self._house.places)
        texts = self._house.texts

        def plain(text: T | str) -> str:
            return texts.plain(reader.language, text)

        rows = tuple((plain(name), numbers) for name, numbers in drawn.rows)
        chart = Chart(plain(drawn.title), tuple(map(plain, drawn.series)), rows, plain(drawn.note))
        picture = await self._charts.png(chart)
        caption = self._say(reader, report_page.caption(drawn))
        return {"photo": InputFile(picture, "puskesos.png"), "caption": caption}

    async def _workbook(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        return await self._book(reader, self._period(wanted), f"{reader.id}-{self._clock():%Y%m%d%H%M}")

    async def _full_workbook(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        """With names and numbers, to who asked for it, once a second person has agreed; not of sensitive cases."""
        async with self._db.read() as connection:
            asked = await workbooks.find(connection, int(wanted["which"]))
        if asked is None or not asked.agreed or asked.by != reader.id or not full_workbook.leads(reader.memberships):
            raise PermissionError("nobody has agreed")
        mark = f"F{asked.id}-{reader.id}-{self._clock():%Y%m%d%H%M}"
        permitted = exports.PERSONAL - {"topic"}
        return await self._book(reader, self._period({"period": asked.period}), mark, permitted)

    async def _book(self, reader: Reader, period: Period, mark: str, permitted: frozenset[str] = frozenset()) -> Params:
        zone = self._policy.calendar.zone
        made = await self._counted(reader, period)
        async with self._db.read() as connection:
            span = readings.Span(period.starts(zone), period.ends(zone))
            listed = await readings.listed(connection, self._vault, reader.memberships, span, viewer=reader.id)
        sheets = [
            exports.figures_sheet(made, self._house, reader.language),
            exports.case_sheet(listed, self._house, reader.language, permitted),
        ]
        title = self._house.texts.plain(reader.language, report_page.title(period))
        content = await asyncio.to_thread(exports.workbook, sheets, title, mark, zone)
        return {"document": InputFile(content, f"puskesos-{period.code}.xlsx")}

    async def _receipt(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        async with self._db.read() as connection:
            row = await cases.load(connection, self._vault, int(wanted["case"]), lock=False)
        if row is None or not permits.may_see(reader.id, reader.memberships, row):
            raise PermissionError("not to be seen")
        service = self._policy.catalogue.services[row.service]
        zone = self._policy.calendar.zone
        receipt = letters.Receipt(
            case_number=number(row.id),
            service="" if service.sensitive else self._house.texts.plain("id", service_name(row)),
            dated=row.opened_at.astimezone(zone),
            due=row.due_at.astimezone(zone),
            bot=self._bot.username,
            link=f"https://t.me/{self._bot.username}",
            bring=tuple(
                self._house.texts.plain("id", T(f"document.{d}")) for d in service.documents if not service.sensitive
            ),
        )
        head = self._head(row.village or row.office)
        content = await asyncio.to_thread(lambda: letters.receipt(receipt, head, size="80mm", folder=self._own))
        return {"document": InputFile(content, f"tanda-terima-{number(row.id)}.pdf")}

    async def _notice(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        """The last public answer of a case, for the office's notice board."""
        async with self._db.read() as connection:
            row = await cases.load(connection, self._vault, int(wanted["case"]), lock=False)
            history = await cases.history(connection, self._vault, int(wanted["case"]))
        answers = [(event, at) for event, at in history if isinstance(event, AnsweredPublicly)]
        if row is None or not answers or not any(permits.sees(m, row) for m in reader.memberships):
            raise PermissionError("not to be seen")
        event, at = answers[-1]
        notice = letters.Notice(number(row.id), at.astimezone(self._policy.calendar.zone).date(), event.text)
        # What the village may not see does not hang at its door.
        head = self._head(row.office if row.confidential else row.village or row.office)
        content = await asyncio.to_thread(lambda: letters.notice_board(notice, head, folder=self._own))
        return {"document": InputFile(content, f"jawaban-{number(row.id)}.pdf")}

    async def _slip(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        """For a neighbour without Telegram: the result that stands, or the code that was just made for the case."""
        code = str(wanted.get("code", ""))
        row, result = await self._news(reader, int(wanted["case"]), code)
        service = self._policy.catalogue.services[row.service]
        paper = letters.Slip(
            case_number=number(row.id),
            dated=self._clock().astimezone(self._policy.calendar.zone).date(),
            bot=self._bot.username,
            service="" if service.sensitive else self._house.texts.plain("id", service_name(row)),
            name=str(row.intake.get("sufferer") or ""),
            result=result,
            code=handover.written(code) if code else "",
            link=f"https://t.me/{self._bot.username}?start={handover.PREFIX}{code}" if code else "",
            valid_until=date.fromisoformat(str(wanted["until"])) if code else None,
        )
        size, head = wanted["size"], self._head(row.village or row.office)
        content = await asyncio.to_thread(lambda: letters.slip(paper, head, size=size, folder=self._own))
        return {"document": InputFile(content, f"kabar-{number(row.id)}-{size}.pdf")}

    async def _news(self, reader: Reader, case_id: int, code: str) -> tuple[Case, str]:
        """A case and what is to be told of it; PermissionError for who is neither its teller, officer nor asked."""
        async with self._db.read() as connection:
            row = await cases.load(connection, self._vault, case_id, lock=False)
            waiting = await errands.waiting(connection, self._vault, case_id)
            history = await cases.history(connection, self._vault, case_id)
        asked = reader.id in [w.note.asked for w in waiting]
        if row is None or not (asked or permits.may_see(reader.id, reader.memberships, row)):
            raise PermissionError("not to be seen")
        kinds = {w.note.kind for w in waiting} | ({RESULT} if row.decision else set())
        words = "\n\n".join(handover_page.news(kinds, [event for event, _ in history]))
        return row, words or ("" if code else self._house.texts.plain("id", T("paper.no_result")))

    async def _poster(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        village = str(wanted["village"])
        if not any(permits.covers(m.scope, village) for m in reader.memberships if m.role in permits.LEADERS):
            raise PermissionError("not to be had")
        poster = letters.Poster(
            village=self._house.places.name(village),
            code=village,
            bot=self._bot.username,
            dated=self._clock().astimezone(self._policy.calendar.zone).date(),
            numbers=tuple(self._house.numbers.split(" · ")),
        )
        head = self._head(village)
        content = await asyncio.to_thread(lambda: letters.poster(poster, head, folder=self._own))
        return {"document": InputFile(content, f"poster-{village}.pdf")}

    async def _statement(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        """The last *surat keterangan* of a case."""
        async with self._db.read() as connection:
            row = await cases.load(connection, self._vault, int(wanted["case"]), lock=False)
            history = await cases.history(connection, self._vault, row.id) if row else []
        zone = self._policy.calendar.zone
        made = case_letters.statement(row, history, self._house, bot=self._bot.username, zone=zone) if row else None
        if row is None or made is None or not permits.works_on(reader.id, reader.memberships, row):
            raise PermissionError("not to be seen")
        statement, head = made, self._head(row.village or row.office)
        content = await asyncio.to_thread(lambda: letters.statement_letter(statement, head, folder=self._own))
        return {"document": InputFile(content, f"surat-keterangan-{number(row.id)}.pdf")}

    async def _letter(self, reader: Reader, wanted: Mapping[str, Any]) -> Params:
        async with self._db.read() as connection:
            row = await cases.load(connection, self._vault, int(wanted["case"]), lock=False)
            history = await cases.history(connection, self._vault, row.id) if row else []
        office = self._policy.directory.offices.get(row.referred_to) if row else None
        if row is None or office is None or not any(permits.sees(m, row) for m in reader.memberships):
            raise PermissionError("not to be seen")
        zone = self._policy.calendar.zone
        letter = case_letters.referral(row, history, office, self._house, bot=self._bot.username, zone=zone)
        if letter is None:
            raise PermissionError("nothing was offered")
        head = self._head(row.village or row.office)
        content = await asyncio.to_thread(lambda: letters.referral_letter(letter, head, folder=self._own))
        return {"document": InputFile(content, f"rujukan-{number(row.id)}.pdf")}

    def _head(self, code: str) -> letters.Letterhead:
        places = self._house.places
        office = f"Puskesos {places.name(code)}" if code in places.villages else "SLRT Kabupaten/Kota"
        return letters.Letterhead(office=office, address="", district="")


_MAKERS: Mapping[str, Callable[[Papers, Reader, Mapping[str, Any]], Awaitable[Params]]] = {
    "figures": Papers._figures,
    "chart": Papers._chart,
    "workbook": Papers._workbook,
    "full_workbook": Papers._full_workbook,
    "receipt": Papers._receipt,
    "poster": Papers._poster,
    "letter": Papers._letter,
    "statement": Papers._statement,
    "notice": Papers._notice,
    "slip": Papers._slip,
}
