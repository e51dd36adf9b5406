"""What an officer shows beside their words: photos and papers go along with a reply, a result or a
note, after a look at the card. They are kept as a story without words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversations.content import fields
from conversations.protocol import whereabouts
from conversations.protocol.dialogue import Draft, Story
from conversations.protocol.effects import Said, Text, text

SORTED = whereabouts.CARDS
"""Forms that ask for whom a message is; it was seen when it was sent, and needs no card."""

FORMS = frozenset({"reply", "resolve", "note", *SORTED})
"""Forms whose words may have files beside them."""

ALONG = whereabouts.ALONG
"""Where they stand among the answers; no step asks for them."""


def with_files(draft: Draft, said: Said) -> Draft:
    """The form with the files of a message; the same form where there are none for it."""
    if draft.form not in FORMS or not said.files:
        return draft
    before = draft.answers.get(ALONG)
    story = Story.load(before) if before else Story()
    only = replace(said, text="", location=None)
    return replace(draft, answers={**draft.answers, ALONG: story.plus(only).dump()})


def files(draft: Draft) -> Mapping[str, Any] | None:
    """What goes along, None for nothing."""
    return draft.answers.get(ALONG)


def line(draft: Draft) -> tuple[Text, ...]:
    """What the card says of it."""
    told = files(draft)
    return (text("form.line_along", files=fields.told(Story.load(told))),) if told else ()
