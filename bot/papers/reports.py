"""Papers of reports: the figures of a period, their chart, and the workbooks behind them.

Tested in tests/bot/papers/test_maker.py."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

from telegram import InputFile

from bot.desk.unmasked_workbook import leads
from bot.papers import pdf, report_paper
from bot.papers.charts import Chart, draw
from bot.papers.figure_sheets import FigureSheets
from bot.papers.paper_request import Makers, PaperRequest, Params, document
from bot.papers.pdf.report_values import ReportRow
from bot.papers.workbooks import PERSONAL, ListedCase, Sheet, case_sheet, workbook
from bot.telegram.rendering import keyboard_of
from casework.access.visibility import covers
from casework.case.model import Membership, Role, Status
from casework.clock import periods
from casework.clock.periods import MONTH, Period
from casework.reports import copies_of_parts
from casework.reports.figures import Figures, Rows, figures
from casework.reports.tally import CountedCase
from conversations.pages.figures import Picture, caption, page, picture, rest, title
from conversations.protocol.effects import Say, Text
from storage.cases import report_queries
from storage.pending import unmasked_workbooks
from storage.people import people

FULL = PERSONAL - {"topic"}
"""What the unmasked workbook shows in full: not the service of a case whose service is
sensitive."""


async def _figures(request: PaperRequest) -> Params:
    sources = request.sources
    counted = await _counted(request, _period(request))
    if request.wanted.get("rest"):
        return _message(request, rest(counted, sources.content.places))
    may_share = leads(request.reader.memberships)
    return _message(request, page(counted, sources.clock(), sources.zone, leads=may_share))


def _message(request: PaperRequest, told: Say) -> Params:
    texts = request.sources.content.texts
    markup = keyboard_of(told.buttons, request.reader.language, texts)
    return {"text": request.say(told.text), "reply_markup": markup}


def _period(request: PaperRequest) -> Period:
    """The period that was asked for, else this month."""
    asked = periods.parse(str(request.wanted.get("period", "")))
    return asked or periods.containing(request.sources.today(), MONTH)


CountedCases = Mapping[int, CountedCase]


async def _cases(
    request: PaperRequest, period: Period, memberships: Sequence[Membership] = ()
) -> CountedCases:
    """The cases of the reader, or of these memberships, that a report is made of, by their
    numbers."""
    sources, reader, zone = request.sources, request.reader, request.sources.zone
    span = report_queries.TimeRange(period.starts(zone), period.ends(zone))
    now, viewer = sources.clock(), 0 if memberships else reader.id
    async with sources.db.read() as connection:
        return await report_queries.rows(
            connection, sources.vault, memberships or reader.memberships, span, now, viewer=viewer
        )


async def _counted(
    request: PaperRequest,
    period: Period,
    cases: CountedCases | None = None,
    *,
    shared: bool = False,
) -> Figures:
    """The figures of all offices of the reader, counted in a thread."""
    sources = request.sources
    found = await _cases(request, period) if cases is None else cases

    def count() -> Figures:
        now, zone = sources.clock(), sources.zone
        return figures(found.values(), period, _rows(request), now, zone, shared=shared)

    return await asyncio.to_thread(count)


def _rows(request: PaperRequest, memberships: Sequence[Membership] = ()) -> Rows:
    """Every village and office of the reader's scopes, or of these memberships (the district for
    those who work there), and all services."""
    sources = request.sources
    scopes = [m.scope for m in memberships or request.reader.memberships]
    codes = [*sources.content.places.villages, sources.policy.district]
    offices = [code for code in codes if any(covers(scope, code) for scope in scopes)]
    villages = [code for code in offices if code in sources.content.places.villages]
    services = sources.content.catalogue.services.values()
    return Rows(villages, offices, {service.key: service.sector for service in services})


async def _chart(request: PaperRequest) -> Params:
    sources = request.sources
    drawn = picture(await _counted(request, _period(request)), sources.content.places)
    chart = _drawing(request, drawn)
    image = await request.print(draw, chart)
    return {"photo": InputFile(image, "puskesos.png"), "caption": request.say(caption(drawn))}


def _drawing(request: PaperRequest, drawn: Picture) -> Chart:
    """The chart with its words in the reader's language."""
    texts, language = request.sources.content.texts, request.reader.language

    def plain(text: Text | str) -> str:
        return texts.plain(language, text)

    rows = tuple(ReportRow(plain(name), numbers) for name, numbers in drawn.rows)
    return Chart(plain(drawn.title), tuple(map(plain, drawn.series)), rows)


