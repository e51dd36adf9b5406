"""Words that no question of a form takes: they wait, and are asked about once it is done.

Tested in tests/conversations/filling/test_beside.py."""

from dataclasses import replace

from casework.policy.classifier import suggest
from conversations.content import fields
from conversations.content.content import Turn
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Said, Say, text

WONDERED = "wondered"
"""In what a draft is about: words wait to be asked about once it is done."""

Kept = tuple[Talk, tuple[Effect, ...]]


def waits(talk: Talk, said: Said) -> Talk:
    """The talk with a message that waits to be asked about."""
    since = said.at.isoformat()
    if talk.about_loose == unsorted.DOUBT:
        talk = unsorted.put_behind(talk)
    return replace(talk, loose=talk.loose.plus(said), gathering=("loose", since))


def aside(talk: Talk, draft: Draft, said: Said) -> Kept:
    """Nothing in the form takes the message: it waits until the form is done."""
    wondering = replace(draft, about={**draft.about, WONDERED: True})
    return waits(talk.with_draft(wondering), said), (Say(text("form.kept_aside")),)


def beside_stars(turn: Turn, talk: Talk, draft: Draft, said: Said) -> Kept:
    """Plain words are the sentence of the rating; what may be a report waits."""
    if said.files or said.location:
        return aside(talk, draft, said)
    before = draft.answers.get("words")
    told = f"{before}\n{said.text}" if before else said.text
    if len(told) > fields.LONGEST or names_trouble(turn, said.text):
        return aside(talk, draft, said)
    answers = {**draft.answers, "words": told}
    kept = replace(draft, answers=answers)
    return talk.with_draft(kept), (Say(text("form.words_kept")),)


def names_trouble(turn: Turn, words: str) -> bool:
    """Whether words name a service."""
    return bool(suggest(words, turn.content.words, 1))
