"""A message that was edited: it changes what it has become, where that still stands, and nothing
else.

It never runs a command, never answers a question that came after it, and never raises a second
alarm. Only words that tell of an emergency for the first time are heard like new ones: a cry for
help is often corrected before anybody has understood it."""

from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Add
from casework.case.number import number
from casework.case.roles import STAFF
from conversations.actions.correcting import rewording
from conversations.content import alarm_words, fields
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling import answer as filling
from conversations.filling import question
from conversations.filling.where import unsure
from conversations.handlers import named_case
from conversations.handlers.command_words import behind, slashed
from conversations.handlers.emergencies import emergency, raised
from conversations.handlers.messages import free_messages, offering, officer_reply
from conversations.handlers.messages.second_matter import COMMAND
from conversations.handlers.messages.small_talk import small_talk
from conversations.pages.home import home
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Earlier, Effect, Said, Say, Tie, text
from conversations.protocol.whereabouts import LOOSE


def heard(turn: Turn, talk: Talk) -> Answered:
    """What follows from an edit."""
    said, was = turn.said, turn.around.earlier
    if said.location and not (said.text or said.files):
        return talk, ()  # a live location, on its way
    if was is None:
        return _unknown(turn, talk)
    if was.same(said):
        return talk, ()
    if was.draft == LOOSE:
        return _unsorted(turn, talk, was)
    case, words = named_case.parted(turn, said.text)
    if None not in (case, was.case) and case != was.case:
        return talk, (Say(text("mend.other_case", number=number(int(was.case or 0)))),)
    turn = replace(turn, said=replace(said, text=words))
    was = replace(was, text=named_case.parted(turn, was.text)[1])
    return (talk, ()) if was.same(turn.said) else _changed(turn, talk, was)


def _unsorted(turn: Turn, talk: Talk, was: Earlier) -> Answered:
    """Words that wait; a command that was offered, or whose case is asked for, is offered anew."""
    was = _as_they_wait(talk, was)
    front = unsorted.with_words(talk, was.text)
    if front.about_loose == COMMAND and was.text in front.loose.texts:
        bare = replace(turn.said, text=turn.said.text.removeprefix("/"))
        offered = named_case.heard(replace(turn, said=bare), unsorted.let_go(front))
        if offered is not None:
            return offered
    return _changed(replace(turn, said=replace(turn.said, text=behind(turn.said.text))), talk, was)


def _as_they_wait(talk: Talk, was: Earlier) -> Earlier:
    """The words of a message as they wait: as they were typed, as a command, or those behind it."""
    texts = [*talk.loose.texts, *(told for one in talk.unsorted for told in one.story.texts)]
    ways = (was.text, slashed(was.text), behind(was.text))
    return replace(was, text=next((way for way in ways if way in texts), ways[-1]))


def _changed(turn: Turn, talk: Talk, was: Earlier) -> Answered:
    """What follows where the words are others now."""
    follows = (case for case in turn.around.further if case.tie is Tie.FOLLOWS)
    mine = {case.id for case in (*turn.around.cases, *follows)}
    if was.case in mine and not _open(talk, was):
        return _at_case(turn, talk, was)
    alarm = emergency.heard(turn, talk)
    if alarm is not None and _louder(turn, alarm, was):
        return _alarmed(turn, _without(talk, turn.said, was), alarm)
    draft = _open(talk, was)
    if draft is not None:
        return _in_form(turn, talk, draft, was)
    if was.draft == LOOSE and not talk.loose.empty:
        talk = unsorted.with_words(talk, was.text)
        told = changed(talk.loose, turn.said, was)
        return offering.offer(turn, replace(talk, loose=told))
    return _nowhere(turn, talk, was)


EARLY = 8
"""Messages heard by their edit that are known by their id, for the message that comes after it."""


def early(turn: Turn, talk: Talk) -> Talk:
    """The talk, with a message that was heard by its edit before it came itself."""
    if not turn.said.early:
        return talk
    return replace(talk, early=(*talk.early, turn.said.message_id)[-EARLY:])


