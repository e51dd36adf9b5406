"""Walking a person through a form: read the answer, go back, skip, edit from the review card,
cancel, undo.

A stale or doubled tap changes nothing: it is told what is current (question.py). What a finished
form leads to is in handlers/form_outcomes.py."""

from typing import Any

from casework.changed import changed
from conversations.content import fields
from conversations.content import form as forms
from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.content.meant import sends
from conversations.filling import along, choosing, naming, picking, same_again, several, ticking
from conversations.filling.aside import Kept
from conversations.filling.beside import beside, plus, with_files_of, with_rest
from conversations.filling.home import HOME
from conversations.filling.options import options
from conversations.filling.question import (
    BACK,
    CANCEL,
    EDIT,
    KEYBOARDS,
    REVIEW,
    SEND,
    SKIP,
    ask,
    current,
    guessed,
    kind_of,
    options_of,
    steps_to_edit,
    walk,
)
from conversations.filling.taking import dated
from conversations.filling.typed import sent, typed_way
from conversations.filling.where import beside_village, landmark, unsure, which
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Effect, Forget, Said, Say, Text, text

NO_BUTTON = text("field.choice.unknown")

WRITTEN = frozenset({"text", "nik", "kk", "phone", "number", "date"})
"""Kinds of answers to an officer that may be shown instead: an officer can read a photo."""


def tapped(
    turn: Turn, talk: Talk, draft_id: str, step_key: str, value: str
) -> Talk | tuple[Effect, ...]:
    """A tap on a button of a form: the talk as it is after it, or (nothing changed) what to say
    instead. What another form covers can still be answered."""
    talk = uncovered(turn, talk, draft_id, step_key)
    draft = talk.draft
    if draft is None or draft.id != draft_id:
        return (Say(text("form.stale")), *(ask(turn, draft) if draft else ()))
    step = current(turn, draft)
    if step_key == REVIEW:
        return _tapped_review(turn, talk, draft, step, value)
    other = guessed(turn, draft)
    if other is not None and other.key == step_key:
        return _tapped_answer(turn, talk, choosing.settled(draft), other, value)
    if step is None or step.key != step_key:
        return (Say(text("form.moved")), *ask(turn, draft))
    if value in (BACK, CANCEL) or (value == SKIP and (step.optional or several.waits(draft))):
        return navigate(turn, talk, draft, step, value)
    return _tapped_answer(turn, talk, draft, step, value)


def uncovered(turn: Turn, talk: Talk, draft_id: str, step_key: str) -> Talk:
    """The talk with an open form in front, when the button is that of its current question."""
    draft = next((one for one in talk.drafts if one.id == draft_id), None)
    if draft is None:
        return talk
    step = current(turn, draft)
    stands = step.key if step is not None else REVIEW
    return talk.in_front(draft) if step_key == stands else talk


def _tapped_answer(
    turn: Turn, talk: Talk, draft: Draft, step: Step, value: str
) -> Talk | tuple[Effect, ...]:
    if step.kind in picking.KINDS:
        return picking.tapped(talk, draft, step, value)
    if step.kind == ticking.KIND:
        known = {o.value for o in options_of(turn, draft, step)}
        ticked = ticking.tapped(talk, draft, step.key, value, known)
        return ticked or (Say(text("form.moved")), *ask(turn, draft))
    house = draft.about.get(HOME, {})
    if value == HOME and step.key in house:
        return talk.with_draft(draft.answered(step.key, house[step.key]))
    confirmed = unsure.tapped(draft, step, value)
    if confirmed is not None:
        return talk.with_draft(confirmed)
    known = {o.value for o in options_of(turn, draft, step)}
    if step.kind == "place":
        known = set(turn.content.places.villages)
    if value not in known:
        return (Say(text("form.moved")), *ask(turn, draft))
    if step.kind == "place":
        return _village(turn, talk, draft, step, value)[0]
    if step.kind == "as_asked" and several.waits(draft):
        return talk.with_draft(several.tapped(draft, value))
    return talk.with_draft(draft.answered(step.key, value))


def _tapped_review(
    turn: Turn, talk: Talk, draft: Draft, step: Step | None, value: str
) -> Talk | tuple[Effect, ...]:
    if value == CANCEL:
        return cancel(talk)
    if step is not None:
        return (Say(text("form.moved")), *ask(turn, draft))
    if value == SEND:
        return talk.with_draft(sent(draft))
    if value == EDIT:
        return (steps_to_edit(turn, draft, turn.said.message_id),)
    if any(s.key == value for s in walk(turn, draft).route):
        return talk.with_draft(changed(draft, editing=value))
    return ask(turn, draft, edit=turn.said.message_id)


