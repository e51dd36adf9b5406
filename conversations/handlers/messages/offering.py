"""What a message may be, with a button for each: a report, news of a case, nothing.

Tested in tests/conversations/handlers/messages/test_free_messages.py."""

from collections.abc import Iterable
from dataclasses import replace

from casework.case.model import Status
from casework.case.number import named_in, number
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling.aside import WONDERED
from conversations.handlers.messages import further_cases, staff_words, verdicts
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Brief, Button, Say, Text, text
from conversations.protocol.taps import SortMessage
from conversations.protocol.unsorted import DANGER

ALL = "all"
"""What a tap asks for that wants to see all cases which words may belong to."""

MORE = "more"
"""What a tap says of words that go on with those that wait behind them."""

MOST = 3
"""Cases that are offered at once; the others stand behind one more tap."""

NEWEST = 5
"""Messages of those that wait together that are shown; of older ones how many there are."""


def offer(
    turn: Turn, talk: Talk, *, calm: bool = False, most: int = MOST, new: bool = False
) -> Answered:
    """Ask what the kept message is: a report, news about an open case, nothing. ``calm``: it is no
    emergency; ``most``: so many cases are named at once; ``new``: it may be another matter than the
    words that wait behind it, or go on with them."""
    turn = _named_only(turn, talk.loose)
    results = list(verdicts.doubted(turn, talk.loose.text))
    cases = [case for case in _waiting_first(turn.around.cases) if case not in results]
    asked = [case for case in cases if case.status == Status.WAITING]
    several = results if len(results) > 1 else []
    first = [_for_case(turn, case) for case in [*several, *asked]]
    others = [_of_result(one) for one in results if not several]
    others += [_for_case(turn, case) for case in cases if case not in asked]
    others += [button for (button,) in further_cases.buttons(turn)]
    named = others[: max(most - len(first), 0)]
    rest = () if len(named) == len(others) else (Button(text("outside.all"), SortMessage(ALL)),)
    report = Button(text("outside.report"), SortMessage("calm" if calm else "new"))
    more = (Button(text("outside.more"), SortMessage(MORE)),) if new else ()
    nothing = Button(text("outside.nothing"), SortMessage("no"))
    rows = tuple((button,) for button in (*first, report, *more, *named, *rest, nothing))
    told = shown(talk.loose)
    asks = text("outside.which_result", told=told) if several else _asks(talk, told, new=new)
    after = replace(talk, about_loose="calm" if calm else "offer")
    return after, (Say(asks, rows),)


def _named_only(turn: Turn, story: Story) -> Turn:
    """The turn as it is; with an officer's words that name a case, without all their others."""
    if not staff_words.name_a_case(turn, story):
        return turn
    around, named = turn.around, named_in(story.text)
    theirs = tuple(case for case in around.cases if case.id in named)
    further = tuple(case for case in around.further if case.id in named)
    return replace(turn, around=replace(around, cases=theirs, further=further))


def shown(story: Story) -> Text | str:
    """Words that wait, as they are shown: the newest, and how many stand before them."""
    newest = replace(story, texts=story.texts[-NEWEST:])
    told = fields.told(newest) if len(story.files) > 1 else _uncounted(newest)
    before = len(story.texts) - len(newest.texts)
    return text("outside.newest", told=told, before=before) if before else told


def _uncounted(story: Story) -> Text | str:
    """A story with one file, of which more may follow at once, without a word of ours between."""
    kinds = {file["kind"] for file in story.files}
    told = fields.told(replace(story, files=()))
    if kinds != {"photo"}:
        return fields.told(story)
    photo = text("field.photo.some")
    return text("field.parts", parts=(told, photo)) if story.texts or story.pin else photo


def _asks(talk: Talk, told: object, *, new: bool) -> Text:
    key = "outside.photo" if not talk.loose.texts else "outside.offer"
    if new:
        key = "outside.another"
    return text(key, told=told)


def offer_left(turn: Turn, draft: Draft | None, talk: Talk) -> Answered:
    """Ask about the words that a form could not take, once it is done or left; the form below it
    is answered first."""
    if draft is None or not draft.about.get(WONDERED) or _nothing_waits(talk):
        return talk, ()
    below = talk.draft
    if below is None:
        return offer(turn, talk)
    return talk.with_draft(replace(below, about={**below.about, WONDERED: True})), ()


def _nothing_waits(talk: Talk) -> bool:
    """Whether no words wait, but those about which another question stands."""
    return talk.loose.empty or talk.about_loose in DANGER


def _for_case(turn: Turn, case: Brief) -> Button:
    """A button for an open case: the answer to its officer, or else what it is about and of which
    day."""
    told = number(case.id)
    if case.status == Status.WAITING:
        label = text("outside.answer", number=told)
    else:
        label = further_cases.label(turn, case)
    return Button(label, SortMessage(str(case.id)))


def _of_result(case: Brief) -> Button:
    """A button for the one result that words may be a "not yet" to."""
    return Button(text("outside.result", number=number(case.id)), SortMessage(str(case.id)))


def _waiting_first(cases: Iterable[Brief]) -> list[Brief]:
    return sorted(cases, key=lambda case: case.status != Status.WAITING)[:5]
