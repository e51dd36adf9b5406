"""On a phone that somebody else holds words that take a danger back may be forced, or be theirs:
its emergencies stay, whoever is called reads so, and nothing is sent to that phone.

Tested in tests/conversations/handlers/emergencies/off/test_forced.py."""

from casework.actions.correspondence import Add
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.handlers.emergencies import doubt, taken_back
from conversations.handlers.shared_phone import quiet
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Do


def told(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words; None for any others. A danger that we have asked about waits
    on."""
    said, alarms = turn.said, turn.content.alarms
    if said.forwarded or not said.text or not quiet.held(turn, talk) or quiet.asks(turn):
        return None
    ones = {k: one for k, one in turn.around.emergencies.items() if one.kind and one.open}
    ends = [k for k, one in ones.items() if alarm_words.ends(said.text, one.kind, alarms)]
    unsaid = taken_back.says_so(turn)
    keys = tuple(ones) if unsaid else ends
    if not keys and not (unsaid and doubt.waiting(talk)):
        return None
    words = Story().plus(said).dump()
    return talk, tuple(Do(Add(turn.person.id, words, over=True), case=key) for key in keys)
