"""Several messages that are one answer: an album, its caption, short texts one after the other.

A burst ends as soon as our answer to it stands above the new message; and what looks like the
answer to the question on the screen is that answer, however quickly it comes."""

from collections.abc import Sequence
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.case.number import number, parse
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.content.numbers.card_numbers import story_masked
from conversations.filling import answer, question, several
from conversations.filling.fitting import fits
from conversations.handlers.emergencies.who.teller import COMFORTED
from conversations.handlers.messages import (
    case_reply,
    free_messages,
    offering,
    resuming,
    shown_last,
)
from conversations.handlers.messages.small_talk import polite, small_talk
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Button, Do, Effect, Say, text
from conversations.protocol.talk.gathering import goes_on, still_gathers
from conversations.protocol.taps import SortMessage

WITHOUT_CASES = (
    (Button(text("outside.report"), SortMessage("new")),),
    (Button(text("outside.nothing"), SortMessage("no")),),
)


def rest(turn: Turn, talk: Talk) -> Answered | None:
    """The rest of an answer that comes as several messages, to which nothing more is said; None
    when the message is one of its own."""
    if talk.draft is not None and several.waits(talk.draft):
        return None  # each message is what was asked for next
    gathering, at = talk.gathering, turn.said.at
    if gathering is None or not still_gathers(gathering, at) or Story().plus(turn.said).empty:
        return None
    if _ended(turn, talk):
        return _either(turn, talk)
    kept = free_messages.goes_on_loose(turn, talk)
    if kept is not None:
        return kept, ()
    followed = _follows_case(turn, talk)
    if followed is not None:
        return followed
    if talk.draft and goes_on(gathering[1], at):
        return answer.gather(turn, talk), ()
    return None


def _follows_case(turn: Turn, talk: Talk) -> Answered | None:
    """The rest of a burst that went to a case goes there too, without a word; so does what follows
    our answer to it, of which its officer hears at once, and its teller once no more comes."""
    gathering, said = talk.gathering, turn.said
    if gathering is None or not still_gathers(gathering, said.at):
        return None
    kind, _, which = gathering[0].partition(":")
    at_once = goes_on(gathering[1], said.at) and not turn.around.answered
    if kind not in ("case", "answer", "chosen") or not (at_once or shown_last.answered(turn, talk)):
        return None
    if small_talk(said.text) in free_messages.NO_ANSWER and not (said.files or at_once):
        return None
    case = int(which) if which.isdecimal() else which
    if polite(said.text) and not said.files:
        thanked = replace(
            free_messages.small(turn, small_talk(said.text)),
            case=int(which) if not at_once else None,
        )
        return talk, () if at_once else (thanked,)
    told = Story().plus(said)
    add = Do(Add(turn.person.id, told.dump(), more=at_once, silent=not at_once), case=case)
    add = case_reply.shows_it(turn, case, told) or add
    return replace(talk, gathering=(gathering[0], said.at.isoformat())), (add,)


def _ended(turn: Turn, talk: Talk) -> bool:
    goes_to = talk.gathering[0] if talk.gathering else ""
    if turn.around.replied is not None and goes_to.partition(":")[2] != str(turn.around.replied):
        return True  # a reply says by itself where it belongs
    if shown_last.of_a_sealed_one(turn, talk):
        return True
    about = shown_last.answered(turn, talk)
    below = about is not None and shown_last.goes_on(turn, about)
    if (turn.around.answered and not below) or parse(turn.said.text) is not None:
        return True
    return talk.draft is not None and fits(turn, talk.draft)


def _either(turn: Turn, talk: Talk) -> Answered | None:
    """Below an answer to an officer the question of an open form stands again: what follows may go
    on with that answer, or be one to the form. None where it is clear."""
    about, draft, replied = shown_last.answered(turn, talk), talk.draft, turn.around.replied
    if about is None or draft is None or replied is not None or draft.form == "emergency":
        return None
    if fits(turn, draft) or small_talk(turn.said.text):
        return None
    return resuming.which(turn, talk, draft, (about,))


def after_pause(turn: Turn, talk: Talk) -> Sequence[Effect]:
    """What is said by itself once a burst has passed whose rest was heard without a word."""
    if not talk.loose.empty and talk.gathering and talk.gathering[0] == "loose":
        return unsorted.stamped(talk, offering.offer(turn, talk)[1])
    below = question.ask(turn, talk.draft) if talk.draft else ()
    about = shown_last.gathered(turn, talk)
    if about is None:
        return below
    told = Say(text("notice.added", number=number(about.id)), case=about.id)
    return (told, *below)


def still_waits(turn: Turn, talk: Talk, number: str) -> Sequence[Effect]:
    """What is said once, the day after, of words that nobody has said yet what they are."""
    waiting = unsorted.meant(talk, SortMessage("new", number))
    if waiting is None:
        return ()
    said = unsorted.stamped(waiting, offering.offer(turn, waiting)[1])
    sealed = any(case.sensitive for case in turn.around.cases)
    if sealed or _of_people(turn, waiting.loose):  # somebody else may read along
        told, rows = text("outside.remind_quiet"), WITHOUT_CASES
        asks = unsorted.stamped(waiting, (Say(told, rows),))
        return list(asks)
    told = text("outside.remind", told=offering.shown(story_masked(waiting.loose)))
    return [replace(say, text=told) for say in said if isinstance(say, Say)]


def _of_people(turn: Turn, story: Story) -> bool:
    """Whether somebody tells of violence, of a threat, or that they want to die."""
    heard = (alarm_words.hear(one, turn.content.alarms) for one in story.texts)
    return any(one is not None and one.kind in COMFORTED for one in heard)
