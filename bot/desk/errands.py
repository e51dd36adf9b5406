"""Errands: news that Telegram could not deliver, and that somebody is asked to tell by hand.

The volunteer who filed the case or may still see it is asked first, else the people of its office
at its level and above; never anybody whom Telegram does not reach either. Whoever was asked is
reminded once; if it is still not told after that, the coordinator is asked too."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from html import unescape

from bot.desk import unsent
from bot.desk.assignees import in_place_of
from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.letters import retold
from bot.desk.mail import Mail
from bot.desk.roster import COORDINATOR_LEVEL, LEVELS
from bot.desk.telling import nobody_called
from bot.telegram.delivery import Lost
from casework.access import visibility
from casework.actions import handover
from casework.actions.between_offices import ProgressTold
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.question_dropped import QuestionDropped
from casework.actions.correcting.rewording import Reworded
from casework.actions.correcting.taking_back import TakenBack
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Reopened, Resolved, Withdrawn
from casework.actions.handover import RESULT, Delivered, How, SightChanged, TakenOver, by_hand
from casework.actions.question import Answered
from casework.case import events as e
from casework.case.model import Case, Refused
from casework.case.number import number
from casework.policy.bell_subjects import OfErrands
from casework.policy.followups import Bell
from conversations.protocol import requests as rq
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say, text
from conversations.protocol.lock import locked
from conversations.protocol.notice import button, open_button, told_buttons, urgent
from storage.pending import errands, letters_of_case
from storage.pending.errands import NewErrand, OpenErrand
from storage.unit_of_work import Batch

REMIND, RAISE = "errand", "errand_up"
BELLS = frozenset({REMIND, RAISE})
REMIND_AFTER, RAISE_AFTER = timedelta(days=2), timedelta(days=5)

ERRAND = "errand"
"""The purpose of a letter that asks somebody to tell by hand: when it is lost, somebody else is
asked."""

COLLEAGUE = "colleague"
"""The purpose of a letter to a colleague, instead of the one whom Telegram does not reach."""

INSTEAD = frozenset({ERRAND, COLLEAGUE})

TRIED_WITHIN = timedelta(hours=1)
"""Whom Telegram has refused within this time is not tried again in the same emergency."""

_MOOT: Mapping[type[e.Event], frozenset[str]] = {
    Answered: frozenset({"question"}),
    Confirmed: frozenset(),
    Delivered: frozenset({RESULT}),
    Reopened: frozenset(),
    OpenedAgain: frozenset(),
    QuestionDropped: frozenset({"question"}),
    ResultRetracted: frozenset({RESULT}),
    Withdrawn: frozenset(),
    TakenOver: frozenset(),
}
"""Events after which open errands need not be told any more, each with the kinds of news that it
settles (none named: all)."""


async def follow(batch: Batch, case: Case, event: e.Event) -> None:
    """Add, end or pass on errands, as an event of the case requires."""
    if by_hand(case) and (news := _by_hand(event)):
        mark = unsent.mark(case.id, case.version)
        await _keep(batch, NewErrand(mark, case.id, *news, None, case.helper))
    if isinstance(event, TakenBack):
        mark = unsent.mark(case.id, event.place)
        await errands.moot(batch.connection, case.id, event.by, batch.at, mark=mark)
    if isinstance(event, Reworded):
        await retold.reword(batch, case, event)
    if type(event) in _MOOT:
        await errands.moot(batch.connection, case.id, event.by, batch.at, _MOOT[type(event)])
    if isinstance(event, SightChanged) and event.helper is None:
        await errands.give_to_office(batch.connection, case.id)


def _by_hand(event: e.Event) -> tuple[str, str] | None:
    """The kind and the words of what somebody without Telegram must be told, None for other
    events."""
    match event:
        case Resolved():
            return RESULT, event.result
        case ProgressTold():
            return "news", event.words
        case _:
            return None


async def _keep(batch: Batch, note: NewErrand) -> None:
    await errands.add(batch.connection, batch.vault, note, batch.at)
    subject = OfErrands(note.case_id)
    batch.set_bells(
        [
            Bell(REMIND, subject, note.mark, batch.at + REMIND_AFTER),
            Bell(RAISE, subject, note.mark, batch.at + RAISE_AFTER),
        ]
    )


async def missed(
    desk: ComplaintDesk, batch: Batch, case: Case, lost: Lost, gone: Collection[int]
) -> list[Mail]:
    """The teller did not get a letter that had to arrive. ``gone``: whom Telegram does not reach
    either."""
    asked = (
        case.helper
        if case.helper != lost.chat_id and await _reached(batch, case.helper, gone)
        else None
    )
    note = NewErrand(
        f"l{lost.letter}",
        case.id,
        lost.purpose or "news",
        plain(lost.text) or await _unread(desk, batch, case, lost.purpose),
        lost.chat_id,
        asked,
    )
    if await retold.waits_already(batch, case, note):
        return []
    await _keep(batch, note)
    return await _ask(desk, batch, case, asked, gone)


async def _unread(desk: ComplaintDesk, batch: Batch, case: Case, kind: str) -> str:
    """What a letter that can't be opened must have said: the officer's newest words of its kind, or
    where to read it."""
    said, texts = await unsent.words(batch, case, [kind]), desk.content.texts
    return "\n\n".join(said) or texts.plain(texts.default, text("errand.unread"))


async def passed_up(
    desk: ComplaintDesk, batch: Batch, case: Case, lost: Lost, gone: Collection[int]
) -> list[Mail]:
    """Somebody of the office, or the volunteer who was asked to tell, did not get a letter: others
    are asked."""
    if lost.purpose == ERRAND:
        waiting = await errands.waiting(batch.connection, batch.vault, case.id)
        theirs = [w.id for w in waiting if lost.chat_id in await _tell_it(desk, batch, case, [w])]
        await errands.raise_to_office(batch.connection, theirs, batch.at)
        return await _ask(desk, batch, case, None, {*gone, lost.chat_id}) if waiting else []
    gone = {*gone, lost.chat_id}
    people = await _office(desk, batch, case, gone)
    if people or not urgent(case):
        return _instead(case, people, batch.at)
    return await _nobody_left(desk, batch, case, gone)


async def _nobody_left(
    desk: ComplaintDesk, batch: Batch, case: Case, gone: Collection[int]
) -> list[Mail]:
    """In an emergency whoever was not tried yet is asked. When nobody is left, and no letter is
    under way any more, the teller hears that nobody can be called."""
    letters = await letters_of_case.put_since(batch.connection, case.id, batch.at - TRIED_WITHIN)
    tried = {*gone, *(chat for chat, state in letters if state in ("dead", "parked"))}
    under_way = {chat for chat, state in letters if state in ("due", "sending")} - {case.teller}
    fresh = [p for p in await desk.roster.on_level(batch, case) if p not in tried]
    if fresh or under_way:
        return _instead(case, fresh, batch.at)
    return nobody_called(case, batch.at, desk.content.numbers)


def _instead(case: Case, people: Collection[int], at: datetime) -> list[Mail]:
    """To colleagues, instead of the one who was not reached; each hears of one event once. An
    emergency that nobody holds is theirs to take."""
    alarm = urgent(case) and case.owner is None
    told = text("errand.colleague_alarm" if alarm else "errand.colleague", number=number(case.id))
    take = (button("case.claim_alarm", "claim", case),) if alarm else ()
    rows = (*take, *open_button(case))
    told, arrive = locked(case, told), Delivery.MUST_ARRIVE
    say = Say(told, rows, delivery=arrive, case=case.id, purpose=COLLEAGUE, alarm=alarm)
    return [Mail(p, say, at, once=f"instead.{case.id}.{case.version}.{p}") for p in people]


async def _ask(
    desk: ComplaintDesk, batch: Batch, case: Case, asked: int | None, gone: Collection[int]
) -> list[Mail]:
    """Ask somebody, or the office, to tell what waits."""
    told = locked(case, text("errand.please", number=number(case.id)))
    rows = (*told_buttons(case), *open_button(case))
    say = Say(told, rows, delivery=Delivery.MUST_ARRIVE, case=case.id, purpose=ERRAND)
    if asked is not None:
        (reader,) = await in_place_of(desk.roster, batch, case, [asked])
        return [Mail(reader, say, batch.at if urgent(case) else desk.policy.rested(batch.at))]
    return [Mail(person, say, batch.at) for person in await _office(desk, batch, case, gone)]


async def _office(
    desk: ComplaintDesk, batch: Batch, case: Case, gone: Collection[int], least: int = 0
) -> list[int]:
    """Those whose turn it is and whom Telegram reaches, at the case's level or the next one up
    (``least`` at least)."""
    for level in range(max(case.level, least), len(LEVELS)):
        people = await desk.roster.at_level(batch, case, level)
        able = [person for person in people if await _reached(batch, person, gone)]
        if able:
            return able
    return []


async def _reached(batch: Batch, person: int | None, gone: Collection[int]) -> bool:
    return (
        person is not None
        and person not in gone
        and not (await batch.person(person)).profile.unreachable
    )


async def ring(desk: ComplaintDesk, batch: Batch, bell: Bell) -> list[Mail]:
    """A bell of an errand: who was asked is reminded; later the coordinator is asked as well."""
    case_id = bell.about(OfErrands).case
    case = await batch.case(case_id)
    since = batch.at - (REMIND_AFTER if bell.kind == REMIND else RAISE_AFTER)
    waiting = await errands.waiting(batch.connection, batch.vault, case_id)
    late = [w for w in waiting if w.made_at <= since]
    if case is None or not late:
        return []
    if bell.kind == RAISE:
        await errands.raise_to_office(batch.connection, [w.id for w in late], batch.at)
        say = Say(
            locked(case, text("errand.raised", number=number(case.id))),
            (*told_buttons(case), *open_button(case)),
            delivery=Delivery.MUST_ARRIVE,
            case=case.id,
            purpose=ERRAND,
        )
        return [
            Mail(person, say, batch.at)
            for person in await _office(desk, batch, case, (), COORDINATOR_LEVEL)
        ]
    return await _remind(desk, batch, case, late)


async def _remind(
    desk: ComplaintDesk, batch: Batch, case: Case, late: list[OpenErrand]
) -> list[Mail]:
    told = locked(case, text("errand.remind", number=number(case.id)))
    say = Say(told, told_buttons(case), case=case.id, purpose=ERRAND)
    people = await _tell_it(desk, batch, case, late) or await _office(desk, batch, case, ())
    return [Mail(person, say, desk.policy.rested(batch.at)) for person in people]


async def _tell_it(
    desk: ComplaintDesk, batch: Batch, case: Case, waiting: list[OpenErrand]
) -> list[int]:
    """Who was asked to tell what waits, for those who are away their stand-ins."""
    asked = {w.note.asked for w in waiting if w.note.asked is not None}
    return await in_place_of(desk.roster, batch, case, sorted(asked))


async def of_reader(batch: Batch, person: int, case: Case) -> list[OpenErrand]:
    """The open errands of a case that this person may tell: those they were asked to tell, and for
    its officers all of them."""
    waiting = await unsent.gone_out(
        batch, await errands.waiting(batch.connection, batch.vault, case.id)
    )
    officer = any(visibility.sees(m, case) for m in (await batch.person(person)).memberships)
    return [w for w in waiting if officer or w.note.asked == person]


async def _tell(request: Request[rq.TellByHand]) -> list[Mail]:
    batch, by, command = request.batch, request.by, request.command
    case = await batch.case(command.case)
    mine = await of_reader(batch, by, case) if case else []
    if case is None or not (
        mine or visibility.may_see(by, (await batch.person(by)).memberships, case)
    ):
        raise Refused("refused.unknown_case")
    if not mine:
        raise Refused("refused.nothing_to_tell", number=number(case.id))
    how = How(command.how)
    await errands.done(batch.connection, [w.id for w in mine], by, how, batch.at)
    told = handover.Tell(by, how, tuple(dict.fromkeys(w.note.kind for w in mine)))
    return (await request.desk.decided(batch, case, told))[2]


def plain(html: str) -> str:
    """The words of a letter without its markup."""
    return unescape(re.sub(r"</?(?:b|i|code)>", "", html)).strip()


HANDLERS = (handles(rq.TellByHand, _tell),)
