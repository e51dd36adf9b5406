"""The poster of a village, for those who lead its office.

Tested in tests/bot/papers/test_maker.py."""

from bot.papers import pdf
from bot.papers.paper_request import Makers, PaperRequest, Params, document
from casework.access.visibility import covers
from casework.case.roles import LEADERS


async def _poster(request: PaperRequest) -> Params:
    sources, village = request.sources, str(request.wanted["village"])
    leads = [m for m in request.reader.memberships if m.role in LEADERS]
    if not any(covers(m.scope, village) for m in leads):
        raise PermissionError("not to be had")
    paper = pdf.Poster(
        village=sources.content.places.name(village),
        code=village,
        bot=sources.bot.username,
        dated=sources.today(),
        numbers=tuple(sources.content.numbers.split(" · ")),
    )
    content = await request.print(pdf.poster, paper, request.head(village))
    return document(content, f"poster-{village}.pdf")


MAKERS: Makers = {"poster": _poster}
