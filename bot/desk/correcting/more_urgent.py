"""One tap that makes a case as urgent as its teller's news sound: an ordinary correction, whose
reason is the news."""

from bot.desk.desk import Request, handles
from bot.desk.mail import Mail
from casework.actions.correcting.classification import CorrectUrgency
from casework.actions.correcting.worse_news import worse_news
from casework.case.model import Refused
from casework.case.number import number
from conversations.protocol.effects import text
from conversations.protocol.requests import HeedNews
from storage.cases import cases


async def _heed(request: Request[HeedNews]) -> list[Mail]:
    desk, batch, case = request.desk, request.batch, request.known_case()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    urgency = worse_news(case, trail)
    if urgency is None:
        raise Refused("refused.correct.same", number=number(case.id))
    reason = desk.content.texts.plain(desk.content.texts.default, text("correct.by_news"))
    return await desk.handle(
        batch, request.by, CorrectUrgency(request.by, urgency, reason), case.id
    )


HANDLERS = (handles(HeedNews, _heed),)
