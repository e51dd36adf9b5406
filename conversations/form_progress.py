"""How a form goes on: an answer is read, the next question asked, and a form that is answered to
its end leads to what it is for.

Tested in tests/conversations/test_engine_properties.py."""

from collections.abc import Callable
from dataclasses import replace

from conversations.actions import ready_answers
from conversations.actions.duplicates import held_report, same_result
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling import answer, question, same_again
from conversations.filling.beside import left_over
from conversations.filling.consent import typed_consent
from conversations.filling.home import filled, remembered
from conversations.filling.options import chosen_service, tapped_answer
from conversations.filling.telling import only_wraps
from conversations.filling.where import latest
from conversations.handlers import (
    commands,
    emergency_answers,
    first_contact,
    rating_comment,
)
from conversations.handlers.emergencies import (
    emergency,
    place_words,
    raised,
    set_aside,
    told_village,
)
from conversations.handlers.form_outcomes import finish, registered, rest_goes_to
from conversations.handlers.messages import (
    free_messages,
    further_cases,
    offering,
    officer_reply,
    plain_requests,
    polite_words,
    resuming,
    second_matter,
    told_before,
    verdicts,
)
from conversations.handlers.messages.answers import (
    at_card,
    for_whom,
    not_now,
    numbers_apart,
    other_name,
    side_questions,
    whenever,
)
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Effect, Say, text
from conversations.protocol.requests import Erase
from conversations.protocol.taps import (
    AnswerStep,
    GoOnWith,
)


def speaks_to(turn: Turn, draft: Draft) -> bool:
    """Whether a message is meant for the open form: it is no reply, or a reply about the form's own
    case."""
    replied = turn.around.replied
    if replied is None:
        return True
    cried = turn.around.emergencies.get(str(draft.about.get("key")))
    if draft.form == "emergency" and cried is not None:
        return replied == cried.case
    own = turn.content.forms[draft.form].staff or draft.form in ("add", "answer")
    return own and replied == draft.about.get("case")


BESIDE: tuple[Callable[[Turn, Talk, Draft], Answered | None], ...] = (
    plain_requests.in_form,
    side_questions.in_form,
    other_name.told,
    at_card.corrected,
    for_whom.corrected,
    rating_comment.wonder,
    verdicts.before_form,
    polite_words.in_form,
    not_now.in_form,
    resuming.wonder,
)
"""What a message to an open form may be beside its answer, looked at in this order."""


def answered(turn: Turn, talk: Talk, draft: Draft) -> Answered:
    """What follows from a message to an open form."""
    draft = whenever.asks_number(turn, talk) or draft
    talk = talk.in_front(draft)
    wondered = next(filter(None, (step(turn, talk, draft) for step in BESIDE)), None)
    if wondered is not None:
        return wondered
    turn, kept, apart = numbers_apart.parted(turn, draft)
    if apart:
        return _beside_number(turn, talk, kept, apart)
    outcome = place_words.none_told(turn, draft) or whenever.number_told(turn, talk, draft)
    outcome = outcome or typed_consent.told(turn, talk, draft)
    outcome = outcome or answer.answered(turn, talk, draft)
    if isinstance(outcome, Say):
        late = whenever.told_late(turn, talk, draft)
        skipped = late or emergency_answers.let_be(turn, talk, draft)
        if skipped is None:
            return emergency_answers.again(turn, talk, draft, outcome)
        outcome = skipped
    after, effects = outcome
    return _proceed(turn, talk, after, effects)


def _beside_number(turn: Turn, talk: Talk, draft: Draft, apart: tuple[Effect, ...]) -> Answered:
    """What follows from what stood beside a number, if anything did."""
    talk = talk.with_draft(draft)
    if only_wraps(turn.said.text) and not turn.said.files:
        return _proceed(turn, talk, talk, apart)
    after, effects = answered(turn, talk, draft)
    return after, (*apart, *effects)