def overtaken(turn: Turn) -> bool:
    """Whether a message that only its edit brings was written before what we said last. A reply and
    a place say themselves what they are about."""
    around = turn.around
    return around.overtaken and around.replied is None and turn.said.location is None


def late(turn: Turn, talk: Talk) -> Answered:
    """Such a message answers no question that came after it: it is heard as outside every form. An
    emergency in it is asked about."""
    alarm = emergency.heard(turn, talk)
    if alarm is not None:
        return emergency.wonder(turn, talk, alarm)
    if not turn.person.consent:
        return replace(talk, loose=talk.loose.plus(turn.said)), _anew(turn, talk)
    return free_messages.heard(turn, talk.gathered())


def _unknown(turn: Turn, talk: Talk) -> Answered:
    """A message that we don't know, or whose report is over. An emergency in it is asked about."""
    alarm = emergency.heard(turn, talk)
    if alarm is not None:
        return emergency.wonder(turn, talk, alarm)
    return talk, _anew(turn, talk)


def _anew(turn: Turn, talk: Talk) -> tuple[Effect, ...]:
    """Ask to write it as a new message."""
    if talk.draft is not None:
        return (Say(text("chat.edited")), *question.ask(turn, talk.draft))
    return (Say(text("chat.edited"), home(turn)),)


def _louder(turn: Turn, alarm: Alarm, was: Earlier) -> bool:
    """Whether an edit tells of an emergency, or tells for sure, what the message did not."""
    before = alarm_words.hear(was.text, turn.content.alarms)
    return before is None or (alarm.certain and not before.certain)


def _alarmed(turn: Turn, talk: Talk, alarm: Alarm) -> Answered:
    if not alarm.certain:
        return emergency.wonder(turn, talk, alarm)
    same = raised.still_same(turn, talk, alarm)
    return (emergency.more if same else emergency.raise_alarm)(turn, talk, alarm)


def _at_case(turn: Turn, talk: Talk, was: Earlier) -> Answered:
    """The case is told what stands there now; an emergency that is new in it is asked about."""
    told = Story().plus(_new_of(turn.said, was))
    if told.empty:
        return talk, _anew(turn, talk)
    instead = _instead(turn, was)
    if was.step == "phone":  # a number stands masked on every page
        told = replace(told, texts=tuple(map(fields.masked, told.texts)))
    corrected = Add(turn.person.id, told.dump(), corrects=True, instead=instead)
    add = Do(corrected, case=was.case)
    alarm = emergency.heard(turn, talk)
    if alarm is None or alarm_words.hear(was.text, turn.content.alarms) is not None:
        return talk, (add,)
    asked, effects = emergency.wonder(turn, talk, alarm)
    return asked, (*effects, add)


def _instead(turn: Turn, was: Earlier) -> dict[str, str] | None:
    """What the report itself says otherwise now; None where the words can't be read as that."""
    step = was.step
    if not step or was.case not in {case.id for case in turn.around.cases}:
        return None
    if step == "story":
        return {"step": step, "was": was.text, "now": turn.said.text}
    read = fields.READERS[{"phone": "phone"}.get(step, "text")]
    before, now = (
        read(said, turn.content.places) for said in (replace(turn.said, text=was.text), turn.said)
    )
    if not (isinstance(before, str) and isinstance(now, str)):
        return None
    return {"step": step, "was": before, "now": now}


def _new_of(said: Said, was: Earlier) -> Said:
    """The words as they are now, with the files that are new."""
    return replace(said, files=tuple(f for f in said.files if f.unique_id not in was.files))


def _of_officer(turn: Turn, talk: Talk, was: Earlier, case: int) -> Answered:
    """What an officer has written about a case: it is kept already, and is asked about. Nobody knew
    yet for whom it is while that was still asked."""
    card = officer_reply.reworded(turn, talk, was)
    if card is not None:
        return card
    left = replace(talk, drafts=tuple(d for d in talk.drafts if d.id != was.draft))
    if was.step not in rewording.WRITTEN or left != talk:
        return officer_reply.wonder(turn, left, case)
    return rewording.wonder(turn, talk, case, was)


