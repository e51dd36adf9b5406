"""The sentence beside the stars: a plain one is recorded, one that tells of a trouble is asked
about first.

Somebody who has a new trouble writes it where they last wrote to us, and that may be the comment of
a rating. What was written is kept with the talk until one of the two buttons says what it is;
neither loses it."""

from dataclasses import replace

from casework.policy import classifier
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.aside import WONDERED
from conversations.handlers.form_outcomes import finish
from conversations.handlers.messages import free_messages
from conversations.handlers.messages.small_talk import small_talk, thankful
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Effect, Say, text
from conversations.protocol.taps import SortComment

CLEAR = 2.0
"""The score of a service from which on even a few words are a report ("lampu jalan mati")."""

PLAIN_LENGTH = 20
"""A shorter text that only names one thing ("petugas ramah") is a comment."""


def _tells(turn: Turn, text: str) -> bool:
    """Whether the words would be offered services outside every form."""
    if thankful(text) or small_talk(text) in ("greeting", "thanks", "nod"):
        return False
    found = classifier.suggest(text, turn.content.words, 1)
    return bool(found) and found[0].score >= (1.0 if len(text) >= PLAIN_LENGTH else CLEAR)


def wonder(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """Keep what sounds like a new report and ask; None when it is a comment. More words join those
    that are kept."""
    step = question.current(turn, draft)
    if draft.form != "rate" or step is None or step.key != "words":
        return None
    if not (_tells(turn, turn.said.text) or (draft.about.get(WONDERED) and not talk.loose.empty)):
        return None
    asked = replace(draft, about={**draft.about, WONDERED: True})
    kept = free_messages.keep(turn, talk.with_draft(asked))
    return kept, (_question(kept, draft),)


def _question(talk: Talk, draft: Draft) -> Say:
    rows = (
        (Button(text("rate.new_report"), SortComment(draft.id, "new")),),
        (Button(text("rate.comment"), SortComment(draft.id, "words")),),
    )
    return Say(text("rate.wonder", told=fields.told(talk.loose)), rows)


def decided(turn: Turn, talk: Talk, tap: SortComment) -> Answered:
    """The tap that says what the kept words are. The stars are recorded either way."""
    front = unsorted.meant(talk, tap)
    if front is None:
        return free_messages.not_waiting(turn, talk)
    talk, what = front, tap.what
    draft = talk.draft
    if draft is None or draft.id != tap.draft:
        return (
            free_messages.decided(turn, talk, "new")
            if what == "new"
            else free_messages.decided(turn, talk, "")
        )
    if what not in ("new", "words"):
        return talk, (_question(talk, draft),)
    comment = talk.loose.text[: fields.LONGEST] if what == "words" else None
    rated = finish(turn, draft.answered("words", comment))
    told = replace(talk.closing(), loose=Story())
    if what == "new":
        after, asked = free_messages.report(turn, told, talk.loose)
        return after, (*rated, *asked)
    below: tuple[Effect, ...] = question.ask(turn, told.draft) if told.draft else ()
    return told, (Say(text("form.sent"), edit=turn.said.message_id), *rated, *below)
