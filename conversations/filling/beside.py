"""What somebody says beside the question: a piece of their story is kept, anything else is asked
again.

Tested in tests/conversations/filling/test_answer.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Add
from casework.policy.classifier import suggest
from conversations.content.content import Turn
from conversations.content.form import Form
from conversations.filling.address import still_asked
from conversations.filling.question import in_words
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Effect, Said, Say, Text, text

STORY_LENGTH = 20
"""Words of at least this length, typed where a button was expected, belong to the story and are
kept there."""


def beside(
    turn: Turn, talk: Talk, draft: Draft, problem: Text
) -> tuple[Talk, tuple[Effect, ...]] | Say:
    """A message that does not answer the question: a real piece of story is kept, anything else is
    asked again."""
    form, shown = turn.content.forms[draft.form], bool(turn.said.files or turn.said.location)
    story = next((s.key for s in form.steps if s.kind == "story"), "")
    if form.staff or not (shown or len(turn.said.text) >= STORY_LENGTH or _troubles(turn, form)):
        return in_words(turn, draft, problem=problem)
    if (
        form.name == "hello"
    ):  # who tells their trouble before we know each other is not asked to tell it twice
        heard = replace(
            talk, loose=talk.loose.plus(turn.said), gathering=("loose", turn.said.at.isoformat())
        )
        return heard, (Say(text("form.story_kept")),)
    if not story:
        kept_so = _without_story(turn, talk, draft) if shown else None
        return kept_so or in_words(turn, draft, problem=problem)
    kept = replace(
        draft, answers={**draft.answers, story: plus(draft.answers.get(story), turn.said)}
    )
    gathering = (story, turn.said.at.isoformat())  # the rest of an album, say
    return replace(talk.with_draft(kept), gathering=gathering), (Say(text("form.story_kept")),)


def _troubles(turn: Turn, form: Form) -> bool:
    """Whether somebody whom we have not met names a trouble, in however few words."""
    return form.name == "hello" and bool(suggest(turn.said.text, turn.content.words, 1))


def _without_story(turn: Turn, talk: Talk, draft: Draft) -> tuple[Talk, tuple[Effect, ...]] | None:
    """What was shown beside the question of a form that takes no story: the address that is asked
    for later, or news about the form's case."""
    told = Story().plus(turn.said).dump()
    if asked_later := still_asked(turn, draft):
        return talk.with_draft(draft.answered(asked_later, told)), (Say(text("form.noted")),)
    if "case" in draft.about:
        return talk, (Do(Add(turn.person.id, told), case=draft.about["case"]),)
    return None


def plus(answer: Mapping[str, Any] | None, said: Said) -> dict[str, Any]:
    """A story answer with one more message."""
    return (Story.load(answer) if answer else Story()).plus(said).dump()
