"""While it is asked whether a danger is happening now, ordinary words do not make us forget it:
they wait with it, and it is asked again. In a form it is asked once more after the next answer, and
at its end at the latest. Words that nobody has answered for become a report by themselves: an
urgent one that wakes nobody.

Tested in tests/conversations/handlers/emergencies/test_doubt.py and
tests/bot/edges/darurat/belum_dijawab.txt."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from casework.case import commands as c
from casework.case.number import parse
from casework.case.roles import WORKERS
from casework.policy.triage import ASKED, UNANSWERED
from conversations.content import alarm_words, fields
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.where.address import placed
from conversations.handlers.emergencies import emergency
from conversations.handlers.emergencies.raised import CALLED_OFF
from conversations.handlers.emergencies.who import teller
from conversations.handlers.messages import staff_words
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol import unsorted
from conversations.protocol.dialogue import DEPTH, Draft, Story, Talk, Unsorted
from conversations.protocol.effects import Effect, Say, text
from conversations.protocol.taps import AnswerAlarm
from conversations.protocol.unsorted import DOUBT

LASTS = timedelta(hours=3)
"""For so long it is asked again; later words are about something else."""

PATIENCE = timedelta(minutes=10)
"""After this time without an answer the words become a report."""

REMEMBERED = 3
"""Reports of that kind whose old buttons still ring."""


def again(turn: Turn, talk: Talk) -> Answered | None:
    """The question once more, with the words that came; None where none waits, or they are no
    message of this kind."""
    said = turn.said
    if talk.about_loose != DOUBT or talk.loose.empty or talk.draft is not None:
        return None
    elsewhere = turn.around.replied is not None or parse(said.text) is not None or said.forwarded
    if elsewhere or not talk.loose.told_within(LASTS, said.at):
        return None
    found = alarm_words.hear(talk.loose.text, turn.content.alarms)
    if found is None or turn.person.roles:
        return None
    small = said.text and small_talk(said.text) and not said.files
    _, effects = emergency.wonder(turn, talk, found)
    # What has come since is no cry by which older lines could be told apart: all wait together.
    loose = talk.loose if small else talk.loose.plus(said)
    return replace(talk, loose=loose, gathering=None), effects[1:]


def waiting(talk: Talk) -> Sequence[tuple[int, Story]]:
    """The words that wait for this answer, each with its number, oldest first."""
    behind = [(one.number, one.story) for one in talk.unsorted if one.about == DOUBT]
    stands = talk.about_loose == DOUBT and not talk.loose.empty
    return sorted([*behind, *([(talk.loose_no, talk.loose)] if stands else [])], key=_number)


def _number(one: tuple[int, Story]) -> int:
    return one[0]


def asked_again(turn: Turn, before: Talk, answered: Answered) -> Answered:
    """What follows from a message, and the question once more where other words have come since
    it was asked."""
    talk, effects = answered
    ended = len(talk.drafts) < len(before.drafts)
    if talk.draft is not None and talk.draft.form == "emergency":
        return answered  # who answers for one danger is asked about another once that is done
    if turn.said.edited or (turn.said.tap and not ended):
        return answered
    asked_before = dict(waiting(before))
    if not asked_before or _asks(effects):
        return answered
    for number, story in waiting(talk):
        beside = talk.draft is not None or number != talk.loose_no
        due = ended or (beside and number > talk.wondered)
        if due and number in asked_before and story.told_within(LASTS, turn.said.at):
            asked = question_of(turn, talk, number)
            return replace(talk, wondered=max(number, talk.wondered)), (*effects, asked)
    return answered


def _asks(effects: Iterable[Effect]) -> bool:
    said = [effect for effect in effects if isinstance(effect, Say)]
    buttons = [button for say in said for row in say.buttons for button in row]
    return any(isinstance(button.tap, AnswerAlarm) for button in buttons)


def replaced(talk: Talk, number: int, story: Story) -> Talk:
    """The talk with another story under the number of words that wait for this answer."""
    if number == talk.loose_no and talk.about_loose == DOUBT:
        return replace(talk, loose=story)
    behind = (replace(one, story=story) if one.number == number else one for one in talk.unsorted)
    return replace(talk, unsorted=tuple(behind))


def question_of(turn: Turn, talk: Talk, number: int) -> Effect:
    """The question about the words that wait under this number, as it is asked again."""
    asked = (_question(turn, talk, dict(waiting(talk))[number]),)
    return unsorted.stamped(replace(talk, loose_no=number), asked, first=True)[0]


def _question(turn: Turn, talk: Talk, story: Story) -> Say:
    if staff_words.free(turn, talk.draft):
        return staff_words.asks(turn, story.text)
    front = replace(talk, loose=story, about_loose=DOUBT)
    found = emergency.said_before(turn, front)
    asks = text(f"alarm.{found.kind}.ask") if found else ""
    told = text("alarm.asked_again", told=fields.told(story), question=asks)
    return Say(told, teller.IS_IT_NOW)


def meant(turn: Turn, talk: Talk, tap: AnswerAlarm) -> Talk | None:
    """The talk with the words in front about which a button asks, also those that have become a
    report; None where they wait no more."""
    named = [unsorted.meant(talk, tap), _passed_on(talk, tap.number)]
    # A resident's "yes, now" is danger whatever has become of its words; an officer's card is not.
    own = (tap.answer != "yes" and bool(tap.number)) or bool(turn.person.roles & WORKERS)
    anyhow = [] if own else [unsorted.about(talk, DOUBT), talk]
    found = (one for one in (*named, *anyhow) if one is not None)
    return next((one for one in found if emergency.said_before(turn, one)), None)


def _passed_on(talk: Talk, number: str) -> Talk | None:
    found = next((one for one in talk.passed_on if str(one.number) == (number or "1")), None)
    if found is None:
        return None
    drafts = tuple(one for one in talk.drafts if not _asks_about(one, found.story))
    behind = unsorted.put_behind(replace(talk, drafts=drafts))
    return replace(behind, loose=found.story, loose_no=found.number, about_loose=DOUBT)


def _asks_about(draft: Draft, story: Story) -> bool:
    told = draft.about["story"] if "story" in draft.about else Story().dump()
    return draft.form == "emergency" and Story.load(told) == story


def has_become_a_report(before: Talk, talk: Talk) -> bool:
    """Whether the words in front were passed on before the answer came."""
    return talk.loose_no in {one.number for one in before.passed_on}


def unanswered(turn: Turn, talk: Talk, number: int) -> tuple[Talk, c.File] | None:
    """The report that words become by themselves, and the talk without them; None where they wait
    no more. It says that nobody has answered whether it is now."""
    front = unsorted.meant(talk, AnswerAlarm("", str(number)))
    if front is None or front.about_loose not in unsorted.DANGER:
        return None
    found, story = emergency.said_before(turn, front), front.loose
    if found is None:
        return None
    told = placed(emergency.told_already(turn, None, story) | {"story": story.dump()})
    filed = emergency.filed(turn, front, found, (turn.new_id(), None), told)
    facts = {fact: value for fact, value in filed.facts.items() if fact != "alarm"}
    doubtful = {"unsure": str(found.kind)}
    if front.about_loose == DOUBT:
        doubtful[ASKED] = UNANSWERED
    kept = (*talk.passed_on, Unsorted(number, story, DOUBT))[-REMEMBERED:]
    after = replace(unsorted.back(talk, unsorted.let_go(front)), passed_on=kept)
    return after, replace(filed, facts=facts | doubtful)


def asks_where(turn: Turn, talk: Talk, report: c.File) -> tuple[Talk, Say | None]:
    """The talk in which that report asks where it is, unless it says so, and the question. A form
    that is open is answered first; who wants no messages is asked nothing."""
    told = report.intake
    if told.place or talk.quiet or len(talk.drafts) >= DEPTH:
        return talk, None
    known = emergency.asked_no_more(report.village, {"phone": told.phone} if told.phone else {})
    about = {"key": report.key, "story": told.story, question.WORDING: CALLED_OFF}
    asks = Draft(turn.new_id(), "emergency", known, about)
    after = replace(talk, drafts=(asks, *talk.drafts))
    return after, None if talk.drafts else question.in_words(turn, asks)