async def _pdf(request: PaperRequest) -> Params:
    """The report on one page, with all numbers."""
    return await _page(request, await _counted(request, _period(request)))


async def _shared_pdf(request: PaperRequest) -> Params:
    """The copy on one page."""
    return await _page(request, await _copied(request), "-untuk-dibagikan")


async def _page(request: PaperRequest, counted: Figures, mark: str = "") -> Params:
    sources = request.sources
    paper = report_paper.report(counted, sources.content, sources.today())
    offices = _rows(request).offices
    head = request.head(*(offices if len(offices) == 1 else [sources.policy.district]))
    content = await request.print(pdf.report, paper, head)
    return document(content, f"puskesos-{counted.period.code}{mark}.pdf")


async def _copied(request: PaperRequest) -> Figures:
    """The figures of the copy to pass on, for leaders, of a period that is over."""
    period, sources = _period(request), request.sources
    if not leads(request.reader.memberships) or period.ends(sources.zone) > sources.clock():
        raise PermissionError("no copy to pass on")
    rows = _rows(request)
    if sources.policy.district in rows.offices:
        return await _counted(request, period, shared=True)
    return await _copy_of_part(request, period, rows.villages)


async def _copy_of_part(request: PaperRequest, period: Period, part: Collection[str]) -> Figures:
    """What the copy of the whole district, and of every other part of it, leaves to be told."""
    sources = request.sources
    whole = (Membership(Role.DISTRICT_MANAGER, sources.policy.district),)
    found = await _cases(request, period, whole)
    rows, clock = _rows(request, whole), (sources.clock(), sources.zone)
    return await asyncio.to_thread(copies_of_parts.copy, found.values(), part, period, rows, clock)


async def _shared_workbook(request: PaperRequest) -> Params:
    """The workbook of the copy: figures only, no cases."""
    counted, reader = await _copied(request), request.reader
    sheets = FigureSheets(counted, request.sources.content, reader.language).all()
    return await _written(request, sheets, counted.period, _mark(request), "-untuk-dibagikan")


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
    sources, reader = request.sources, request.reader
    found = await _cases(request, period)
    counted = await _counted(request, period, found)
    listed = await _listed(request, period, found)
    sheets = FigureSheets(counted, sources.content, reader.language).all()
    sheets.append(case_sheet(listed, sources.content, reader.language, permitted))
    return await _written(request, sheets, period, mark)


async def _listed(request: PaperRequest, period: Period, found: CountedCases) -> list[ListedCase]:
    """All that the figures count: the cases to which something happened in the period, and those
    that are open."""
    sources, zone = request.sources, request.sources.zone
    start, end = period.starts(zone), period.ends(zone)
    wanted = [
        case_id
        for case_id, one in found.items()
        if one.status != Status.CLOSED or any(start <= at < end for at in one.firsts.dates())
    ]
    async with sources.db.read() as connection:
        cases = await report_queries.listed(connection, sources.vault, wanted)
        owners = {case.owner for case in cases if case.owner}
        known = await people.load(connection, sources.vault, owners)
    names = {person: one.profile.name for person, one in known.items()}
    return [ListedCase(c, found[c.id].firsts, names.get(c.owner or 0, "")) for c in cases]


async def _written(
    request: PaperRequest, sheets: Sequence[Sheet], period: Period, mark: str, suffix: str = ""
) -> Params:
    sources = request.sources
    name = sources.content.texts.plain(request.reader.language, title(period))
    read = await asyncio.to_thread(lambda: [sheet.read() for sheet in sheets])
    content = await sources.workshop.do(workbook, read, name, mark, sources.zone)
    return document(content, f"puskesos-{period.code}{suffix}.xlsx")


MAKERS: Makers = {
    "figures": _figures,
    "chart": _chart,
    "report_pdf": _pdf,
    "shared_pdf": _shared_pdf,
    "shared_workbook": _shared_workbook,
    "workbook": _workbook,
    "full_workbook": _full_workbook,
}
