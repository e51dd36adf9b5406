"""Who tells of an emergency: whoever is in it, or somebody who passes a cry on. The words that
comfort the one would hurt or puzzle the other.

Tested in tests/conversations/handlers/emergencies/test_emergency_words.py."""

import re

from casework.case.model import Role
from casework.policy.triage import AlarmKind
from conversations.content.content import Turn
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Button, text
from conversations.protocol.taps import AnswerAlarm

COMFORTED = frozenset({AlarmKind.VIOLENCE, AlarmKind.CRISIS})
"""Emergencies whose first words speak to whoever suffers."""

IS_IT_NOW = (
    (Button(text("alarm.answer.yes"), AnswerAlarm("yes")),),
    (Button(text("alarm.answer.no"), AnswerAlarm("no")),),
)
"""The answers to whether a danger is happening now."""

FOR_ANOTHER = frozenset({"neighbour", "walk_in"})
"""Forms in which somebody else's trouble is told."""

_NEXT_DOOR = r"\b(tetangga|tonggo|tangga|tatangga|sebelah|sabeulah|neighbou?rs?)\b"
_NEIGHBOUR = re.compile(_NEXT_DOOR)
_REFUGE = re.compile(
    r"\b(lari|kabur|ngumpet|sembunyi|ngungsi|mlayu|lumpat|nyumput|fled|ran|hiding)\b[^.,;]{0,30}"
    + _NEXT_DOOR
)
"""Who fled to a neighbour speaks of themselves."""

_OWN = re.compile(
    r"\b(saya|sy|aku|ak|gue|gua|kula|kulo|ingsun|isun|abdi|urang|sim ?kuring|i|me|my)\b"
)


def of_themselves(words: str) -> bool:
    """Whether the writer stands in their words."""
    return bool(_OWN.search(words.casefold()))


def fled(words: str) -> bool:
    """Whether somebody has fled to a neighbour: they speak of themselves."""
    return bool(_REFUGE.search(words.casefold()))


def tells_of_another(turn: Turn, draft: Draft | None) -> bool:
    """Whether a message tells of somebody else: it was forwarded, it stands in a form for another,
    it speaks of a neighbour, or a volunteer says nothing of themselves in it."""
    if turn.said.forwarded or (draft is not None and draft.form in FOR_ANOTHER):
        return True
    words = turn.said.text.casefold()
    if _NEIGHBOUR.search(words) and not _REFUGE.search(words):
        return True
    return Role.VOLUNTEER in turn.person.roles and bool(words) and not _OWN.search(words)
