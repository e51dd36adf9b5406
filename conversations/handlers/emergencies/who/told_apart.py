"""The first question of an emergency, while another one waits for an answer: it quotes the cry, so
that the answer does not go to the other.

Tested in tests/conversations/handlers/emergencies/who/test_told_apart.py."""

from dataclasses import replace

from casework.policy.triage import AlarmKind
from conversations.content.content import Turn
from conversations.filling import question
from conversations.handlers.emergencies.who.teller import COMFORTED
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Long, Say, text


def ask(turn: Turn, talk: Talk, details: Draft, kind: AlarmKind) -> tuple[Effect, ...]:
    """What an emergency asks, as it is asked beside those that this talk has open. Of violence and
    despair a phone shows no words a second time."""
    asked, cry = question.ask(turn, details), turn.said.text
    waits = any(draft.form == "emergency" and draft.asked for draft in talk.drafts)
    if not waits or not cry or kind in COMFORTED:
        return asked
    return tuple(_quoting(one, cry) if isinstance(one, Say) else one for one in asked)


def _quoting(said: Say, cry: str) -> Say:
    about = text("emergency.about", told=Long(cry), question=said.text)
    return replace(said, text=about)
