"""The conversation engine: one message or tap in, the talk after it and the effects out. Pure.

Order matters and is the whole policy of this file: an emergency is heard before anything else; then
commands and taps; then the rest of a burst; then the open form; and what is left is a message
outside every form, which is never lost.

Tested in tests/conversations/test_engine_properties.py."""

from dataclasses import replace

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
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap, table
from conversations.filling import answer, question
from conversations.filling.home import filled, remembered
from conversations.filling.lost_forms import standing
from conversations.handlers import (
    big_keyboard,
    calling_off,
    case_actions,
    commands,
    edits,
    emergency_answers,
    first_contact,
    guarded,
    page_turning,
    rating_comment,
    second_thoughts,
    shown_places,
    typed_answers,
)
from conversations.handlers.emergencies import (
    emergency,
    open_emergency,
    place_words,
    raised,
    second_cry,
    set_aside,
    several,
    taken_back,
    told_village,
)
from conversations.handlers.emergencies.victims import Likeness
from conversations.handlers.form_outcomes import finish, registered, rest_goes_to, with_reminder
from conversations.handlers.messages import (
    albums,
    bursts,
    free_messages,
    further_cases,
    held_words,
    offering,
    plain_requests,
    resuming,
    told_before,
    verdicts,
)
from conversations.pages import leaving
from conversations.pages.home import home
from conversations.protocol import taps, unsorted
from conversations.protocol.case_taps import ConfirmFixed
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Effect, Say, text
from conversations.protocol.requests import Erase
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
    after, effects = albums.remembered(turn, talk, shown_places.kept(turn, talk, _heard))
    after = unsorted.numbered(talk, after)
    after, effects = set_aside.offered(turn, was, (after, effects))
    effects = (*gone, *emergency_answers.named(turn, talk, unsorted.stamped(after, effects)))
    effects += free_messages.reminded(turn, talk, after)
    return resuming.noted(turn, edits.early(turn, after), effects), effects


def _heard(turn: Turn, talk: Talk) -> Answered:
    said = turn.said
    if said.tap:
        return _tapped(turn, talk)
    if said.edited:
        return edits.heard(turn, talk)
    if edits.overtaken(turn):
        return edits.late(turn, talk)
    sure = guarded.heard(turn, talk)
    if sure is not None:
        return _step(turn, talk, sure) if isinstance(sure, AnswerStep) else sure
    talk = guarded.left(turn, talk)
    talk = several.turned(turn, talk)
    called_off = calling_off.typed(turn, talk)
    if called_off is not None:
        return called_off
    chosen = held_words.heard(turn, talk)
    if chosen is not None:
        return chosen
    meant = typed_answers.tap(turn, talk)
    if meant is not None:
        meant = unsorted.named(meant, talk)
        return TAPS[type(meant)].answer(replace(turn, said=replace(said, text="")), talk, meant)
    danger = _in_danger(turn, talk)
    if danger is not None:
        return danger
    if said.text.startswith("/") and not said.forwarded:
        return _ended(turn, talk, commands.command(turn, talk))
    if code := handover.code_in(said.text):
        return first_contact.by_code(turn, talk, code)
    return (
        albums.follows(turn, talk)
        or second_thoughts.heard(turn, talk)
        or bursts.rest(turn, talk)
        or _message(turn, talk)
    )


