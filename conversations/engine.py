"""The conversation engine: one message or tap in, the talk after it and the effects out. Pure.

Order matters and is the whole policy of this file: an emergency is heard before anything else; then
commands and taps; then the rest of a burst; then the open form; and what is left is a message
outside every form, which is never lost."""

from collections.abc import Sequence
from dataclasses import replace

from casework.actions.merging import Merge
from casework.case.number import YEAR
from conversations.actions import (
    duplicates,
    feedback,
    handover,
    ready_answers,
    referral,
    stand_in,
    unmasked_workbook,
)
from conversations.content.content import Answered, Turn
from conversations.filling import answer as filling
from conversations.filling import question
from conversations.handlers import (
    case_actions,
    commands,
    emergency,
    feedback_comment,
    free_messages,
)
from conversations.handlers.form_outcomes import finish, home, registered, rest_goes_to
from conversations.protocol.dialogue import Draft, Talk, goes_on
from conversations.protocol.effects import Do, Effect, Say, Show, t
from conversations.protocol.requests import RemindMe, SameAs, UndoBulk

TAP_PARTS = 4
CASE_DIGITS = 9


def respond(turn: Turn, talk: Talk) -> Answered:
    """What follows from one message or tap: the talk as it is after it, and the effects in
    order."""
    said = turn.said
    if said.tap:
        return _tapped(turn, talk)
    alarm = emergency.heard(turn, talk)
    if alarm is not None:
        if emergency.where(turn, talk) and emergency.still_same(turn, talk, alarm):
            return _message(turn, talk)
        if not alarm.certain:
            return emergency.wonder(turn, talk, alarm)
        same = emergency.still_same(turn, talk, alarm)
        return (emergency.more if same else emergency.raise_alarm)(turn, talk, alarm)
    if said.text.startswith("/"):
        return commands.command(turn, talk)
    if code := handover.code_in(said.text):
        return commands.by_code(turn, talk, code)
    return _burst(turn, talk) or _message(turn, talk)


def _burst(turn: Turn, talk: Talk) -> Answered | None:
    """The rest of an answer that comes as several messages; nothing more is said to it."""
    kept = free_messages.goes_on_loose(turn, talk)
    if kept is not None:
        return kept, ()
    followed = free_messages.follows_case(turn, talk)
    if followed is not None:
        return followed
    if (
        talk.draft
        and talk.gathering
        and not turn.said.edited
        and goes_on(talk.gathering[1], turn.said.at)
    ):
        return filling.gather(turn, talk), ()
    return None


def _message(turn: Turn, talk: Talk) -> Answered:
    talk = replace(talk, gathering=None)
    if talk.draft is not None and turn.said.edited:
        return talk, (Say(t("chat.edited")), *question.ask(turn, talk.draft))
    if talk.draft is not None and _speaks_to(turn, talk.draft):
        return _answer(turn, talk, talk.draft)
    after, effects = free_messages.heard(turn, talk)
    if turn.person.consent:
        return after, effects
    met, more = commands.meet(turn, after)
    # Who has erased their data may still have a case, and what they reply to it is not lost.
    return met, (*(e for e in effects if isinstance(e, Do)), *more)


def _speaks_to(turn: Turn, draft: Draft) -> bool:
    """Whether a message is meant for the open form: it is no reply, or a reply to the form's own
    question."""
    replied = turn.around.replied
    own = turn.house.forms[draft.form].staff or draft.form in ("add", "answer")
    return replied is None or (own and replied == draft.about.get("case"))


def _answer(turn: Turn, talk: Talk, draft: Draft) -> Answered:
    wondered = feedback_comment.wonder(turn, talk, draft)
    if wondered is not None:
        return wondered
    outcome = filling.answered(turn, talk, draft)
    if isinstance(outcome, Say):
        return talk, (*emergency.kept(turn, draft), outcome)
    after, effects = outcome
    return _proceed(turn, talk, after, effects)


def _proceed(
    turn: Turn, before: Talk, talk: Talk, effects: tuple[Effect, ...], edit: int | None = None
) -> Answered:
    """Ask what comes next; a finished form leads to its effects, and what lies below it goes on."""
    if len(talk.drafts) < len(before.drafts):
        cancelled, more = commands.cancelled(turn, talk, edit)
        return cancelled, effects + more
    draft = talk.draft
    effects += emergency.forwarded(turn, before.draft, draft)
    if draft is None or not question.finished(turn, draft):
        return talk, effects + (question.ask(turn, draft, edit=edit) if draft else ())
    return _finished(turn, talk, draft, effects, edit)


def _finished(
    turn: Turn, talk: Talk, draft: Draft, effects: tuple[Effect, ...], edit: int | None
) -> Answered:
    done = finish(turn, draft)
    if draft.form in duplicates.STAYS_OPEN:
        return talk.with_draft(duplicates.unanswered(draft)), effects + done
    turn = registered(turn, done)
    sent: tuple[Effect, ...] = (Say(t("form.sent"), edit=edit),) if edit is not None else ()
    after = talk.closing()
    taker = rest_goes_to(draft)
    if taker is not None and talk.gathering:
        after = replace(after, gathering=(f"case:{taker}", turn.said.at.isoformat()))
    effects += sent + done
    if draft.form == "hello" and not turn.person.consent:
        return Talk(cancelled=after.cancelled, alarm=after.alarm), effects
    if after.draft is not None:
        return after, effects + question.ask(turn, after.draft)
    if (draft.form == "hello" and not after.loose.empty) or feedback_comment.left(draft, after):
        after, offered = free_messages.offer(turn, after)
        return after, effects + offered
    return after, effects


