"""Emergencies: the numbers first, then the case, then the alarm; the form only after that.

In doubt it is asked whether it is now. The case is filed at the first word, before any form."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.policy.triage import AlarmKind
from conversations.actions import in_short
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.content.fitting_numbers import HUNGER, fitting
from conversations.filling import question
from conversations.filling.where import latest
from conversations.filling.where.address import placed
from conversations.handlers.emergencies import (
    belonging,
    beside_danger,
    likeness,
    matters,
    means,
    naming,
)
from conversations.handlers.emergencies.matters import Fate
from conversations.handlers.emergencies.raised import goes_on
from conversations.handlers.emergencies.where import cried, village
from conversations.handlers.emergencies.who import teller, told_apart, two_dangers
from conversations.handlers.messages import staff_words
from conversations.handlers.shared_phone import quiet
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Do, Effect, Rows, Say, Text, text
from conversations.protocol.taps import SureOfNoAlarm
from conversations.protocol.unsorted import DOUBT

FORMS = ("report", "neighbour", "walk_in")
"""Forms that may become an emergency."""


def heard(turn: Turn, talk: Talk) -> Alarm | None:
    """Whether this message tells of an emergency; outside every report an officer is asked first
    (messages/staff_words.py)."""
    draft = talk.draft
    if not turn.said.text or staff_words.no_cry(turn, draft):
        return None
    found = means.heard(turn, talk)
    own = found is not None and staff_words.own_answer(turn, draft, found)
    if found is None or own or _asked_before(turn, talk, found):
        return None
    return replace(found, certain=False) if staff_words.free(turn, draft) else found


def _asked_before(turn: Turn, talk: Talk, found: Alarm) -> bool:
    """Whether a doubt was answered in this report, or is faint and somebody is alarmed already
    about the same person."""
    draft = talk.draft
    if draft is None or found.certain or draft.about.get("calm") is True:
        return draft is not None and not found.certain
    faint = found.faint and draft.form == "emergency"
    return faint and likeness.goes_on(turn, talk, found)


def numbers(turn: Turn, talk: Talk, found: Alarm, key: str) -> Say:
    """The first words of any emergency: whom to call. A tap below calls off the one of this key."""
    told = _first_words(turn, talk, found)
    off: Rows = ((Button(text("alarm.off"), SureOfNoAlarm("ask", key)),),)
    off = off if key and not quiet.held(turn, talk) else ()
    return Say(told, off, delivery=Delivery.MUST_ARRIVE, alarm=True)


def _first_words(turn: Turn, talk: Talk, found: Alarm) -> Text:
    """To who is in danger, to who passes a cry on, to the clerk before a visitor."""
    kind, visitor = found.kind, _of_a_visitor(turn, talk)
    numbers = two_dangers.numbers(found, _cry(turn, talk), turn.content)
    if found.service == HUNGER:
        return text("alarm_hunger.counter" if visitor else "alarm_hunger.say", numbers=numbers)
    if visitor:
        return text(f"alarm_counter.{kind}", numbers=numbers)
    if kind in teller.COMFORTED and _of_another(turn, talk, found):
        return text(f"alarm_other.{kind}", numbers=numbers)
    return text(f"alarm.{kind}.say", numbers=numbers)


def _of_another(turn: Turn, talk: Talk, found: Alarm) -> bool:
    """Whether somebody else is in danger than whoever writes."""
    another = belonging.tells_of_another(turn, talk.draft, found, _cry(turn, talk))
    return another or _of_a_visitor(turn, talk)


def _of_a_visitor(turn: Turn, talk: Talk) -> bool:
    return staff_words.of_a_visitor(turn, talk.draft, _cry(turn, talk))


def _cry(turn: Turn, talk: Talk) -> str:
    """The words of an emergency: those just written, or those that a tap has confirmed."""
    return turn.said.text or last_cry(turn, talk)


def wonder(turn: Turn, talk: Talk, found: Alarm) -> Answered:
    """In doubt: numbers, and the question whether it is happening now. The words are kept."""
    talk = matters.apart(turn, talk, found)
    if staff_words.free(turn, talk.draft):
        return staff_words.wonder(turn, talk)
    loose = talk.loose.plus(turn.said)
    told = text("alarm.maybe", numbers=fitting(turn.content.numbers, found.kind, found.service))
    maybe = Say(told, delivery=Delivery.MUST_ARRIVE, alarm=True)
    asked = Say(text(f"alarm.{found.kind}.ask"), teller.IS_IT_NOW)
    return replace(talk, loose=loose, about_loose=DOUBT, gathering=None), (maybe, asked)


def shows_where(turn: Turn, talk: Talk) -> Answered | None:
    """A pin that comes by itself, soon after an alarm: it is for those who are on the way."""
    said = turn.said
    told_so = said.location is not None and turn.around.replied is None
    if not told_so or talk.alarm is None or not goes_on(turn, talk):
        return None
    return talk, (Do(Add(turn.person.id, Story().plus(said).dump()), case=talk.alarm[0]),)


def more(turn: Turn, talk: Talk, found: Alarm) -> Answered:
    """More words about an emergency join its case; what tells of another matter waits."""
    assert talk.alarm is not None  # noqa: S101 (asked before: still_same)
    goes_along = not turn.said.text or talk.about_loose == DOUBT
    loose, left = Story(), talk.loose
    if goes_along:
        loose, left = matters.parted(turn, talk, found, _cry(turn, talk))
    told = _told_in(turn, loose)
    add = Do(Add(turn.person.id, told.dump(), cry=True), case=talk.alarm[0])
    gathering = None if talk.draft else (f"case:{talk.alarm[0]}", turn.said.at.isoformat())
    return replace(talk, loose=left, gathering=gathering), (
        numbers(turn, talk, found, talk.alarm[0]),
        add,
        *(question.ask(turn, talk.draft) if talk.draft else ()),
    )


def raise_alarm(turn: Turn, talk: Talk, found: Alarm, *, answered: str = "") -> Answered:
    """Numbers, case, alarm; then the few questions that help somebody to arrive.

    An open report about it becomes the emergency: its answers go along, and it is not asked
    further; one about something else stays (matters.py). ``answered``: the words on the
    answer by which this report has told of it, which whoever is called reads, too.
    """
    draft = talk.draft if talk.draft and talk.draft.form in FORMS else None
    cry = _cry(turn, talk)
    fate = matters.of_form(turn, draft, found, cry) if draft and not answered else Fate.ALONG
    loose, left = matters.parted(turn, talk, found, cry)
    taken = draft if fate.tells else None
    story = _told_in(turn, _together(_story_of(taken), loose), answered)
    named = belonging.sufferer(turn, draft, found, cry)
    told = named | _known(turn, talk, taken, story)
    key = turn.new_id() if draft is None or fate.stays else draft.id
    kept = story.dump()
    case = filed(turn, talk, found, (key, taken), placed({**told, "story": kept}))
    about = {"key": case.key, "story": kept, **_words(turn, talk, found, case)}
    details = Draft(turn.new_id(), "emergency", asked_no_more(case.village, told), about)
    raised = (case.key, turn.said.at.isoformat(), str(found.kind))
    after = replace(_left(talk, fate) if draft else talk, loose=left, alarm=raised)
    after = beside_danger.with_second(turn, after, found, None if fate.stays else taken)
    effects: tuple[Effect, ...] = (numbers(turn, talk, found, case.key), Do(case))
    if question.finished(turn, details):  # the report told it all already
        return after, (*effects, Say(text("emergency.done", numbers=about["numbers"])))
    return after.opening(details), effects + told_apart.ask(turn, after, details, found.kind)


def _known(turn: Turn, talk: Talk, taken: Draft | None, story: Story) -> dict[str, Any]:
    return quiet.known_number(turn, talk) | told_already(turn, taken, story)


def _left(talk: Talk, fate: Fate) -> Talk:
    """The talk without its report, which is put aside where it stays."""
    waits = (replace(talk.drafts[-1], aside=False),) if fate.stays else ()
    return replace(talk.closing(), set_aside=(*talk.set_aside, *waits))


def _words(turn: Turn, talk: Talk, found: Alarm, case: c.File) -> dict[str, Any]:
    """Whose words the questions have: those for the counter, or the gentle ones. Which numbers they
    name at the end."""
    shown = two_dangers.numbers(found, _cry(turn, talk), turn.content)
    told: dict[str, Any] = {"numbers": shown}
    if case.helper:
        told |= {staff_words.COUNTER: True}
    if found.kind is AlarmKind.CRISIS and not _of_another(turn, talk, found):
        told |= {question.WORDING: "despair"}
    return told


def _together(told: Story, more: Story) -> Story:
    """Two stories as one."""
    return replace(
        told,
        texts=(*told.texts, *more.texts),
        location=more.location or told.location,
        last_at=max(told.last_at, more.last_at),
        venue=more.venue if more.location else told.venue,
    ).with_files(more.files)


def _told_in(turn: Turn, story: Story, tapped: str = "") -> Story:
    """The story with this message, or with the words that were tapped; a tap says that it is now,
    whenever the words were written."""
    if turn.said.text:
        return story.plus(turn.said)
    texts = (*story.texts, tapped) if tapped else story.texts
    return replace(story, texts=texts, last_at=turn.said.at.isoformat())


def filed(
    turn: Turn,
    talk: Talk,
    found: Alarm,
    report: tuple[str, Draft | None],
    intake: dict[str, Any],
) -> c.File:
    """The case: what it is about is told by the alarming words alone. ``report``: its key, and the
    form that has become it."""
    key, draft = report
    words, person = _cry(turn, talk), turn.person
    visitor = _of_a_visitor(turn, talk)
    who = Who.WALK_IN if visitor else Who.UNSAID
    return c.File(
        person.id,
        key,
        (talk.draft.answers if talk.draft else {}).get("village")
        or village.of_cry(turn, talk, words, visitor=visitor),
        naming.service_of(turn, found, words, draft),
        two_dangers.facts(found, words, turn.content) | quiet.facts(turn, talk),
        Intake.load({"who": who, **in_short.marked(cried.with_place(turn, intake, words), words)}),
        helper=person.id if visitor else None,
    )


def told_already(turn: Turn, draft: Draft | None, story: Story) -> dict[str, Any]:
    """What an open report says of the people and the place, and a story of where it is and of the
    number at which its teller can be called."""
    shown = {"place": latest.shown_in(turn, story), "phone": latest.number_in(story)}
    answers = {**{k: v for k, v in shown.items() if v}, **(draft.answers if draft else {})}
    known = ("who", "sufferer", "consent", "phone", "place")
    return {k: v for k, v in answers.items() if k in known}


def said_before(turn: Turn, talk: Talk) -> Alarm | None:
    """The emergency in the words that were kept while we asked whether it is happening now."""
    return alarm_words.hear(last_cry(turn, talk), turn.content.alarms)


def last_cry(turn: Turn, talk: Talk) -> str:
    """The newest of the kept messages that tells of an emergency: it alone says what it is about,
    not what was written before it."""
    texts = reversed(talk.loose.texts)
    return next((one for one in texts if alarm_words.hear(one, turn.content.alarms)), "")


def kept(turn: Turn, draft: Draft, keys: Sequence[str]) -> tuple[Effect, ...]:
    """What somebody in an emergency writes beside the question still reaches whoever is on the way;
    ``keys``: of the emergencies that it may be about."""
    said = turn.said
    if draft.form != "emergency" or not (said.text or said.files or said.location):
        return ()
    grows = alarm_words.grows(said.text, turn.content.alarms)
    add = Add(turn.person.id, Story().plus(turn.said).dump(), cry=grows)
    return tuple(Do(add, case=key) for key in keys)


def forwarded(turn: Turn, before: Draft | None, after: Draft | None) -> tuple[Effect, ...]:
    """Each answer of the short form reaches whoever is on the way at once, not only when the last
    is given."""
    if after is None or after.form != "emergency" or before is None or before.id != after.id:
        return ()
    new = {k: v for k, v in after.answers.items() if v is not None and before.answers.get(k) != v}
    where = new.pop("village", "")
    if not (new or where):
        return ()
    told = Intake.load(placed(new))
    return (Do(Complete(turn.person.id, where, told), case=after.about["key"]),)


def _story_of(draft: Draft | None) -> Story:
    told = draft.answers.get("story") if draft else None
    return Story.load(told) if told else Story()


def asked_no_more(code: str, told: dict[str, Any]) -> dict[str, Any]:
    """What need not be asked."""
    known = {k: v for k, v in told.items() if k in ("place", "phone")}
    return known | ({"village": code} if code else {})
