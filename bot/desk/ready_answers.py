"""Ready answers: an office's prepared texts, filled in and sent, each as an ordinary command of a
case."""

from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from casework.access.visibility import may_see
from casework.actions.handover import asked_through, by_hand
from casework.actions.question import Ask
from casework.case.model import Case, Refused
from casework.case.number import number
from conversations.actions import ready_answers
from conversations.content.ready_answers import Ready
from conversations.protocol.effects import text
from conversations.protocol.requests import AskForNik, SendReady
from storage.unit_of_work import Batch


async def _send(request: Request[SendReady]) -> list[Mail]:
    """Fill in a ready answer, in the language of whoever reads it, and send it as if it had been
    typed."""
    desk, batch, by, key = request.desk, request.batch, request.by, request.command.key
    case = request.known_case()
    if not may_see(by, (await batch.person(by)).memberships, case):
        raise Refused("refused.unknown_case")
    chosen = next(
        (a for a in desk.content.answers if a.key == key and case.service in a.services), None
    )
    if chosen is None:
        raise Refused("refused.ready.gone", number=number(case.id))
    words = await words_of(desk, batch, case, chosen)
    return await desk.handle(batch, by, chosen.command(by, words), case.id)


async def words_of(desk: ComplaintDesk, batch: Batch, case: Case, chosen: Ready) -> str:
    """The answer as the teller would read it."""
    language = (await batch.person(case.teller)).profile.language
    return ready_answers.text_for(case, chosen, desk.content.texts, language)


async def _ask_nik(request: Request[AskForNik]) -> list[Mail]:
    """Ask the teller for the NIK in their own language, as if an officer had typed it; who tells
    for somebody else is asked for theirs."""
    desk, batch, by = request.desk, request.batch, request.by
    case = request.known_case()
    if not may_see(by, (await batch.person(by)).memberships, case):
        raise Refused("refused.unknown_case")
    if "nik" in (case.intake.person or {}):
        raise Refused("refused.ask_nik.known", number=number(case.id))
    if not asked_through(case):
        raise Refused("refused.ask_nik.by_hand", number=number(case.id))
    language = (await batch.person(case.teller)).profile.language
    asked = text("ask_nik.words_of_other") if by_hand(case) else text("ask_nik.words")
    words = desk.content.texts.plain(language, asked)
    return await desk.handle(batch, by, Ask(by, words, "nik"), case.id)


HANDLERS = (handles(SendReady, _send), handles(AskForNik, _ask_nik))
