"""What a finished form leads to is asked before anything is said: who was too late reads why, and
gets back what they wrote, instead of a thank-you.

Tested in tests/bot/trials/test_too_late.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from casework.case.model import Refused
from conversations.content.content import Answered
from conversations.filling.typed import typed
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Effect, Said, Say, Text, text
from storage.unit_of_work import Batch


@dataclass(frozen=True)
class Happened:
    """What came of a request that has been made already."""

    mails: tuple[Mail, ...]


async def asked_first(
    batch: Batch, desk: ComplaintDesk, said: Said, before: Talk, answered: Answered
) -> Sequence[Effect | Happened]:
    """The effects of an update. When it has finished a form, its requests have been made, and a
    refusal takes the place of the thank-you."""
    after, effects = answered
    draft = _finished(before, after)
    if draft is None:
        return effects
    done: list[Effect | Happened] = []
    problem: Text | None = None
    for effect in effects:
        if isinstance(effect, Do):
            try:
                mails = await desk.handle(batch, said.person, effect.command, effect.case)
                done.append(Happened(tuple(mails)))
            except Refused as refused:
                problem = problem or text(refused.key, **refused.args_for_text)
        else:
            done.append(effect)
    if problem is None:
        return done
    written = (typed(desk.content.forms, draft), "" if said.tap else said.text)
    return _told(done, problem, "\n".join(words for words in written if words))


def _finished(before: Talk, after: Talk) -> Draft | None:
    """The form that was open and is done, not cancelled."""
    draft = before.draft
    left = (*after.set_aside, *([after.cancelled] if after.cancelled else []))
    still = {one.id for one in (*after.drafts, *left)}
    return None if draft is None or draft.id in still else draft


def _told(
    done: Sequence[Effect | Happened], problem: Text, words: str
) -> Sequence[Effect | Happened]:
    """The effects with the refusal instead of the thank-you, or before everything else."""
    refused = Say(text("form.not_sent", problem=problem, told=words) if words else problem)
    for place, effect in enumerate(done):
        if isinstance(effect, Say) and effect.text.key == "form.sent":
            return [*done[:place], replace(refused, edit=effect.edit), *done[place + 1 :]]
    return [refused, *done]