def navigate(turn: Turn, talk: Talk, draft: Draft, step: Step, way: str) -> Talk:
    """Back, skip or cancel."""
    if way == CANCEL:
        return cancel(talk)
    if way == SKIP and several.waits(draft):
        return talk.with_draft(several.lacking(draft))
    if way == SKIP:
        return talk.with_draft(draft.answered(step.key, None))
    if draft.editing:
        return talk.with_draft(changed(draft, editing=""))
    form = turn.content.forms[draft.form]
    answers = forms.back(form, draft.answers, options(turn.content, draft.about.get("likely", ())))
    return talk.with_draft(changed(draft, answers=answers, editing=""))


def cancel(talk: Talk) -> Talk:
    """Close the open form; it can be brought back until another is cancelled."""
    return changed(talk.closing(), cancelled=talk.draft)


Read = tuple[Talk, tuple[Effect, ...]] | Say
"""The talk after an answer with what is said, or (nothing changed) only what is said."""


def answered(turn: Turn, talk: Talk, draft: Draft) -> Read:
    """A message read as the answer to the current question: the talk after it, or what is not
    understood. An officer's files go along with the words, wherever they are shown."""
    shown = along.with_files(draft, turn.said)
    if shown is draft:
        return _answered(turn, talk, draft)
    kept = talk.with_draft(shown)
    if not turn.said.text or current(turn, draft) is None:
        return kept, (Say(text("form.along")),)
    words = changed(turn, said=changed(turn.said, files=()))
    outcome = _answered(words, kept, shown)
    return (kept, (outcome,)) if isinstance(outcome, Say) else outcome


def _answered(turn: Turn, talk: Talk, draft: Draft) -> Read:
    step = current(turn, draft)
    if step is None:
        waits = "contact.at_card" if turn.said.phone or turn.said.card else "form.review_waits"
        done = (talk.with_draft(sent(draft)), ()) if sends(turn.said.text) else None
        return done or beside(turn, talk, draft, text(waits))
    way = typed_way(turn, step)
    if way:
        return navigate(turn, talk, draft, step, way), keyboard_away(kind_of(step, draft))
    if step.kind == "choice":
        chosen = choosing.typed(turn, talk, draft, step)
        return chosen or beside(turn, talk, draft, NO_BUTTON)
    if step.kind == ticking.KIND:
        return beside(turn, talk, draft, NO_BUTTON)
    if kind_of(step, draft) in picking.KINDS:
        return picking.typed(turn, talk, draft, step)
    if step.kind == "as_asked" and several.waits(draft):
        return _part(turn, talk, draft)
    confirmed = unsure.typed(turn, draft, step)
    return (talk.with_draft(confirmed), ()) if confirmed else _read(turn, talk, draft, step)


def _part(turn: Turn, talk: Talk, draft: Draft) -> Read:
    """A message read as one of several things that an officer has asked for."""
    part = several.read(turn, draft)
    if isinstance(part, Text):
        return beside(turn, talk, draft, part, several.missing(draft)[0])
    after, kind = talk.with_draft(part[0]), part[1]
    if turn.said.files:
        after = changed(after, gathering=("answer", turn.said.at.isoformat()))
    forget = (Forget(turn.said.message_id),) if kind in fields.IDENTIFYING else ()
    return after, (*forget, *keyboard_away(kind))


def _read(turn: Turn, talk: Talk, draft: Draft, step: Step) -> Read:
    """A message read as its step's kind of answer wants it."""
    kind = kind_of(step, draft)
    if (other := _instead(turn, talk, draft, step, kind)) is not None:
        return other
    home = _at_home(turn, kind)
    value = fields.READERS[kind](home, turn.content.places)
    if step.ahead:
        value, draft = dated(turn, draft, step, home)
    longest = {"as_asked": 5}.get(step.kind, 3 if step.optional else 0)
    if kind == "address" and isinstance(value, str) and landmark.unknown(value):
        return _without(talk, draft, step, turn.said)
    told = kind == "text" or isinstance(value, fields.Problem)
    if (told and _shows_it(turn.said, step, kind)) or (
        isinstance(value, fields.Problem) and fields.says_no(turn.said, longest)
    ):
        return _without(talk, draft, step, turn.said)
    if isinstance(value, fields.Problem):
        problem = same_again.may_skip(step, kind, value.text)
        return beside(turn, talk, draft, problem, kind)
    if isinstance(value, fields.Several):
        return talk.with_draft(which.asked(turn, draft, step)), ()
    return _taken(turn, talk, draft, step, value)


