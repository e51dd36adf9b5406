"""Going on: after each thing that an officer has done with a case, what thanks them leads to the
next case of their queue and back to the queue; the page above shows what is now true."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.desk.own_queue import own_queue, reads_as
from bot.pages import show
from casework.access.visibility import receives, works_on
from casework.actions.review import Reveal, Review
from casework.case.model import Case, Status
from casework.case.number import number
from casework.case.roles import LEADERS
from casework.search import queue_filter
from casework.search.queue_filter import QueueFilter
from conversations.case_pages.first_buttons import FILL, MOST
from conversations.pages.queue_line import mark
from conversations.protocol.case_taps import ActOnCase, open_case
from conversations.protocol.effects import (
    Button,
    Do,
    Effect,
    Rows,
    Said,
    Say,
    Show,
    Text,
    pairs,
    text,
)
from conversations.protocol.queue_walk import QueueWalk
from conversations.protocol.taps import TurnPage
from storage.cases import next_case
from storage.cases.list_page import ListPage
from storage.cases.next_case import Condition, Next, Walker
from storage.pending.shown_pages import page_place, shows
from storage.unit_of_work import Batch

LOOKS = (Review, Reveal)
"""What is asked of the desk and is no deed: somebody has only looked."""

QUEUE = TurnPage("queue")

WAITS = frozenset({Status.WAITING, Status.RESOLVED})
"""States in which a case waits for its resident."""

TAKEN_BACK = "held.taken_"
"""How texts begin after which the same is written once more, and nothing else comes next."""

SENT = "held.sent"
"""The text after what waited was sent at once: nothing else changes, and one goes on from there."""

Told = Mail | Say


@dataclass(frozen=True)
class GoingOn:
    """What an officer is about to do, with the cases as they were before it. ``looked``: the case
    that they open as the one that was named next, 0 for none."""

    batch: Batch
    desk: ComplaintDesk
    person: int
    before: tuple[Case, ...]
    looked: int = 0

    @classmethod
    async def of(
        cls, batch: Batch, desk: ComplaintDesk, person: int, effects: Sequence[Effect]
    ) -> "GoingOn":
        known = await batch.person(person)
        memberships = known.memberships
        if not memberships:
            return cls(batch, desk, person, ())
        asked = [_case_of(effect) for effect in effects]
        found = [await batch.case(one) for one in dict.fromkeys(asked) if one is not None]
        theirs = (
            case
            for case in found
            if case is not None
            and (works_on(person, memberships, case) or any(receives(m, case) for m in memberships))
        )
        offered = known.talk.walk.offered
        looked = offered if any(_opens(effect, offered) for effect in effects) else 0
        return cls(batch, desk, person, tuple(theirs), looked)

    async def led_on(self, told: Sequence[Told]) -> list[Told]:
        """What the officer is told, with the way on, and before it the page above as it is now."""
        now = any(_said(one).text.key == SENT for one in told)
        done = [x for x in self.before if now or await self._changed(x)]
        if not done:
            return await self._passing(told)
        last = done[-1]
        if any(_said(one).text.key.startswith(TAKEN_BACK) for one in told):
            return [*await self._page_above(last.id, told), *told]
        further = (*await self._next(last), Button(text("act.queue"), QUEUE))
        page = page_place(last.id)
        if any(_said(one).purpose == page for one in told):
            return [_turned(one, further) if _said(one).purpose == page else one for one in told]
        return [*await self._page_above(last.id, told), *_with_row(told, further)]

    async def _passing(self, told: Sequence[Told]) -> list[Told]:
        """The page of the case that was named next leads on, too: it may be left as it is."""
        page = page_place(self.looked)
        shown = self.looked and any(_said(one).purpose == page for one in told)
        case = await self.batch.case(self.looked) if shown else None
        if case is None:
            return list(told)
        further = (*await self._next(case), Button(text("act.queue"), QUEUE))
        return [_turned(one, further) if _said(one).purpose == page else one for one in told]

    async def _changed(self, before: Case) -> bool:
        now = await self.batch.case(before.id)
        return now is not None and now.version != before.version

    async def _next(self, done: Case) -> tuple[Button, ...]:
        """The button to the next case; who goes on there is remembered."""
        batch, me = self.batch, self.person
        await batch.flush()
        talk = (await batch.person(me)).talk
        walk = talk.walk.today(batch.at).passing(done.id, batch.at)
        found = await self._found(walk, done)
        if found is not None:
            walk = walk.offering(found.case.id, batch.at, anew=found.anew)
        batch.keep_talk(me, replace(talk, walk=walk))
        return () if found is None else (_to(found, batch),)

    async def _found(self, walk: QueueWalk, done: Case) -> Next | None:
        batch, me, roster = self.batch, self.person, self.desk.roster
        memberships = (await batch.person(me)).memberships
        narrowed = queue_filter.read(walk.code)
        if not any(m.role in LEADERS for m in memberships):
            narrowed = replace(narrowed, officer=0)
        whose = await reads_as(batch, roster, me)
        turns = {case: datetime.fromisoformat(at) for case, at in walk.had}
        had = await next_case.still_had(batch.connection, me, turns, batch.at)

        async def read(
            through: QueueFilter, besides: Condition, only: Condition | None
        ) -> ListPage:
            return await own_queue(batch, roster, me, narrowed=through, besides=besides, only=only)

        return await next_case.after(read, Walker(whose, done.id, narrowed, walk.service, had))

    async def _page_above(self, case_id: int, told: Sequence[Told]) -> list[Say]:
        above = await shows(self.batch.connection, self.person, case_id)
        if above is None or any(_said(one).edit == above for one in told):
            return []
        wanted = Show("case", {"case": case_id}, above)
        said = (await show.show(self.batch, self.desk, self.person, wanted))[:1]
        return [one for one in said if one.purpose == page_place(case_id)]


def below(said: Said, effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """What follows from a tap; it never takes the place of a message below which a deed can still
    be taken back."""
    if not said.standing:
        return tuple(effects)
    return tuple(
        replace(one, edit=None)
        if isinstance(one, Say | Show) and one.edit == said.message_id
        else one
        for one in effects
    )


def _to(found: Next, batch: Batch) -> Button:
    """The button to the next case; of one that waits it says so."""
    case = found.case
    told = text("going_on.next", mark=mark(case, batch.at), number=number(case.id))
    if found.waits:
        state = f"queue_line.state.{case.status}"
        why = text(state if case.status in WAITS else "going_on.put_off")
        told = text("queue_line.and", before=told, part=why)
    return Button(told, open_case(case.id))


def _opens(effect: Effect, case: int) -> bool:
    return isinstance(effect, Show) and effect.reading == "case" and effect.args.get("case") == case


def _case_of(effect: Effect) -> int | None:
    """The case that a request would change; None for all else."""
    if not isinstance(effect, Do) or isinstance(effect.command, LOOKS):
        return None
    named = effect.case if effect.case is not None else getattr(effect.command, "case", None)
    return named if isinstance(named, int) else None


def _said(one: Told) -> Say:
    return one.say if isinstance(one, Mail) else one


def _changed_to(one: Told, said: Say) -> Told:
    return replace(one, say=said) if isinstance(one, Mail) else said


def _turned(one: Told, further: tuple[Button, ...]) -> Told:
    """A page with the way on, as far as it has room for buttons; the queue is a link where it has
    none for it."""
    said = _said(one)
    own = [button for row in said.buttons for button in row if button.tap != QUEUE]
    if len(own) >= MOST:  # what is only looked at stands on the page again when it is opened
        own = own[: MOST - 2] + own[MOST - 1 :] if _looks(own[MOST - 2]) else own
    fitting = further[: max(0, MOST - len(own))]
    rows: Rows = (*pairs(own), fitting) if fitting else pairs(own)
    links = [_link(button) for button in further if button not in fitting]
    end = text("queue_line.and", before=links[0], part=links[1]) if links[1:] else (*links, "")[0]
    words = replace(said.text, args={**said.text.args, "end": end}) if links else said.text
    return _changed_to(one, replace(said, text=words, buttons=rows))


def _link(button: Button) -> Text:
    """A way on in the text, where the page has no room for its button."""
    tap = button.tap
    if not isinstance(tap, ActOnCase):
        return text("going_on.queue")
    return text("going_on.next_link", link=f"/kasus_{number(tap.case).replace('-', '_')}")


def _led(said: Say, further: tuple[Button, ...]) -> Say:
    """A message with the way on, and no second way back to the queue."""
    rows: Rows = tuple(tuple(b for b in row if b.tap != QUEUE) for row in said.buttons)
    return replace(said, buttons=(*(row for row in rows if row), further))


def _looks(button: Button) -> bool:
    return isinstance(button.tap, ActOnCase) and button.tap.action in FILL


def _with_row(told: Sequence[Told], further: tuple[Button, ...]) -> list[Told]:
    """The last plain message with the row; where there is none, a message for it."""
    for place in reversed(range(len(told))):
        said = _said(told[place])
        stays = said.edit and said.text.key != SENT
        if not (stays or said.keyboard or said.media or said.pin):
            led = _changed_to(told[place], _led(said, further))
            return [*told[:place], led, *told[place + 1 :]]
    return [*told, Say(text("going_on.done"), (further,))]
