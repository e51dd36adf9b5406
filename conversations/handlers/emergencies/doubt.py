"""While it is asked whether a danger is happening now, ordinary words do not make us forget it:
they wait with it, and it is asked again.

Tested in tests/conversations/handlers/emergencies/test_doubt.py."""

from dataclasses import replace
from datetime import timedelta

from casework.case.number import parse
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.handlers.emergencies import emergency
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol.dialogue import Talk

LASTS = timedelta(hours=3)
"""For so long it is asked again; later words are about something else."""


def again(turn: Turn, talk: Talk) -> Answered | None:
    """The question once more, with the words that came; None where none waits, or they are no
    message of this kind."""
    said = turn.said
    if talk.about_loose != "alarm" or talk.loose.empty or talk.draft is not None:
        return None
    elsewhere = turn.around.replied is not None or parse(said.text) is not None or said.forwarded
    if elsewhere or not talk.loose.told_within(LASTS, said.at):
        return None
    found = alarm_words.hear(talk.loose.text, turn.content.alarms)
    if found is None or turn.person.roles:
        return None
    small = small_talk(said.text) and not said.files
    after, effects = emergency.wonder(turn, talk, found)
    return replace(after, loose=talk.loose) if small else after, effects[1:]