def _in_danger(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from words of an emergency, and from those that one is over."""
    over = open_emergency.over(turn, talk)
    alarm = None if over is not None else emergency.heard(turn, talk)
    if alarm is None:
        return over
    talk = raised.turned_to(turn, talk, alarm)
    if _is_place(turn, talk, alarm):
        return _message(turn, talk)
    same = raised.still_same(turn, talk, alarm)
    if not alarm.certain:
        joined = open_emergency.joins(turn, talk) if same else None
        return joined or emergency.wonder(turn, talk, alarm)
    return second_cry.cried(turn, talk, alarm)


def _is_place(turn: Turn, talk: Talk, alarm: Alarm) -> bool:
    """Whether words that sound like an alarm answer where it is ("ruang IGD")."""
    asked = place_words.asked(turn, talk.draft) and raised.still_same(turn, talk, alarm)
    if not asked or not place_words.names_one(turn.said.text):
        return False
    return second_cry.about(turn, talk, alarm) is Likeness.SAME


def _message(turn: Turn, talk: Talk) -> Answered:
    before, talk = talk, talk.gathered()
    if talk.draft is not None and _speaks_to(turn, talk.draft):
        return _answer(turn, talk, talk.draft)
    if turn.around.replied is None and big_keyboard.is_key(turn):
        return talk, (big_keyboard.left_over(),)
    if (asked := plain_requests.heard(turn, talk)) is not None:
        return asked
    shown = emergency.shows_where(turn, talk)
    joined = None if shown else open_emergency.joins(turn, before)
    if joined is not None:
        return joined
    after, effects = shown or _ended(turn, talk, free_messages.heard(turn, talk))
    if turn.person.consent:
        return after, effects
    met, more = first_contact.meet(turn, after)
    # Who has erased their data may still have a case, and what they reply to it is not lost.
    kept = (e for e in effects if isinstance(e, Do))
    return met, (*kept, *first_contact.unkept(turn.said), *more)


def _speaks_to(turn: Turn, draft: Draft) -> bool:
    """Whether a message is meant for the open form: it is no reply, or a reply to the form's own
    question."""
    replied = turn.around.replied
    own = turn.content.forms[draft.form].staff or draft.form in ("add", "answer")
    return replied is None or (own and replied == draft.about.get("case"))


def _answer(turn: Turn, talk: Talk, draft: Draft) -> Answered:
    wondered = (
        plain_requests.in_form(turn, talk, draft)
        or rating_comment.wonder(turn, talk, draft)
        or verdicts.before_form(turn, talk, draft)
        or resuming.wonder(turn, talk, draft)
    )
    if wondered is not None:
        return wondered
    outcome = place_words.none_told(turn, draft) or answer.answered(turn, talk, draft)
    if isinstance(outcome, Say):
        skipped = emergency_answers.let_be(turn, talk, draft)
        if skipped is None:
            return emergency_answers.again(turn, talk, draft, outcome)
        outcome = skipped
    after, effects = outcome
    return _proceed(turn, talk, after, effects)


def _proceed(
    turn: Turn, before: Talk, talk: Talk, effects: tuple[Effect, ...], edit: int | None = None
) -> Answered:
    """Ask what comes next; a finished form leads to its effects, and what lies below it goes on."""
    if len(talk.drafts) < len(before.drafts):
        cancelled, more = commands.cancelled(turn, talk, edit)
        cancelled, offered = offering.offer_left(turn, before.draft, cancelled)
        return cancelled, effects + more + offered
    if talk.draft is not None:
        talk = talk.with_draft(filled(turn, before.draft, talk.draft))
        talk = told_village.filled(turn, talk)
    draft = talk.draft
    spoken = first_contact.speaks(before.draft, draft)
    turn = registered(turn, spoken)
    effects += spoken + told_village.sent_on(turn, before, talk)
    if draft is None or not question.finished(turn, draft):
        return talk, effects + (question.ask(turn, draft, edit=edit) if draft else ())
    return _finished(turn, talk, draft, effects, edit)


def _finished(
    turn: Turn, talk: Talk, draft: Draft, effects: tuple[Effect, ...], edit: int | None
) -> Answered:
    late = further_cases.closed_meanwhile(turn, draft)
    if late is not None:
        kept = replace(talk.closing(), loose=late[1])
        return kept, (*effects, further_cases.again(turn, *late))
    done = finish(turn, draft)
    if draft.form in held_report.STAYS_OPEN:
        return talk.with_draft(held_report.unanswered(draft)), effects + done
    turn = registered(turn, done)
    sent: tuple[Effect, ...] = (Say(text("form.sent"), edit=edit),) if edit is not None else ()
    after = remembered(talk.closing(), draft, question.walk(turn, draft).kept)
    taker = rest_goes_to(draft)
    if taker is not None and talk.gathering:
        after = replace(after, gathering=(f"case:{taker}", turn.said.at.isoformat()))
    effects += sent + done
    if draft.form == "hello" and not turn.person.consent:
        return _declined(after, effects)
    if any(isinstance(effect, Do) and effect.command == Erase() for effect in done):
        # What was never sent is deleted, too.
        return Talk(alarm=after.alarm, last_no=after.last_no), effects
    if draft.form == "hello" and after.draft is None:
        return first_contact.met(turn, after, effects)
    after, offered = told_before.asked_after(turn, after, draft)
    below = question.ask(turn, after.draft) if after.draft is not None else ()
    return after, effects + offered + below


def _declined(after: Talk, effects: tuple[Effect, ...]) -> Answered:
    """Who does not agree is told that nothing is kept of what they have told."""
    told = not after.loose.empty or bool(after.drafts)
    more: tuple[Effect, ...] = (Say(text("hello.let_go")),) if told else ()
    kept = Talk(cancelled=after.cancelled, alarm=after.alarm, last_no=after.last_no)
    return kept, effects + more


def _tapped(turn: Turn, talk: Talk) -> Answered:
    """A tap. Whatever the button carries, it can do no harm: unknown or stale ones are told what is
    current."""
    tap = taps.read(turn.said.tap)
    if tap is None:
        return talk, (Say(text("form.stale"), home(turn)),)
    return TAPS[type(tap)].answer(turn, talk, tap)


def _step(turn: Turn, talk: Talk, tap: AnswerStep) -> Answered:
    outcome = answer.tapped(turn, talk.back(tap.draft), tap.draft, tap.step, tap.value)
    if not isinstance(outcome, Talk):
        return talk, outcome
    outcome, draft = outcome.gathered(), outcome.draft
    alarm = emergency.heard_answer(turn, draft, tap.step, tap.value) if draft else None
    if alarm is not None and not raised.still_same(turn, talk, alarm):
        return emergency.raise_alarm(turn, outcome, alarm, answered=True)
    edit = turn.said.message_id if turn.said.tap else None
    return _proceed(turn, talk, outcome, (), edit=edit)


def _confirm(turn: Turn, talk: Talk, tap: ConfirmFixed) -> Answered:
    return _ended(turn, talk, case_actions.confirm(turn, talk, tap))


def _ended(turn: Turn, before: Talk, answered: Answered) -> Answered:
    """A form that the tap or the command itself has answered to the end is not asked any
    further."""
    draft = answered[0].draft
    if draft is None or draft == before.draft or not question.finished(turn, draft):
        return answered
    return _finished(turn, answered[0], draft, (), None)


def _go_on(turn: Turn, talk: Talk, tap: GoOnWith) -> Answered:
    """What was kept is the answer to the question of an open form."""
    talk, before = unsorted.meant(talk, tap) or replace(talk, loose=Story()), talk
    draft = next((one for one in talk.drafts if one.id == tap.draft), None)
    if draft is None or talk.loose.empty:
        return free_messages.not_waiting(turn, before)
    told, draft = talk.loose, replace(draft, aside=False, asked=turn.said.at.isoformat())
    rest = tuple(one for one in talk.drafts if one.id != draft.id)
    if talk.about_loose in ("beside", "calm_beside"):
        calm = talk.about_loose == "calm_beside"
        return resuming.beside(turn, replace(talk, drafts=(*rest, draft)), draft, calm=calm)
    talk = replace(talk, drafts=(*rest, draft), loose=Story(), gathering=None)
    return _answer(free_messages.hearing(turn, told), talk, draft)


def _sort_message(turn: Turn, talk: Talk, tap: SortMessage) -> Answered:
    if tap.what != "no" and not turn.person.consent:
        return first_contact.meet(turn, talk)
    chosen = unsorted.meant(talk, tap)
    if chosen is None:
        return free_messages.not_waiting(turn, talk)
    kept = taken_back.decided(turn, chosen, tap.what)
    answered = kept or free_messages.decided(turn, chosen, tap.what)
    after, effects = _ended(turn, chosen, answered)
    return with_reminder(talk, (unsorted.back(talk, after), effects))


def _sort_comment(turn: Turn, talk: Talk, tap: SortComment) -> Answered:
    return with_reminder(talk, rating_comment.decided(turn, talk, tap.draft, tap.what))


TAPS = table(
    (
        OnTap(AnswerStep, _step),
        OnTap(ConfirmFixed, _confirm),
        OnTap(GoOnWith, _go_on),
        OnTap(SortMessage, _sort_message),
        OnTap(SortComment, _sort_comment),
        OnTap(AnswerAlarm, emergency_answers.answered),
    ),
    calling_off.TAPS,
    several.TAPS,
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
