"""The conversation engine: one message or tap in, the talk after it and the effects out. Pure.

Order matters and is the whole policy of this file: an emergency is heard before anything else; then
commands and taps; then what names a case; then the rest of a burst; then the open form; and what is
left is a message outside every form, which is never lost.

Tested in tests/conversations/test_engine_properties.py."""

from dataclasses import replace

from conversations import danger, form_progress
from conversations.actions import (
    handover,
    night_duty,
    ready_answers,
    referral,
    stand_in,
    unmasked_workbook,
)
from conversations.actions.duplicates import held_report
from conversations.actions.ending import rating
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap, table
from conversations.filling import same_again
from conversations.filling.lost_forms import standing
from conversations.filling.where import latest
from conversations.handlers import (
    big_keyboard,
    calling_off,
    case_actions,
    commands,
    edits,
    emergency_answers,
    first_contact,
    guarded,
    named_case,
    page_turning,
    rating_comment,
    second_thoughts,
    shown_places,
    typed_answers,
)
from conversations.handlers.choices import after_choice
from conversations.handlers.emergencies import (
    asking,
    doubt,
    emergency,
    open_emergency,
    set_aside,
    several,
    taken_back,
)
from conversations.handlers.emergencies.in_parts import insisted, while_asked
from conversations.handlers.emergencies.off import forced, typed_sure
from conversations.handlers.emergencies.where import cried, village
from conversations.handlers.emergencies.who import unmet
from conversations.handlers.form_outcomes import with_reminder
from conversations.handlers.messages import (
    albums,
    bursts,
    free_messages,
    held_words,
    officer_reply,
    plain_requests,
    resuming,
    told_before,
)
from conversations.handlers.messages.small_talk import small_talk
from conversations.handlers.shared_phone import quiet
from conversations.pages import leaving
from conversations.pages.home import home
from conversations.protocol import taps, unsorted
from conversations.protocol.case_taps import ConfirmFixed
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Do, Say, text
from conversations.protocol.taps import (
    AnswerAlarm,
    AnswerStep,
    GoOnWith,
    SortComment,
    SortMessage,
)


def respond(turn: Turn, talk: Talk) -> Answered:
    """What follows from one message or tap: the talk as it is after it, and the effects in
    order."""
    was, (talk, gone) = talk, emergency_answers.standing(turn, standing(turn.content, talk))
    heard = shown_places.kept(turn, talk, _heard)
    after, effects = albums.remembered(turn, talk, village.told_late(turn, heard))
    after = typed_sure.once(talk, after)
    after = officer_reply.once(talk, unsorted.numbered(talk, quiet.noted(turn, after)))
    after, effects = set_aside.offered(turn, was, (after, effects))
    after, effects = doubt.asked_again(turn, was, (after, effects))
    effects = (*gone, *emergency_answers.named(turn, talk, unsorted.stamped(after, effects)))
    effects += free_messages.reminded(turn, talk, after)
    told = (was, after) if turn.said.text or turn.said.location else ()
    confidential = any(same_again.confidential(turn, one) for one in told)
    after = latest.noted(turn, edits.early(turn, after), confidential=confidential)
    after = cried.noted(turn, after, effects)
    return quiet.hushed(turn, was, (resuming.noted(turn, after, effects), effects))


def _heard(turn: Turn, talk: Talk) -> Answered:
    said = turn.said
    if said.tap:
        return _tapped(turn, talk)
    if said.edited:
        return edits.heard(turn, talk)
    talk = officer_reply.left(turn, talk)
    turn = named_case.turned(turn, talk)
    if edits.overtaken(turn):
        return edits.late(turn, talk)
    sure = guarded.heard(turn, talk) or quiet.heard(turn, talk) or forced.told(turn, talk)
    if sure is not None:
        return form_progress.tapped(turn, talk, sure) if isinstance(sure, AnswerStep) else sure
    talk = guarded.left(turn, talk)
    talk = several.turned(turn, talk)
    called_off = insisted.told(turn, talk) or calling_off.typed(turn, talk)
    if called_off is not None:
        return called_off
    chosen = held_words.heard(turn, talk)
    if chosen is not None:
        return chosen
    meant = typed_answers.tap(turn, talk)
    if meant is not None:
        meant = unsorted.named(meant, talk)
        return TAPS[type(meant)].answer(replace(turn, said=replace(said, text="")), talk, meant)
    in_danger = danger.heard(turn, talk, _message)
    if in_danger is not None:
        return in_danger
    if said.text.startswith("/") and not said.forwarded:
        return form_progress.ended(turn, talk, commands.command(turn, talk))
    if code := handover.code_in(said.text):
        return first_contact.by_code(turn, talk, code)
    return _loose(turn, talk)