def _proceed(
    turn: Turn, before: Talk, talk: Talk, effects: tuple[Effect, ...], edit: int | None = None
) -> Answered:
    """Ask what comes next; a finished form leads to its effects, and what lies below it goes on."""
    if len(talk.drafts) < len(before.drafts):
        cancelled, more = commands.cancelled(turn, talk, edit)
        cancelled, offered = offering.offer_left(turn, before.draft, cancelled)
        return cancelled, effects + more + offered
    talk, kept = left_over(turn, before.draft, talk)
    effects += kept
    if talk.draft is not None:
        talk = talk.with_draft(filled(turn, before.draft, talk.draft))
        talk = told_village.filled(turn, talk)
    draft = talk.draft
    spoken = first_contact.speaks(before.draft, draft)
    turn = registered(turn, spoken)
    effects += spoken + told_village.sent_on(turn, before, talk)
    if draft is None:
        return talk, effects
    if (same := same_result.instead(turn, talk, edit)) is not None:
        return same[0], (*effects, *same[1])
    if not question.finished(turn, draft):
        asked = question.ask(turn, draft, edit=edit)
        return talk, (*effects, *asked, *ready_answers.offered(turn, draft))
    meant = officer_reply.for_form(turn, talk, draft)
    return answered(*meant) if meant else _finished(turn, talk, draft, effects, edit)


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
    answers = question.walk(turn, draft).kept
    after = remembered(talk.closing(), draft, answers)
    if draft.form in second_matter.FORMS and not same_again.confidential(turn, talk):
        after = latest.sent(after, answers, turn.said.at)
    taker = rest_goes_to(draft)
    if taker and (talk.gathering or draft.form == "answer"):
        after = replace(after, gathering=(taker, turn.said.at.isoformat()))
    effects += sent + done
    if draft.form == "hello" and not turn.person.consent:
        return _declined(after, effects)
    if any(isinstance(effect, Do) and effect.command == Erase() for effect in done):
        # What was never sent is deleted, too.
        return Talk(alarm=after.alarm, last_no=after.last_no), effects
    if draft.form == "hello" and after.draft is None:
        return first_contact.met(turn, after, effects, draft)
    after, offered = told_before.asked_after(turn, after, draft)
    below = question.ask(turn, after.draft) if after.draft is not None else ()
    return after, effects + offered + below


def _declined(after: Talk, effects: tuple[Effect, ...]) -> Answered:
    """Who does not agree is told that nothing is kept of what they have told."""
    told = not after.loose.empty or bool(after.drafts)
    more: tuple[Effect, ...] = (Say(text("hello.let_go")),) if told else ()
    kept = Talk(cancelled=after.cancelled, alarm=after.alarm, last_no=after.last_no)
    return kept, effects + more


def tapped(turn: Turn, talk: Talk, tap: AnswerStep) -> Answered:
    if (first := set_aside.emergency_first(turn, talk, tap)) is not None:
        return first
    before = answer.uncovered(turn, talk.back(tap.draft), tap.draft, tap.step)
    outcome = answer.tapped(turn, before, tap.draft, tap.step, tap.value)
    if not isinstance(outcome, Talk):
        return talk, outcome
    outcome, draft = outcome.gathered(), outcome.draft
    alarm = _heard_answer(turn, draft, tap.step, tap.value) if draft else None
    if alarm is not None and not raised.still_same(turn, talk, alarm):
        kept = question.walk(turn, draft).kept if draft else {}
        label = text(tapped_answer(turn.content, kept, tap.value))
        words = turn.content.texts.plain(turn.person.language, label)
        return emergency.raise_alarm(turn, outcome, alarm, answered=words)
    edit = turn.said.message_id if turn.said.tap else None
    return _proceed(turn, before, outcome, (), edit=edit)


def ended(turn: Turn, before: Talk, answered: Answered) -> Answered:
    """A form that the tap or the command itself has answered to the end is not asked any
    further."""
    draft = answered[0].draft
    if draft is None or draft == before.draft or not question.finished(turn, draft):
        return answered
    return _finished(turn, answered[0], draft, (), None)


def gone_on(turn: Turn, talk: Talk, tap: GoOnWith) -> Answered:
    """What was kept is the answer to the question of an open form."""
    talk, before = unsorted.meant(talk, tap) or replace(talk, loose=Story()), talk
    draft = next((one for one in talk.drafts if one.id == tap.draft), None)
    if draft is None or talk.loose.empty:
        return free_messages.not_waiting(turn, before)
    now = turn.said.at.isoformat()
    told, about = talk.loose, draft.about
    if talk.about_loose == "which":
        about = {**about, resuming.OWN: told.text or True}
    draft = replace(draft, aside=False, asked=now, since=("", ""), about=about)
    rest = tuple(one for one in talk.drafts if one.id != draft.id)
    if talk.about_loose in ("beside", "calm_beside"):
        calm = talk.about_loose == "calm_beside"
        return resuming.beside(turn, replace(talk, drafts=(*rest, draft)), draft, calm=calm)
    talk = replace(talk, drafts=(*rest, draft), loose=Story(), gathering=None)
    return answered(free_messages.hearing(turn, told), talk, draft)


def _heard_answer(turn: Turn, draft: Draft, step: str, value: str) -> Alarm | None:
    """Whether an answer just tapped is an emergency by itself ("in hospital now")."""
    if step != "depth":
        return None
    service = chosen_service(question.walk(turn, draft).kept)
    depth = turn.content.catalogue.question(service) if service else None
    if depth is None:
        return None
    return alarm_words.hear_answer(depth.key, value, service, turn.content.alarms)
