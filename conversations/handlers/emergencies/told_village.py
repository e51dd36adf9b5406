"""The village that somebody names while we get to know each other is that of the emergency which
they have raised before or raise then: it goes to the case, and is not asked again."""

from dataclasses import replace

from casework.actions.ending.completion import Complete
from casework.case.intake import Intake
from conversations.content.content import Turn
from conversations.handlers.emergencies import emergency
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Effect


def filled(turn: Turn, talk: Talk) -> Talk:
    """The talk in which no form of such an emergency asks for the village any more."""
    village = _told(talk.draft)
    if not village:
        return talk
    keys = _unplaced(turn, talk)
    drafts = tuple(_placed(one, village) if _asks(one, keys) else one for one in talk.drafts)
    return replace(talk, drafts=drafts)


def sent_on(turn: Turn, before: Talk, talk: Talk) -> tuple[Effect, ...]:
    """What an emergency's case is told by the answer that was just given."""
    village = _told(talk.draft)
    told = emergency.forwarded(turn, before.draft, talk.draft)
    if not village:
        return told
    complete = Complete(turn.person.id, village, Intake())
    return (*told, *(Do(complete, case=key) for key in _unplaced(turn, before)))


def _told(draft: Draft | None) -> str:
    known = draft.answers.get("village") if draft and draft.form == "hello" else None
    return str(known or "")


def _unplaced(turn: Turn, talk: Talk) -> tuple[str, ...]:
    """The keys of the open emergencies of which nobody knows the village."""
    raised = turn.around.emergencies
    return tuple(key for key, one in raised.items() if one.open and not one.village)


def _asks(draft: Draft, keys: tuple[str, ...]) -> bool:
    return draft.about.get("key") in keys and not draft.answers.get("village")


def _placed(draft: Draft, village: str) -> Draft:
    return replace(draft, answers={**draft.answers, "village": village})