def _instead(turn: Turn, talk: Talk, draft: Draft, step: Step, kind: str) -> Read | None:
    """What follows from words that are no answer of this kind, or choose one that was offered."""
    if kind == "place" and (code := which.typed(turn, draft, step)):
        return _village(turn, talk, draft, step, code)
    if near := landmark.asked(talk, draft, kind, turn.said):
        return near
    named = naming.asked(turn, talk, draft, step) if kind == "name" else None
    return named or same_again.asked(turn, talk, draft, step, kind)


def _village(turn: Turn, talk: Talk, draft: Draft, step: Step, code: str) -> Kept:
    """One of several villages was chosen: the words that named it are read again."""
    return _taken(which.whole(turn, draft, step), talk, draft, step, code)


def _shows_it(said: Said, step: Step, kind: str) -> bool:
    """Whether somebody shows an officer what they were asked to write: a photo of the card instead
    of its number, a pin instead of the address; or shows it beside the words."""
    return step.kind == "as_asked" and kind in WRITTEN and bool(said.files or said.location)


def _at_home(turn: Turn, kind: str) -> Said:
    """The message; for a date at the moment as the office's clock shows it ("tomorrow")."""
    if kind not in ("date", "birth"):
        return turn.said
    return changed(turn.said, at=turn.said.at.astimezone(turn.content.texts.zone))


def _taken(turn: Turn, talk: Talk, draft: Draft, step: Step, value: Any) -> Kept:
    """An answer is kept; a number that should not stay in a chat is taken out of it."""
    kind = kind_of(step, draft)
    doubted = unsure.wondered(turn, draft, step, kind)
    if doubted is not None:
        return talk.with_draft(doubted), ()
    if draft.editing and kind in fields.GATHERS:
        value = with_files_of(draft.answers.get(step.key), value)
    if turn.said.card:
        draft = changed(draft, about={**draft.about, "lent": True})
    after = talk.with_draft(beside_village.answered(turn, which.settled(draft), step, value))
    if kind in fields.GATHERS:
        after = changed(after, gathering=(step.key, turn.said.at.isoformat()))
    forget = (Forget(turn.said.message_id),) if kind in fields.IDENTIFYING else ()
    after, kept = with_rest(turn, after, after.draft or draft, kind, value)
    return after, (*forget, *_left_out(turn, draft, kind), *keyboard_away(kind), *kept)


def _left_out(turn: Turn, draft: Draft, kind: str) -> tuple[Effect, ...]:
    """What an officer sends along with words can't be passed on, and is told so."""
    lost = kind == "text" and turn.content.forms[draft.form].staff
    files = turn.said.files and draft.form not in along.FORMS
    return (Say(text("form.only_words")),) if lost and (files or turn.said.location) else ()


def _without(talk: Talk, draft: Draft, step: Step, said: Said) -> tuple[Talk, tuple[Effect, ...]]:
    """ "I have none": skips what may be skipped; to an officer's question what was said or shown is
    the answer."""
    away = keyboard_away(kind_of(step, draft))
    if step.kind == "as_asked":
        draft = changed(draft, about={**draft.about, "wants": "story"})
        return talk.with_draft(draft.answered(step.key, Story().plus(said).dump())), away
    return talk.with_draft(draft.answered(step.key, None)), away


def keyboard_away(kind: str) -> tuple[Effect, ...]:
    """The big keyboard goes once its question is answered; a message without buttons takes it."""
    return (Say(text("form.noted"), keyboard="none"),) if kind in KEYBOARDS else ()


def gather(turn: Turn, talk: Talk) -> Talk:
    """The rest of a burst joins the story that it belongs to."""
    draft, gathering = talk.draft, talk.gathering
    if draft is None or gathering is None:
        return talk
    grown = changed(
        draft,
        answers={**draft.answers, gathering[0]: plus(draft.answers.get(gathering[0]), turn.said)},
    )
    return changed(talk.with_draft(grown), gathering=(gathering[0], turn.said.at.isoformat()))
