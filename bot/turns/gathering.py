"""Gathering: what a person is told at one moment, and what still waits for them, becomes one
message; what can wait a little is held, so that more can join it.

On a quiet day nothing is held; the more there is on a day, the longer the next one waits, but what
is urgent never longer than ten minutes. What somebody waits for themselves, and every emergency,
is told at once; an emergency alone.

Tested in tests/bot/turns/test_gathering.py and
tests/bot/turns/test_gathering_looking_on.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.desk.mail import HELD, DigestPart, Mail
from bot.turns import digests
from bot.turns.passed_by import PASSES, is_past
from casework.case.events import Event
from casework.case.model import Case
from conversations.protocol.effects import Text
from conversations.protocol.texts import Texts
from storage.pending import gathered
from storage.pending.gathered import Waiting
from storage.unit_of_work import Batch

DAY = timedelta(hours=12)
FREE = 3
"""So many of a day are told at once, whatever came before."""

GAPS = tuple(timedelta(minutes=m) for m in (10, 20, 40, 60, 90))
"""How long after the last one the next waits: after the free ones of a day, and so on; in the end
always the longest. Eight hours full of cases are eleven messages."""

NEW = "notice.new"
"""What is told of a case that nobody has yet."""

SOON = GAPS[0]
"""What is told of an urgent case waits no longer than this, however busy the day."""

LONG = 240
"""Characters of long words that are told together with others."""

Group = tuple[int, datetime, bool, bool, str]


async def gather(batch: Batch, texts: Texts, mails: Sequence[Mail]) -> list[Mail]:
    """The messages in their order, with what waits for their readers; those to one person at one
    moment are one, where the first of them stood. What is part of them waits no more."""
    groups: dict[Group, list[Mail]] = {}
    for mail in mails:
        groups.setdefault(_group(mail), []).append(mail)
    asked = {to for to, _, alarm, joins, _ in groups if joins and not alarm}
    found = await _Found.of(batch, asked)
    await batch.know({to for to, *_ in groups})
    out: list[Mail] = []
    for (to, *_), same in groups.items():
        language = (await batch.person(to)).profile.language
        out += await _together(batch, same, found, partial(_html, texts, language))
    return out


def _group(mail: Mail) -> Group:
    """Together come what one person is to be told at one moment, for the same; alarms among
    themselves."""
    joins = digests.can_join(mail)
    return mail.to, mail.not_before, mail.say.alarm, joins, mail.say.purpose if joins else ""


def _html(texts: Texts, language: str, told: Text) -> str:
    return texts.html(language, told, (LONG, LONG))


@dataclass(frozen=True)
class _Found:
    """What waits for some people, and how many gathered messages they had on this day, with when
    the last one went out."""

    at: datetime
    waiting: Sequence[Waiting]
    had: dict[int, tuple[int, datetime]]

    @classmethod
    async def of(cls, batch: Batch, people: set[int]) -> "_Found":
        waiting = await gathered.waiting(batch.connection, batch.vault, people)
        had = await gathered.sent_since(batch.connection, people, batch.at - DAY)
        return cls(batch.at, waiting, had)

    def older(self, mail: Mail) -> list[Waiting]:
        """What a message takes along: what may go no earlier than it, and at once whatever
        waits."""
        at_once = mail.not_before <= self.at
        return [
            one
            for one in self.waiting
            if one.chat_id == mail.to
            and digests.kind_of(one.purpose) == mail.say.purpose
            and (at_once or one.not_before >= mail.not_before)
        ]

    def busy(self, mail: Mail) -> bool:
        """Whether its reader had what is told at once on any day."""
        number, _ = self.had.get(mail.to, (0, self.at))
        return number >= FREE

    def start(self, mail: Mail, older: Sequence[Waiting]) -> datetime:
        """When a message that is held goes out: with what waits, or after the gap of the day."""
        if older:
            return max(mail.not_before, min(one.not_before for one in older))
        if not self.busy(mail):
            return mail.not_before
        number, last = self.had[mail.to]
        return max(mail.not_before, last + GAPS[min(number - FREE, len(GAPS) - 1)])


async def _together(
    batch: Batch, same: list[Mail], found: _Found, render: digests.Render
) -> list[Mail]:
    """The messages of a group as they go out."""
    mail = same[0]
    if not digests.can_join(mail):
        return same
    parts = tuple(digests.part_of(one.say, render) for one in same)
    if mail.say.alarm:
        together = [replace(mail, say=digests.digest(parts, alarm=True))]
        return together if len(same) > digests.WHOLE else same
    if not all(digests.only_opens(one.say) for one in same):
        together = [replace(mail, say=digests.digest(parts, mail.say.purpose))]
        return together if len(same) >= digests.MERGE_FROM else same
    return await _joined(batch, same, found, parts)


async def _joined(
    batch: Batch, same: list[Mail], found: _Found, parts: tuple[DigestPart, ...]
) -> list[Mail]:
    """The messages with what waits; one by one when they are few and nothing waits."""
    mail, older = same[0], found.older(same[0])
    held = all(one.say.text.key in HELD for one in same)
    start = found.start(mail, older) if held else mail.not_before
    if any(one.soon for one in same):
        start = min(start, mail.not_before + SOON)
    quiet = start == mail.not_before and not found.busy(mail)
    most = digests.MERGE_FROM if quiet else 2
    if not older and len(same) < most:
        alone = zip(same, parts, strict=True)
        return [replace(one, not_before=start, parts=(part,), held=held) for one, part in alone]
    await gathered.take_back(batch.connection, older)
    waited = [part for one in older for part in _parts(one)]
    parts = (*parts, *await _still_new(batch, waited))
    told = digests.digest(parts, mail.say.purpose)
    return [Mail(mail.to, told, start, parts=parts, held=held)]


async def _still_new(batch: Batch, waited: Sequence[DigestPart]) -> list[DigestPart]:
    """Of what has waited, what is true still: a new case that somebody has taken is none."""
    free = await batch.free({part.case for part in waited if part.about == NEW})
    return [part for part in waited if part.about != NEW or part.case in free]


async def outdated(batch: Batch, case: Case, event: Event) -> list[Mail]:
    """What waits to be told and is not true any more after this event, without that, as it goes out
    now. Where nothing is left of a message, none goes."""
    if not isinstance(event, PASSES):
        return []
    await batch.flush()
    letters = await gathered.waiting_about(batch.connection, batch.vault, case.id)
    left = {
        one.id: [part for part in _parts(one) if not is_past(part, case.id, event)]
        for one in letters
    }
    stale = [one for one in letters if len(left[one.id]) < len(one.parts)]
    await gathered.take_back(batch.connection, stale)
    return [_without(one, tuple(left[one.id])) for one in stale if left[one.id]]


def _parts(letter: Waiting) -> list[DigestPart]:
    return [DigestPart(**part) for part in letter.parts]


def _without(letter: Waiting, parts: tuple[DigestPart, ...]) -> Mail:
    told = digests.digest(parts, digests.kind_of(letter.purpose))
    return Mail(letter.chat_id, told, letter.not_before, parts=parts, held=True)


def stored(mail: Mail) -> list[dict[str, object]]:
    """The parts of a message as its letter keeps them."""
    return [dict(vars(part)) for part in mail.parts]
