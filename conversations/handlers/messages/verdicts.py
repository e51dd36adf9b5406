"""Thanks outside every form while one result waits for its resident ("alhamdulillah sudah"): they
are a word about that case, which then asks whether it is fixed.

Tested in tests/bot/edges/diurus/kata_sesudah_hasil.txt and
tests/conversations/handlers/messages/test_free_messages.py."""

from casework.actions.correspondence import Add
from casework.actions.ending.tone import Tone, tone
from casework.case.model import Status
from casework.policy import classifier
from conversations.content.content import Answered, Turn
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Do


def heard(turn: Turn, talk: Talk, *, thanks: bool) -> Answered | None:
    """The words go to the one case whose result waits; None when they may mean something else.
    ``thanks``: they thank us, whatever service they name."""
    said = turn.said
    waiting = [case for case in turn.around.cases if case.status == Status.RESOLVED]
    if len(waiting) != 1 or not talk.loose.empty or said.files or said.forwarded:
        return None
    story = Story().plus(said).dump()
    if tone(story) is not Tone.FIXED:
        return None
    if not thanks and classifier.suggest(said.text, turn.content.words, 1):
        return None
    return talk, (Do(Add(turn.person.id, story), case=waiting[0].id),)
