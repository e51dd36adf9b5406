"""Where the words of a message were put: into a form, among what waits to be asked about, to a
case. Read off the talk before and after it; the store keeps it, so that an edit finds them.

Tested in tests/conversations/handlers/test_edits.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.actions.correspondence import Add, Note, Reply
from casework.actions.ending.resolution import Reopen
from casework.actions.question import Answer
from casework.case import commands as c
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Effect

LOOSE = "loose"
"""Instead of a draft: the words wait until the person says what they are."""

FORGOTTEN = "forgotten"
"""Instead of a draft: the message was taken out of the chat, and its words are not kept."""

FURTHER_PHOTO = "album"
"""Instead of a step: a later photo of an album, which went where its first one is."""


CARDS = frozenset({"words", "words_asked", "words_beside"})
"""Forms that ask for whom the words of an officer are; they hold them before any answer."""

ALONG = "along"
"""Where files that go along with words stand among the answers of a form."""


@dataclass(frozen=True)
class Place:
    """Where words were put: the form, and its step; of what an officer has sent the name of the
    form. ``case``: its id, or the key under which it was filed."""

    draft: str = ""
    step: str = ""
    case: int | str | None = None


def taken(before: Talk, after: Talk, effects: Sequence[Effect]) -> Place:
    """Where the words of the message were put that has led from one talk to the other."""
    if after.loose != before.loose and not after.loose.empty:
        return Place(LOOSE)
    return _beyond(before, after, effects)


def moved(before: Talk, after: Talk, effects: Sequence[Effect]) -> Place | None:
    """Where the words went that had waited to be asked about; None while they wait, or none did."""
    if before.loose.empty or not after.loose.empty:
        return None
    return _beyond(before, after, effects)


def _beyond(before: Talk, after: Talk, effects: Sequence[Effect]) -> Place:
    case = next((found for found in map(_case, effects) if found is not None), None)
    if case is not None:
        filed = any(
            isinstance(effect, Do) and isinstance(effect.command, c.File) for effect in effects
        )
        return Place(case=case, step="story" if filed else "")
    place = _in_form(before, after)
    return _of_command(effects) if place == Place() else place


_WRITES: Mapping[type, str] = {Reply: "reply", Note: "note"}
"""What an officer's command was that carried its words along, as the form of it."""


def _of_command(effects: Sequence[Effect]) -> Place:
    """The case to which a command has brought its words at once."""
    written = (e for e in effects if isinstance(e, Do) and type(e.command) in _WRITES)
    done = next(written, None)
    return Place() if done is None else Place("", _WRITES[type(done.command)], done.case)


def _in_form(before: Talk, after: Talk) -> Place:
    """The form that took the words, or that ended with them."""
    old = {draft.id: draft for draft in (*before.drafts, *before.set_aside)}
    for draft in reversed(after.drafts):
        new = draft.id not in old
        step = _changed({} if new else _given(old[draft.id]), draft)
        if draft.form in CARDS and (new or step == ALONG):
            return Place(draft.id, WORDS, _about(draft))
        if step:
            return Place(draft.id, step, _about(draft))
    still = {draft.id for draft in after.drafts}
    left = [draft for draft in before.drafts if draft.id not in still]
    last = left[-1:]
    return Place(last[0].id, _written(last[0]), _about(last[0])) if last else Place()


WORDS = "words"
"""Instead of a step: the words are those of a card that asks for whom they are."""

_OFFICERS = frozenset({"reply", "ask", "note"})
"""Forms that end with the words of an officer about a case."""


def _written(draft: Draft) -> str:
    return WORDS if draft.form in CARDS else draft.form if draft.form in _OFFICERS else ""


def _changed(known: Mapping[str, object], draft: Draft) -> str:
    """The step of a form that was answered last, "" for none; words before the files beside
    them."""
    changed = [step for step, value in _given(draft).items() if known.get(step) != value]
    changed.sort(key=lambda step: step != ALONG)
    return changed[-1] if changed else ""


def _given(draft: Draft) -> Mapping[str, object]:
    return {**draft.answers, **draft.unsure}


def _about(draft: Draft) -> int | str | None:
    found = draft.about.get("case", draft.about.get("key"))
    return found if isinstance(found, int | str) and found else None


def _case(effect: Effect) -> int | str | None:
    """The case that an effect brings words to."""
    if not isinstance(effect, Do):
        return None
    if isinstance(effect.command, c.File):
        return effect.command.key
    return effect.case if isinstance(effect.command, Add | Answer | Reopen) else None
