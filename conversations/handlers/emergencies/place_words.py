"""Whether words say where somebody is. Asked for a place in an emergency people go on telling what
happens: that is for whoever is on the way, and no address.

Tested in tests/conversations/handlers/emergencies/test_place_words.py and
tests/conversations/handlers/emergencies/test_place_words_tell.py."""

from conversations.content.content import Turn
from conversations.filling import question
from conversations.filling.same_again import points_back
from conversations.filling.typed import typed_way
from conversations.filling.where import landmark
from conversations.filling.where.told_place import names_place
from conversations.handlers.emergencies import several
from conversations.handlers.emergencies.who import sealed
from conversations.handlers.messages.answers import whenever
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Say

ASKED_AGAIN = "asked_again"
"""Of an emergency's form: the question that was asked once more."""

SEEN = frozenset({"photo", "video"})
"""Files that may show the danger, and not where it is; a voice says it."""


def none_told(turn: Turn, draft: Draft) -> Say | None:
    """The question once more where a message says nothing of the place: words that only tell, and
    the first bare photo, which may show the fire. None where it may be an answer, or only points to
    one ("the same"). Beside a sealed emergency nothing that may be about it is the place of
    another: a voice, or words of the writer's own."""
    said = turn.said
    if not whenever.asked(turn, draft) or said.location or said.forwarded:
        return None
    if _points_to_one(turn, draft):
        return None
    unclear = several.unclear(turn, str(draft.about.get("key")))
    seen = any(unclear or file.kind in SEEN for file in said.files)
    bare = seen and not said.text and (unclear or not draft.about.get(ASKED_AGAIN))
    of_few = unclear and sealed.of_the_writer(turn)
    told = bool(said.text) and (of_few or not names_place(said.text, turn.content))
    return question.in_words(turn, draft) if bare or told else None


def _points_to_one(turn: Turn, draft: Draft) -> bool:
    """Whether words are for the form to read: not known, the same as before, a button's label."""
    step, words = question.current(turn, draft), turn.said.text
    if step is not None and typed_way(turn, step):
        return True
    return bool(words) and (landmark.unknown(words) or points_back(words))
