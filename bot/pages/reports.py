"""The pages of reports: figures, their chart and papers, the copy to pass on, and posters. Each
only names a paper, which is made when it is sent (bot/papers).

Tested in tests/bot/papers/test_maker.py."""

from bot.desk import unmasked_workbook
from bot.pages import archive
from bot.pages.page_request import PageRequest, Pages
from casework.access.visibility import covers
from casework.case.roles import LEADERS, STAFF
from casework.clock import periods
from conversations.actions.unmasked_workbook import button
from conversations.pages.figures import back, whole_periods
from conversations.protocol.effects import Button, Paper, Say, pairs, text
from conversations.protocol.taps import TurnPage

MOST_POSTERS = 40
"""Villages to choose from; who answers for more asks for one with its coordinator."""


async def _figures(request: PageRequest) -> tuple[Say, ...]:
    """The figures of one's scope; those of their own office for officers of another one."""
    if not any(m.role in STAFF for m in await request.memberships()):
        offices = await archive.offices_of(request)
        if offices:
            return await archive.figures(request, offices)
    return (Say(text("figures.making"), paper=Paper("figures", {"period": request.words})),)


async def _rest(request: PageRequest) -> tuple[Say, ...]:
    paper = Paper("figures", {"period": request.words, "rest": "1"})
    return (Say(text("figures.making"), paper=paper),)


async def _chart(request: PageRequest) -> tuple[Say, ...]:
    return (Say(text("figures.making"), paper=Paper("chart", {"period": request.words})),)


async def _pdf(request: PageRequest) -> tuple[Say, ...]:
    return (Say(text("figures.pdf_note"), paper=Paper("report_pdf", {"period": request.words})),)


async def _shared(request: PageRequest) -> tuple[Say, ...]:
    """The copy to pass on, as page and as workbook, for leaders; of a period that is not over the
    way to those that are."""
    period, now, zone = (
        periods.parse(request.words),
        request.batch.at,
        request.desk.policy.calendar.zone,
    )
    if not unmasked_workbook.leads(await request.memberships()):
        return (Say(text("figures.shared_leaders"), (back(now, zone),)),)
    if period is None or period.ends(zone) > now:
        return (Say(text("figures.shared_whole"), whole_periods(now, zone)),)
    papers = [Paper(kind, {"period": period.code}) for kind in ("shared_pdf", "shared_workbook")]
    return tuple(Say(text("figures.shared_note"), paper=paper) for paper in papers)


async def _workbook(request: PageRequest) -> tuple[Say, ...]:
    """The workbook; for leaders with the way to the one that masks nothing."""
    period = periods.parse(request.words)
    leads = unmasked_workbook.leads(await request.memberships())
    rows = button(period) if period and leads else ()
    paper = Paper("workbook", {"period": request.words})
    return (Say(text("figures.workbook_note"), rows, paper=paper),)


async def _poster(request: PageRequest) -> tuple[Say, ...]:
    """The poster of the village that a leader answers for; of several the one that is chosen."""
    scopes = [m.scope for m in await request.memberships() if m.role in LEADERS]
    places = request.desk.content.places
    mine = [code for code in places.villages if any(covers(scope, code) for scope in scopes)]
    chosen = [code for code in mine if code == request.words] or mine
    if len(chosen) > 1:
        taps = [Button(places.name(code), TurnPage("poster", code)) for code in mine]
        return (Say(text("paper.which_poster"), pairs(taps[:MOST_POSTERS])),)
    return tuple(
        Say(
            text("paper.poster", village=places.name(code)),
            paper=Paper("poster", {"village": code}),
        )
        for code in chosen
    )


PAGES: Pages = {
    "figures": _figures,
    "figures_rest": _rest,
    "chart": _chart,
    "report_pdf": _pdf,
    "shared": _shared,
    "workbook": _workbook,
    "poster": _poster,
}