def _tapped(turn: Turn, talk: Talk) -> Answered:
    """A tap. Whatever the button carries, it can do no harm: unknown or stale ones are told what is
    current."""
    kind, *rest = turn.said.tap.split(":", TAP_PARTS - 1)
    match kind, rest:
        case "n", _ if not turn.person.consent:
            return commands.meet(turn, talk)
        case "f", [draft_id, step, value]:
            return _tapped_form(turn, talk, draft_id, step, value)
        case "m", [name]:
            return commands.command(replace(turn, said=replace(turn.said, text=f"/{name}")), talk)
        case "o", [what]:
            if what != "no" and not turn.person.consent:
                return commands.meet(turn, talk)
            return _with_reminder(talk, free_messages.decided(turn, talk, what))
        case "e", [answer]:
            return _tapped_emergency(turn, talk, answer)
        case "u", [draft_id]:
            return commands.undo(turn, talk, draft_id)
        case "r", [draft_id]:
            return commands.resume(turn, talk, draft_id)
        case "n", [draft_id]:
            return commands.anew(turn, talk, draft_id)
        case "s", [reading, *words] if reading in commands.PAGES:
            return talk, (Show(reading, {"words": ":".join(words)}, turn.said.message_id),)
        case _:
            return _tapped_case(turn, talk, kind, rest)


def _tapped_case(turn: Turn, talk: Talk, kind: str, rest: Sequence[str]) -> Answered:
    match kind, rest:
        case "c", [action, case] if _names_case(case):
            return case_actions.act(turn, talk, action, int(case))
        case "cf", [case, verdict, *other] if _names_case(case):
            return _answered_whole(
                turn, case_actions.confirm(turn, talk, int(case), verdict, for_another=bool(other))
            )
        case "rt", [case, stars, *told] if _names_case(case):
            return feedback.rate(turn, talk, int(case), stars, opens=not told)
        case "rw", [draft_id, what]:
            return _with_reminder(talk, feedback_comment.decided(turn, talk, draft_id, what))
        case _, [case, code] if kind in referral.TAPS and _names_case(case):
            return referral.tapped(turn, talk, kind, int(case), code)
        case "as", [case, person] if _names_case(case) and person.isdecimal():
            return case_actions.assign(turn, talk, int(case), int(person))
        case "ex" | "re", [case, person] if _names_case(case) and person.isdecimal():
            return case_actions.close_for(turn, talk, kind == "ex", int(case), int(person))
        case "mg", [case, main] if _names_case(case) and _names_case(main):
            return duplicates.settled(talk, int(case)), (
                Do(Merge(turn.person.id, int(main), confirmed=True), int(case)),
            )
        case "mn", [case] if _names_case(case):
            return duplicates.settled(talk, int(case)), (
                duplicates.apart(int(case), turn.said.message_id),
            )
        case _:
            return _tapped_other(turn, talk, kind, rest)


def _tapped_other(turn: Turn, talk: Talk, kind: str, rest: Sequence[str]) -> Answered:
    match kind, rest:
        case "d", [key, which]:
            return talk, (Do(SameAs(key, which, turn.said.message_id)),)
        case "h", [choice, code]:
            return commands.taken(turn, talk, choice, code)
        case "b", [code]:
            return case_actions.several(turn, talk, code)
        case "bu", [key]:
            return talk, (Do(UndoBulk(key)),)
        case "k" | "ks" | "kb", [draft_id, key]:
            return ready_answers.tapped(turn, talk, kind, draft_id, key) or (
                talk,
                (Say(t("form.stale"), home(turn)),),
            )
        case "fw", _:
            return unmasked_workbook.tapped(turn, talk, rest)
        case "si", _:
            return stand_in.tapped(turn, talk, rest)
        case _:
            return talk, (Say(t("form.stale"), home(turn)),)


def _names_case(digits: str) -> bool:
    """Whether a button names a case that there could be; a client may send whatever it likes."""
    return digits.isdecimal() and len(digits) <= CASE_DIGITS and int(digits) % YEAR > 0


def _tapped_form(turn: Turn, talk: Talk, draft_id: str, step: str, value: str) -> Answered:
    outcome = filling.tapped(turn, talk, draft_id, step, value)
    if not isinstance(outcome, Talk):
        return talk, outcome
    outcome, draft = replace(outcome, gathering=None), outcome.draft
    alarm = emergency.heard_answer(turn, draft, step, value) if draft else None
    if alarm is not None and not emergency.still_same(turn, talk, alarm):
        return emergency.raise_alarm(turn, outcome, alarm)
    return _proceed(turn, talk, outcome, (), edit=turn.said.message_id)


def _answered_whole(turn: Turn, answered: Answered) -> Answered:
    """A form that the tap itself has answered to the end is not asked any further."""
    talk, _ = answered
    if talk.draft is None or not question.finished(turn, talk.draft):
        return answered
    return _finished(turn, talk, talk.draft, (), None)


def _with_reminder(before: Talk, answered: Answered) -> Answered:
    """A report that was just opened is remembered once, should the person forget it."""
    talk, effects = answered
    if talk.draft is not None and len(talk.drafts) > len(before.drafts):
        return talk, (*effects, Do(RemindMe(talk.draft.id)))
    return talk, effects


def _tapped_emergency(turn: Turn, talk: Talk, answer: str) -> Answered:
    heard = emergency.said_before(turn, talk)
    if heard is None:
        return talk, (Say(t("form.stale"), home(turn)),)
    if answer == "yes":
        same = emergency.still_same(turn, talk, heard)
        return (emergency.more if same else emergency.raise_alarm)(turn, talk, heard)
    return free_messages.calmed(turn, talk) if turn.person.consent else commands.meet(turn, talk)
