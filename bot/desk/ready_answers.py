"""What the office's day asks of the desk: answers that stand ready. Every one becomes an ordinary
command of a case."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.desk import bulk
from bot.desk.desk import Desk
from bot.desk.mail import Mail
from bot.desk.page_request import Look
from casework.access.visibility import may_see, sees
from casework.case.model import Case, Refused
from casework.case.number import number
from conversations.actions import ready_answers
from conversations.content.ready_answers import Ready
from conversations.protocol.effects import Do, Say
from conversations.protocol.requests import SendReady
from storage.unit_of_work import Batch


async def send_ready(desk: Desk, batch: Batch, by: int, asked: Do) -> list[Mail]:
    """Fill in what stands ready, in the language of whoever reads it, and send it as if it had been
    typed."""
    assert isinstance(asked.command, SendReady)  # noqa: S101 (the desk has asked)
    case = await batch.case(asked.case) if isinstance(asked.case, int) else None
    if case is None or not may_see(by, (await batch.person(by)).memberships, case):
        raise Refused("refused.unknown_case")
    key = asked.command.key
    chosen = next(
        (a for a in desk.house.answers if a.key == key and case.service in a.services), None
    )
    if chosen is None:
        raise Refused("refused.ready.gone", number=number(case.id))
    return await desk.case(
        batch, by, chosen.command(by, await _text(desk, batch, case, chosen)), case.id
    )


async def _text(desk: Desk, batch: Batch, case: Case, chosen: Ready) -> str:
    language = (await batch.person(case.teller)).profile.language
    return ready_answers.text_for(case, chosen, desk.house.texts, language)


async def listed(look: Look) -> tuple[Say, ...]:
    """What stands ready for a case, or nothing at all."""
    case = await _of_staff(look)
    found = (
        ready_answers.fitting(look.desk.house.answers, str(look.args["form"]), case.service)
        if case
        else []
    )
    return (ready_answers.listed(found, str(look.args["draft"])),) if found else ()


async def shown(look: Look) -> tuple[Say, ...]:
    """One of them, whole."""
    case = await _of_staff(look)
    found = (
        ready_answers.fitting(look.desk.house.answers, str(look.args["form"]), case.service)
        if case
        else []
    )
    chosen = next((a for a in found if a.key == look.args["key"]), None)
    if case is None or chosen is None:
        return ()
    text = await _text(look.desk, look.batch, case, chosen)
    return (ready_answers.shown(case, chosen, text, str(look.args["draft"])),)


async def _of_staff(look: Look) -> Case | None:
    """The case, for who works on it."""
    case = await look.batch.case(int(look.args["case"]))
    memberships = (await look.batch.person(look.person)).memberships
    return case if case and any(sees(m, case) for m in memberships) else None


DO: Mapping[type, Callable[..., Any]] = {SendReady: send_ready, **bulk.DO}

PAGES: Mapping[str, Callable[..., Any]] = {"ready": listed, "ready_text": shown, **bulk.PAGES}
