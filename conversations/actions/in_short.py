"""What a notice of an emergency tells of it: where it is and what was written, so that a reader
knows whether to run. Of the sensitive lane, and of who asked not to be named, nothing.

Tested in tests/conversations/actions/test_in_short.py."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from casework.actions.correcting.classification import UrgencyCorrected
from casework.actions.correspondence import Added
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import Reopened
from casework.case.events import Event
from casework.case.model import Case
from conversations.content import fields
from conversations.content.numbers.card_numbers import identity_masked
from conversations.filling.telling import names_something
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Text, text
from conversations.protocol.lock import quiet
from conversations.protocol.recognised import CRY
from conversations.protocol.texts import CUT

MOST = 140
"""Characters of what somebody wrote: some three lines of a small phone."""

LATE = timedelta(minutes=15)
"""Words of an emergency that are older than this are told with the time when they were written."""

_COMMAND = re.compile(r"^\s*/[^\W\d]\w*(@\w+)?[\s,.:;!–—-]*")
"""What is typed before the words, as in "/lapor bapak saya sesak napas"."""

Words = Text | str


def written_at(case: Case) -> datetime:
    """When a case was told (UTC): when it came, or when its words were written long before that."""
    last = (case.intake.story or {}).get("last_at")
    written = datetime.fromisoformat(last) if last else case.opened_at
    return written if case.opened_at - written >= LATE else case.opened_at


def about(case: Case, first: Text) -> Text:
    """A line of an alarm, with place and words of the case below it."""
    if quiet(case):
        return first
    village = case.known.get(f"village {case.village}", "")
    where = ", ".join(part for part in (_cut(case.intake.place), village) if part)
    return _below(first, _place(where), _words(case.intake.story))


def about_anew(case: Case, first: Text, events: Iterable[Event]) -> Text:
    """The same with what was told since."""
    return _below(about(case, first), newest(case, events))


def newest(case: Case, events: Iterable[Event]) -> Words:
    """What its teller has written last, for every alarm that rings again below the first words: of
    the texts behind the cry, and those that came since, as many as there is room for; ""
    where nothing more was told."""
    if quiet(case):
        return ""
    story = case.intake.story or {}
    texts, cry = [*story.get("texts", ())], story.get(CRY, -1)
    shown = _shown([_without_command(one) for one in texts], cry)
    later = [text for at, text in enumerate(texts) if 0 <= cry < at and at not in shown]
    later += [text for event in events for text in _told_since(case, event)]
    said = _last([_without_command(one) for one in later if names_something(one)])
    return text("in_short.newest", value=said) if said else ""


def _last(texts: Sequence[str]) -> str:
    """What was written last; before a short one ("cepat ya pak") as much of what came before it as
    there is room for."""
    said = _newest(texts)
    before = [one for one in texts if one not in said][-1:]
    room = MOST - len(said) - len(CUT)
    return f"{before[0][:room].rstrip()} {CUT} {said}" if before and room > len(said) else said


def _told_since(case: Case, event: Event) -> Sequence[str]:
    """The texts of its teller that stand for themselves: news (a correction of the report stands
    there), and the words with which they raise an emergency or open its case again."""
    match event:
        case UrgencyCorrected() if event.by == case.teller:
            return (event.reason,)
        case Reopened():
            return (event.words,)
        case Added() if not event.instead:
            raw: Any = event.story
            return Story.load(raw).texts
        case _:
            return ()


def said_over(case: Case, why: object, at: datetime | None, *, over: bool) -> Text:
    """A reason to ring with the line that it may be over; where somebody else holds the phone, that
    it may be forced. ``over``: nothing else was told since."""
    if case.intake.phone_is_held:
        return text("notice.why_forced", why=why, at=at)
    return text("notice.why_over" if over else "notice.why_since", why=why, at=at)


def told(first: Text, where: str, story: Mapping[str, Any] | None) -> Text:
    """A line with a place and words below it that somebody else has told."""
    return _below(first, _place(_cut(where)), _words(story))


def news(case: Case, event: Completed | Added, first: Text) -> Text:
    """A line of a notice, with what has just come below it."""
    if quiet(case):
        return first
    if isinstance(event, Added):
        story: Any = event.story
        return _below(first, _words(story))
    intake, phone = event.intake, fields.masked(event.intake.phone)
    number = text("in_short.phone", value=phone) if phone else ""
    return _below(first, _place(_cut(intake.place)), number, _words(intake.story))


def marked(intake: Mapping[str, Any], cry: str) -> Mapping[str, Any]:
    """An intake whose story says which of its texts is the cry, where it is one of them."""
    texts = [*intake["story"]["texts"]]
    mark = {CRY: texts.index(cry)} if cry in texts else {}
    return {**intake, "story": {**intake["story"], **mark}}


def _place(where: str) -> Words:
    return text("in_short.place", value=where) if where else ""


def _words(raw: Mapping[str, Any] | None) -> Words:
    if not raw:
        return ""
    texts, cry = [_without_command(one) for one in Story.load(raw).texts], raw.get(CRY, -1)
    shown = _shown(texts, cry)
    said = _cut(_joined(texts, shown)) if shown else _newest(texts)
    return text("in_short.words", value=said) if said else ""


def _shown(texts: Sequence[str], cry: int) -> Sequence[int]:
    """Where in the texts what is told stands: the cry; what there is room for of what was told
    before it, then of what came after; no thanks and no nods. Nothing without a cry."""
    if not 0 <= cry < len(texts):
        return ()
    told = [cry]
    for at in (*reversed(range(cry)), *reversed(range(cry + 1, len(texts)))):
        longer = sorted((*told, at))
        if names_something(texts[at]) and len(_joined(texts, longer)) <= MOST:
            told = longer
    return told


def _joined(texts: Sequence[str], told: Sequence[int]) -> str:
    return " ".join(texts[at] for at in told)


def _newest(texts: Sequence[str]) -> str:
    """What was written last, which is the cry, and before it what there is room for."""
    *older, told = texts or [""]
    for before in reversed(older):
        together = f"{before} {told}"
        if len(together) > MOST:
            break
        told = together
    return _cut(told)


def _without_command(words: str) -> str:
    return _plain(_COMMAND.sub("", words, count=1))


def _plain(words: str | None) -> str:
    return identity_masked(" ".join((words or "").split()))


def _cut(words: str | None) -> str:
    said = _plain(words)
    return said if len(said) <= MOST else f"{said[:MOST].rstrip()} {CUT}"


def _below(first: Text, *lines: Words) -> Text:
    told = first
    for line in lines:
        told = text("in_short.below", before=told, line=line) if line else told
    return told
