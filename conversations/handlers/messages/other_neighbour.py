"""Somebody who files for one neighbour names another ("bu siti belum dapat BLT"): a matter of its
own, about which it is asked, and which waits by itself.

Where the words begin with a name and tell of a trouble, that is who they are about."""

import re
from collections.abc import Iterator
from dataclasses import replace

from casework.policy.classifier import Words
from casework.search.told_names import first_named
from casework.wording.names import folded
from conversations.content.content import Turn
from conversations.filling.aside import names_trouble
from conversations.filling.question import current, kind_of, walk
from conversations.handlers.messages.another_matter import ADDRESS
from conversations.protocol.dialogue import Draft, Story
from conversations.protocol.effects import Said

NEIGHBOURS = frozenset({"neighbour", "walk_in"})
"""Forms that are filled in for somebody else."""

TAKEN_AS_IT_IS = frozenset({"story", "name"})
"""Kinds of answers that may be about, or be, whoever is named."""


def named(words: str, known: Words) -> str:
    """Whose name words begin with, after what joins them to others; "" for nobody's."""
    joint = re.match(rf"\W*(?:{_joints(known)})\b", words, re.IGNORECASE)
    said = words[joint.end() :] if joint else words
    return first_named(said, known.known.words | known.vocabulary.words.keys())


def _joints(known: Words) -> str:
    """What stands between two matters, as a pattern (words.toml, *joins*)."""
    return "|".join(map(re.escape, known.joins))


def _pieces(turn: Turn, words: str) -> list[str]:
    return re.split(rf"(?=[,;.\n])|(?=\b(?:{_joints(turn.content.words)})\b)", words)


def further(turn: Turn, story: str) -> str:
    """What the story of one neighbour tells of another, behind it or together with it ("bi X karo
    mang Y durung oleh sembako"); "" for nothing."""
    pieces = _pieces(turn, story)
    who = named(story, turn.content.words)
    for at, piece in enumerate(pieces[1:], 1):
        if who and _goes_on(turn, piece) and named(piece, turn.content.words) != who:
            return "".join(pieces[at:]).strip(" ,;.")
    return ""


def each(turn: Turn) -> Iterator[Said]:
    """A message, parted where it goes on to the trouble of another neighbour."""
    begun = ""
    for piece in _pieces(turn, turn.said.text):
        if begun and names_trouble(turn, begun) and _goes_on(turn, piece):
            yield replace(turn.said, text=begun.strip(" ,;."))
            begun = ""
        begun += piece
    yield replace(turn.said, text=begun.strip(" ,;."))


def _goes_on(turn: Turn, piece: str) -> bool:
    """Whether a piece names somebody, and their trouble."""
    return bool(named(piece, turn.content.words)) and names_trouble(turn, piece)


def beside(turn: Turn, draft: Draft) -> bool:
    """Whether a message beside a question of such a form is about another neighbour."""
    step, said = current(turn, draft), turn.said
    kind = kind_of(step, draft) if step is not None else ""
    if draft.form not in NEIGHBOURS or kind in TAKEN_AS_IT_IS:
        return False
    if kind == "address" and ADDRESS.search(said.text):
        return False
    return _is_another(turn, _told(turn, draft))


def begins(turn: Turn, waiting: Story) -> bool:
    """Whether a message names another than the words that wait, which name somebody, too."""
    known = turn.content.words
    return any(named(one, known) for one in waiting.texts) and _is_another(turn, waiting.text)


def _is_another(turn: Turn, told: str) -> bool:
    """Whether a message tells of a trouble of somebody who was not named before."""
    who = named(turn.said.text, turn.content.words)
    return bool(who) and who not in folded(told).split() and names_trouble(turn, turn.said.text)


def _told(turn: Turn, draft: Draft) -> str:
    """All that the form has been told in words."""
    kept = walk(turn, draft).kept
    story = Story.load(kept["story"]).text if kept.get("story") else ""
    return " ".join((story, *(value for value in kept.values() if isinstance(value, str))))