def _loose(turn: Turn, talk: Talk) -> Answered:
    """What follows from a message that is neither a danger nor an order."""
    met_later = unmet.without(turn, talk)
    if met_later is not None:
        return unmet.below(talk, _loose(turn, met_later))
    return (
        named_case.heard(turn, talk)
        or albums.follows(turn, talk)
        or after_choice.heard(turn, talk)
        or second_thoughts.heard(turn, talk)
        or bursts.rest(turn, talk)
        or _message(turn, talk)
    )


def _message(turn: Turn, talk: Talk) -> Answered:
    before, talk = talk, talk.gathered()
    if (told := while_asked.told(turn, talk)) is not None:
        return told
    if talk.draft is not None and form_progress.speaks_to(turn, talk.draft):
        return form_progress.answered(turn, talk, talk.draft)
    if turn.around.replied is None and big_keyboard.is_key(turn):
        return talk, (big_keyboard.left_over(),)
    asked = plain_requests.heard(turn, talk) or doubt.again(turn, talk)
    if asked is not None:
        return asked
    unclear = several.shared(turn, talk) or after_choice.unsure(turn, before)
    shown = None if unclear else emergency.shows_where(turn, talk)
    joined = None
    if not shown and not after_choice.unsure(turn, before):
        joined = open_emergency.joins(turn, before)
    if joined is not None:
        return joined
    after, effects = shown or form_progress.ended(turn, talk, free_messages.heard(turn, talk))
    greets = small_talk(turn.said.text) == "greeting"
    if not unmet.waits_for_it(turn, before, after, greets=greets):
        return after, effects
    met, more = first_contact.meet(turn, after)
    # Who has erased their data may still have a case, and what they reply to it is not lost.
    kept = (e for e in effects if isinstance(e, Do))
    return met, (*kept, *first_contact.unkept(turn.said), *more)


def _tapped(turn: Turn, talk: Talk) -> Answered:
    """A tap. Whatever the button carries, it can do no harm: unknown or stale ones are told what is
    current."""
    tap = taps.read(turn.said.tap)
    if tap is None:
        return talk, (Say(text("form.stale"), home(turn)),)
    return TAPS[type(tap)].answer(turn, talk, tap)


def _confirm(turn: Turn, talk: Talk, tap: ConfirmFixed) -> Answered:
    return form_progress.ended(turn, talk, case_actions.confirm(turn, talk, tap))


def _sort_message(turn: Turn, talk: Talk, tap: SortMessage) -> Answered:
    if tap.what != "no" and not (turn.person.consent or unmet.of_danger(turn, tap.what)):
        return first_contact.meet(turn, talk)
    chosen = unsorted.meant(talk, tap)
    if chosen is None:
        return free_messages.not_waiting(turn, talk)
    kept = (
        taken_back.decided(turn, chosen, tap.what)
        or named_case.decided(turn, chosen, tap.what)
        or officer_reply.decided(turn, chosen, tap.what)
    )
    answered = kept or free_messages.decided(turn, chosen, tap.what)
    after, effects = form_progress.ended(turn, chosen, answered)
    sorted_out = told_before.next_of_them(turn, (unsorted.back(talk, after), effects))
    return with_reminder(talk, sorted_out)


def _sort_comment(turn: Turn, talk: Talk, tap: SortComment) -> Answered:
    return with_reminder(talk, rating_comment.decided(turn, talk, tap))


TAPS = table(
    (
        OnTap(AnswerStep, form_progress.tapped),
        OnTap(ConfirmFixed, _confirm),
        OnTap(GoOnWith, form_progress.gone_on),
        OnTap(SortMessage, _sort_message),
        OnTap(SortComment, _sort_comment),
        OnTap(AnswerAlarm, emergency_answers.answered),
    ),
    calling_off.TAPS,
    asking.TAPS,
    commands.TAPS,
    page_turning.TAPS,
    case_actions.TAPS,
    rating.TAPS,
    referral.TAPS,
    held_report.TAPS,
    ready_answers.TAPS,
    unmasked_workbook.TAPS,
    stand_in.TAPS,
    night_duty.TAPS,
    leaving.TAPS,
)
"""Who answers which tap."""
