"""Papers of reports: the figures of a period, their chart, and the workbooks behind them.

Tested in tests/bot/papers/test_maker.py."""

import asyncio

from telegram import InputFile

from bot.desk.unmasked_workbook import leads
from bot.papers.charts import Chart
from bot.papers.paper_request import Makers, PaperRequest, Params, document
from bot.papers.workbooks import PERSONAL, case_sheet, figures_sheet, workbook
from bot.telegram.rendering import keyboard_of
from casework.access.visibility import covers
from casework.clock import periods
from casework.clock.periods import MONTH, Period
from casework.reports.figures import Figures, figures
from conversations.pages.figures import Picture, caption, page, picture, title
from conversations.protocol.effects import Text
from storage.cases import report_queries
from storage.pending import unmasked_workbooks

FULL = PERSONAL - {"topic"}
"""What the unmasked workbook shows in full: not the service of a case whose service is
sensitive."""


async def _figures(request: PaperRequest) -> Params:
    sources, reader = request.sources, request.reader
    counted = await _counted(request, _period(request))
    told = page(counted, sources.content.places, sources.clock(), sources.zone)
    markup = keyboard_of(told.buttons, reader.language, sources.content.texts)
    return {"text": request.say(told.text), "reply_markup": markup}


def _period(request: PaperRequest) -> Period:
    """The period that was asked for, else this month."""
    asked = periods.parse(str(request.wanted.get("period", "")))
    return asked or periods.containing(request.sources.today(), MONTH)


async def _counted(request: PaperRequest, period: Period) -> Figures:
    """The figures of all offices of the reader, counted in a thread."""
    sources, reader, zone = request.sources, request.reader, request.sources.zone
    span = report_queries.TimeRange(period.starts(zone), period.ends(zone))
    async with sources.db.read() as connection:
        rows = await report_queries.rows(
            connection, sources.vault, reader.memberships, span, viewer=reader.id
        )
    return await asyncio.to_thread(figures, rows, period, _offices(request), sources.clock(), zone)


def _offices(request: PaperRequest) -> list[str]:
    """Every office of the reader's scopes: the villages, and the district for those who work
    there."""
    sources = request.sources
    scopes = [m.scope for m in request.reader.memberships]
    codes = [*sources.content.places.villages, sources.policy.district]
    return [code for code in codes if any(covers(scope, code) for scope in scopes)]


async def _chart(request: PaperRequest) -> Params:
    sources = request.sources
    drawn = picture(await _counted(request, _period(request)), sources.content.places)
    image = await sources.charts.png(_drawing(request, drawn))
    return {"photo": InputFile(image, "puskesos.png"), "caption": request.say(caption(drawn))}


def _drawing(request: PaperRequest, drawn: Picture) -> Chart:
    """The chart with its words in the reader's language."""
    texts, language = request.sources.content.texts, request.reader.language

    def plain(text: Text | str) -> str:
        return texts.plain(language, text)

    rows = tuple((plain(name), numbers) for name, numbers in drawn.rows)
    return Chart(plain(drawn.title), tuple(map(plain, drawn.series)), rows, plain(drawn.note))


async def _workbook(request: PaperRequest) -> Params:
    """The workbook of a period, with everything personal masked."""
    return await _book(request, _period(request), _mark(request))


async def _full_workbook(request: PaperRequest) -> Params:
    """The workbook of a period with names and numbers, for who asked for it, once a second person
    has agreed; not of sensitive cases."""
    reader = request.reader
    async with request.sources.db.read() as connection:
        asked = await unmasked_workbooks.find(connection, int(request.wanted["which"]))
    if asked is None or not asked.agreed or asked.by != reader.id or not leads(reader.memberships):
        raise PermissionError("nobody has agreed")
    period = periods.parse(asked.period) or _period(request)
    return await _book(request, period, f"F{asked.id}-{_mark(request)}", FULL)


def _mark(request: PaperRequest) -> str:
    """By whom and when a workbook was asked for."""
    return f"{request.reader.id}-{request.sources.clock():%Y%m%d%H%M}"


async def _book(
    request: PaperRequest, period: Period, mark: str, permitted: frozenset[str] = frozenset()
) -> Params:
    sources, reader, zone = request.sources, request.reader, request.sources.zone
    counted = await _counted(request, period)
    span = report_queries.TimeRange(period.starts(zone), period.ends(zone))
    async with sources.db.read() as connection:
        listed = await report_queries.listed(
            connection, sources.vault, reader.memberships, span, viewer=reader.id
        )
    sheets = [
        figures_sheet(counted, sources.content, reader.language),
        case_sheet(listed, sources.content, reader.language, permitted),
    ]
    name = sources.content.texts.plain(reader.language, title(period))
    content = await asyncio.to_thread(workbook, sheets, name, mark, zone)
    return document(content, f"puskesos-{period.code}.xlsx")


MAKERS: Makers = {
    "figures": _figures,
    "chart": _chart,
    "workbook": _workbook,
    "full_workbook": _full_workbook,
}
