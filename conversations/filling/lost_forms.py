"""Open forms that there are no more: another version of the program, or of its forms, has been
started in the middle of them. What was told in them is kept as a loose message.

Tested in tests/conversations/filling/test_lost_forms.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversations.content.content import Content
from conversations.protocol.dialogue import LONGEST, Story, Talk


def standing(content: Content, talk: Talk) -> Talk:
    """The talk without forms that there are no more."""
    begun = (*talk.set_aside, *talk.drafts)
    lost = [draft for draft in begun if draft.form not in content.forms]
    cancelled = talk.cancelled if talk.cancelled and talk.cancelled.form in content.forms else None
    if not lost and cancelled is talk.cancelled:
        return talk
    kept = tuple(draft for draft in talk.drafts if draft.form in content.forms)
    told = [_told(answer) for draft in lost for answer in draft.answers.values()]
    return replace(
        talk,
        drafts=kept,
        set_aside=tuple(draft for draft in talk.set_aside if draft.form in content.forms),
        cancelled=cancelled,
        loose=_together([*filter(None, told), talk.loose]),
        gathering=None,
    )


def _told(answer: Any) -> Story | None:
    """The story that an answer tells; nothing else is worth telling again."""
    if isinstance(answer, Mapping) and {"texts", "files", "location"} <= answer.keys():
        return Story.load(answer)
    return None


def _together(stories: list[Story]) -> Story:
    return Story(
        tuple(words for story in stories for words in story.texts)[-LONGEST:],
        tuple(file for story in stories for file in story.files)[-LONGEST:],
        next((story.location for story in reversed(stories) if story.location), None),
        max(story.last_at for story in stories),
    )
