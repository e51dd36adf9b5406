"""Words for a case that is not among the speaker's open ones: one that they follow, or one of
theirs that was closed lately and can be opened again.

Tested in tests/bot/desk/duplicates/test_co_reporting.py and
tests/bot/trials/test_words_after_the_end.py."""

from collections.abc import Mapping
from datetime import datetime

from casework.actions.correspondence import Add
from casework.actions.ending.resolution import Reopen
from casework.case.model import Status
from casework.case.number import number
from conversations.content import fields
from conversations.content.content import Turn
from conversations.handlers.emergencies.who import sealed
from conversations.protocol.dialogue import Draft, Story
from conversations.protocol.effects import Brief, Button, Do, Effect, Rows, Say, Text, Tie, text
from conversations.protocol.notice import service_named
from conversations.protocol.taps import SortMessage

MOST_OFFERED = 3
"""Further cases that a message outside every form is offered to; the newest ones."""


def find(turn: Turn, case_id: str) -> Brief | None:
    """The case of this id, if it may be told something."""
    return next((case for case in turn.around.further if str(case.id) == case_id), None)


def buttons(turn: Turn) -> Rows:
    """A button for each of the newest cases that a kept message may be meant for."""
    newest = sorted(turn.around.further, key=lambda case: -case.id)
    return tuple((_button(turn, case),) for case in newest[:MOST_OFFERED])


def _button(turn: Turn, case: Brief) -> Button:
    ended = case.tie is Tie.ENDED
    told = text("outside.again", number=number(case.id)) if ended else label(turn, case)
    return Button(told, SortMessage(str(case.id)))


def label(turn: Turn, case: Brief) -> Text:
    """A case on a button: what it is about, and the day on which it was filed."""
    day = ""
    if case.opened is not None:
        filed = case.opened.astimezone(turn.content.texts.zone)
        day = f" · {filed.day}/{filed.month}"
    return text("outside.to_case", number=number(case.id), topic=_told(turn, case), day=day)


def _told(turn: Turn, case: Brief) -> Text | str:
    """Whose or what the emergency of a short while ago is, which many cases are about; what others
    are about."""
    raised = (one for one in turn.around.emergencies.values() if one.case == case.id)
    lately = next((one.told for one in raised if one.kind), "")
    return lately if lately and not sealed.case_is_one(turn, case) else topic(turn, case)


def topic(turn: Turn, case: Brief) -> Text:
    """What a case is about; of a sensitive one not a word."""
    if sealed.case_is_one(turn, case):
        return text("case.sensitive")
    return service_named(case.service, case.known, calm=case.calm)


def again(turn: Turn, case: Brief, story: Story) -> Say:
    """Somebody has replied to a case of theirs that is closed: the words are kept, and one tap
    opens it again with them."""
    anew = Button(text("outside.report"), SortMessage("new"))
    nothing = Button(text("outside.nothing"), SortMessage("no"))
    asked = text(
        "outside.closed",
        number=number(case.id),
        told=fields.told(story),
    )
    return Say(asked, ((_button(turn, case),), (anew,), (nothing,)))


def instead(turn: Turn, action: str, case: int) -> str:
    """What a button of an old page is good for now: what is closed takes no news, and can be opened
    again."""
    found = find(turn, str(case))
    ended = found is not None and found.tie is Tie.ENDED
    return "reopen" if ended and action == "add" else action


def closed_meanwhile(turn: Turn, draft: Draft) -> tuple[Brief, Story] | None:
    """The case of a finished form, and the words for it, when it was closed while they were
    written."""
    found = find(turn, str(draft.about.get("case")))
    if found is None or found.tie is not Tie.ENDED or draft.form not in ("add", "answer"):
        return None
    answers = draft.answers
    told = answers.get("story") or answers.get("answer")
    if isinstance(told, Mapping):
        told = told.get("value", told)  # of an answer to a question that wanted several things
        return found, Story.load(told)
    if draft.about.get("wants") != "text":
        return None  # a number is quickly given again, and need not stand in a chat
    return found, Story((str(told),))


def told(turn: Turn, case: Brief, story: Story) -> tuple[Effect, ...]:
    """What a story leads to that is meant for such a case: it is added to what one follows, and
    opens one's own again."""
    add = Do(Add(turn.person.id, story.dump()), case=case.id)
    if case.tie is Tie.FOLLOWS:
        return (add,)
    more = (add,) if story.files or story.location else ()
    return (Do(Reopen(turn.person.id, story.text), case=case.id), *more)


def asking_since(turn: Turn, since: str, but: int | None = None) -> list[Brief]:
    """The cases whose officer has asked something after ``since`` (ISO, "" for never): theirs is
    the newest prompt on the screen."""
    return [
        case
        for case in turn.around.cases
        if case.status == Status.WAITING and case.id != but
        if case.asked_at is not None and since and case.asked_at > datetime.fromisoformat(since)
    ]