def _open(talk: Talk, was: Earlier) -> Draft | None:
    """The open form that has taken the message, while it still holds its answer."""
    begun = (*talk.drafts, *talk.set_aside)
    fits = (d for d in begun if d.id == was.draft and d.given(was.step) is not None)
    return next(fits, None)


def _in_form(turn: Turn, talk: Talk, draft: Draft, was: Earlier) -> Answered:
    after = _answered(turn, talk, draft, was)
    if after is None:
        return talk, _anew(turn, talk)
    grown = _with(talk, after)
    told = emergency.forwarded(turn, draft, after)
    current = question.ask(turn, grown.draft) if grown.draft else ()
    return grown, (*told, Say(text("chat.corrected")), *current)


def _with(talk: Talk, draft: Draft) -> Talk:
    """The talk with a form as it is now, wherever it lies."""
    drafts = [draft if one.id == draft.id else one for one in talk.drafts]
    waiting = [draft if one.id == draft.id else one for one in talk.set_aside]
    return replace(talk, drafts=tuple(drafts), set_aside=tuple(waiting))


def _answered(turn: Turn, talk: Talk, draft: Draft, was: Earlier) -> Draft | None:
    """The form with the answer as it is now; None when it can't be read as one."""
    value = draft.given(was.step)
    if is_story(value):
        told = changed(Story.load(value), turn.said, was)
        return None if told.empty else draft.answered(was.step, told.dump())
    if turn.content.forms[draft.form].step(was.step).kind == "text":  # also one not asked yet
        read = fields.READERS["text"](turn.said, turn.content.places)
        return draft.answered(was.step, read) if isinstance(read, str) else None
    again = replace(unsure.without(draft, was.step), editing=was.step)
    outcome = filling.answered(turn, Talk((again,)), again)
    after = None if isinstance(outcome, Say) else outcome[0].draft
    same = after is not None and after.given(was.step) in (None, value)
    return None if after is None or same else replace(after, editing=draft.editing)


def is_story(value: Any) -> bool:
    """Whether an answer is told in texts and files."""
    return isinstance(value, dict) and "texts" in value


def changed(story: Story, said: Said, was: Earlier) -> Story:
    """A story with what a message says now, instead of what it said."""
    texts, words = list(story.texts), [said.text] if said.text else []
    at = max((i for i, told in enumerate(texts) if told == was.text), default=len(texts))
    texts[at : at + 1] = words
    added = Story().plus(_new_of(replace(said, text=""), was))
    return replace(story, texts=tuple(texts), files=(*story.files, *added.files))


def _without(talk: Talk, said: Said, was: Earlier) -> Talk:
    """The talk without the words of a message that is about to be heard as an emergency."""
    silent = replace(said, text="", files=())
    if was.draft == LOOSE:
        return replace(talk, loose=changed(talk.loose, silent, was))
    draft = _open(talk, was)
    if draft is None or not is_story(draft.given(was.step)):
        return talk
    left = changed(Story.load(draft.answers[was.step]), silent, was)
    return _with(talk, draft.answered(was.step, left.dump()))


def _nowhere(turn: Turn, talk: Talk, was: Earlier) -> Answered:
    """Words that were small talk, or put aside, and now tell of something; what was sent long ago
    stays as it is."""
    tells = bool(turn.said.text) and not small_talk(turn.said.text)
    if was.case is not None and turn.said.text and turn.person.roles & STAFF:
        return _of_officer(turn, talk, was, was.case)
    sent = was.case is not None or was.draft not in ("", LOOSE)
    if sent or not tells or emergency.heard(turn, talk) is not None:
        return _unknown(turn, talk)
    kept = replace(talk, loose=talk.loose.plus(turn.said))
    if not turn.person.consent:
        return kept, _anew(turn, talk)
    return offering.offer(turn, kept)
