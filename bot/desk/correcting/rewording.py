"""Words of an officer, written better: what has not gone out yet is written anew, and nobody but
its writer notices.

Tested in tests/bot/desk/correcting/test_rewording.py."""

from dataclasses import replace

from bot.desk.correcting.taking_back import undone
from bot.desk.desk import Request, handles
from bot.desk.mail import Mail
from casework import lifecycle
from casework.actions.correcting.rewording import Reword, Reworded
from casework.actions.correspondence import Replied, Reply
from casework.actions.ending.resolution import Resolve, Resolved
from casework.actions.question import Ask, Asked
from casework.case.commands import Command
from casework.case.events import Event
from casework.case.model import Refused
from casework.case.number import number
from storage.cases import cases
from storage.pending import held_letters


async def _reword(request: Request[Reword]) -> list[Mail]:
    desk, batch, case = request.desk, request.batch, request.known_case()
    asked = await desk.permitted(batch, request.by, request.command, case)
    await batch.flush()
    trail = tuple(await cases.history(batch.connection, batch.vault, case.id))
    known = replace(request.command, trail=trail)
    (reworded,) = lifecycle.decide(case, known, batch.at, desk.policy)
    if not isinstance(asked, Reword) or not isinstance(reworded, Reworded):
        raise Refused("refused.reword.unknown", number=number(case.id))
    unsent = (await held_letters.unsent(batch.connection, [case.id])).get(case.id, set())
    if reworded.place in unsent:
        before = await undone(request, reworded.place)
        anew = await desk.permitted(batch, request.by, _anew(trail, reworded), before)
        return (await desk.decided(batch, before, anew))[2]
    return (await desk.decided(batch, case, known))[2]


def _anew(trail: tuple[tuple[Event, object], ...], reworded: Reworded) -> Command:
    """What was asked of the desk then, with the words of now."""
    by, words = reworded.by, reworded.words
    match trail[reworded.place - 1][0]:
        case Replied() as said:
            return Reply(by, words, said.along)
        case Asked() as said:
            return Ask(by, words, said.wants)
        case Resolved() as said:
            return Resolve(by, said.decision, words, along=said.along)
        case said:
            raise TypeError(f"{said} has no letter")


HANDLERS = (handles(Reword, _reword),)
