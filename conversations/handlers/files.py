"""Files that are not kept: the person hears at once which, and what to send instead; the words
beside them count as ever.

Tested in tests/conversations/handlers/test_files.py."""

from collections.abc import Callable
from dataclasses import replace

from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.handlers import first_contact
from conversations.handlers.emergencies.who import unmet
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import MOST_FILES, Story, Talk
from conversations.protocol.effects import Effect, Say, text


def told(turn: Turn, talk: Talk, heard: Callable[[Turn, Talk], Answered]) -> Answered:
    """The answer to a message, and before it what is said of a file that is not kept."""
    said = turn.said
    if said.edited:
        return heard(turn, talk)
    if said.unfit and _told_before(talk, said.album):
        return heard(turn, talk) if said.text else (talk, ())
    if said.unfit:
        talk = _telling(talk, said.album)
        note = _note(turn, said.unfit)
        if not (said.text or said.location or said.phone):
            return _nothing_else(turn, talk, note)
        after, effects = heard(turn, talk)
        return after, (*effects, note) if _urgent(effects) else (note, *effects)
    after, effects = heard(turn, talk)
    if not _too_many(turn, after) or _told_before(talk, said.album):
        return after, effects
    return _telling(after, said.album), (_note(turn, "many"), *effects)


def _told_before(talk: Talk, album: str) -> bool:
    """Whether somebody was told already that not all of an album is kept."""
    return bool(album) and (f"{album}!", "told") in talk.albums


def _telling(talk: Talk, album: str) -> Talk:
    return replace(talk, albums=(*talk.albums, (f"{album}!", "told"))) if album else talk


def _urgent(effects: tuple[Effect, ...]) -> bool:
    """Whether the answer begins with what cannot wait: whom to call in an emergency."""
    return any(isinstance(e, Say) and e.delivery is Delivery.MUST_ARRIVE for e in effects[:1])


def _note(turn: Turn, why: str) -> Say:
    return Say(text(f"file.{why}"), case=turn.around.replied)


def _nothing_else(turn: Turn, talk: Talk, note: Say) -> Answered:
    """Nothing is left of the message; what was asked is asked again."""
    if talk.draft is not None:
        return talk, (note, *question.ask(turn, talk.draft))
    if turn.person.consent or unmet.in_danger(turn):
        return talk, (note,)
    met, effects = first_contact.meet(turn, talk)
    return met, (note, *effects)


def _too_many(turn: Turn, talk: Talk) -> bool:
    """Whether a story that this message went to was full."""
    names = {file.unique_id for file in turn.said.files}
    return any(
        len(story.files) >= MOST_FILES and not names & {f["unique_id"] for f in story.files}
        for story in (_stories(talk) if names else ())
        if story.last_at == turn.said.at.isoformat()
    )


def _stories(talk: Talk) -> list[Story]:
    answers = [value for draft in talk.drafts for value in draft.answers.values()]
    told = [Story.load(value) for value in answers if isinstance(value, dict) and "files" in value]
    return [talk.loose, *told]
