"""The village, the address and the number that somebody tells while we get to know each other are
those of the emergency which they have raised before or raise then: they go to the case, and are not
asked again. A village that was told of the emergency is not asked for there either.

Tested in tests/conversations/handlers/emergencies/test_told_village.py."""

from dataclasses import replace

from casework.actions.ending.completion import Complete
from casework.case.intake import Intake
from conversations.content.content import Turn
from conversations.handlers.emergencies import emergency
from conversations.handlers.emergencies.where import village as place
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Effect

MORE = ("phone", "place")
"""What else may be told beside the village."""


def filled(turn: Turn, talk: Talk) -> Talk:
    """The talk in which no form asks any more for what another of them was told."""
    village = _told(talk.draft)
    keys = _unplaced(turn, talk) if village else ()
    drafts = tuple(
        _with(one, "village", village) if _asks(one, keys) else one for one in talk.drafts
    )
    for what in MORE:
        told = _told(talk.draft, what)
        drafts = tuple(
            _with(one, what, told) if told and _wants(one, what) else one for one in drafts
        )
    talk = _known_when_met(replace(talk, drafts=drafts))
    return talk.with_draft(place.comes_back(turn, talk.draft)) if talk.draft else talk


def _known_when_met(talk: Talk) -> Talk:
    """The talk whose first contact, waiting below an emergency, knows the village told there."""
    draft = talk.draft
    village = draft.answers.get("village") if draft and draft.form == "emergency" else None
    if not village:
        return talk
    drafts = tuple(
        _with(one, "village", village)
        if one.form == "hello" and not one.answers.get("village")
        else one
        for one in talk.drafts
    )
    return replace(talk, drafts=drafts)


def sent_on(turn: Turn, before: Talk, talk: Talk) -> tuple[Effect, ...]:
    """What an emergency's case is told by the answer that was just given."""
    village = _told(talk.draft)
    told = emergency.forwarded(turn, before.draft, talk.draft)
    for what in MORE:
        answer = _told(talk.draft, what)
        if answer and answer != _told(before.draft, what):
            more = Complete(turn.person.id, "", Intake.load({what: answer}))
            asked = [str(one.about["key"]) for one in before.drafts if _wants(one, what)]
            told = (*told, *(Do(more, case=key) for key in asked))
    if not village:
        return told
    complete = Complete(turn.person.id, village, Intake())
    return (*told, *(Do(complete, case=key) for key in _unplaced(turn, before)))


def _told(draft: Draft | None, what: str = "village") -> str:
    known = draft.answers.get(what) if draft and draft.form == "hello" else None
    return str(known or "")


def _unplaced(turn: Turn, talk: Talk) -> tuple[str, ...]:
    """The keys of the open emergencies of which nobody knows the village."""
    raised = turn.around.emergencies
    return tuple(key for key, one in raised.items() if one.open and not one.village)


def _asks(draft: Draft, keys: tuple[str, ...]) -> bool:
    return draft.about.get("key") in keys and not draft.answers.get("village")


def _wants(draft: Draft, what: str) -> bool:
    return draft.form == "emergency" and not draft.answers.get(what)


def _with(draft: Draft, what: str, told: str) -> Draft:
    return replace(draft, answers={**draft.answers, what: told})
