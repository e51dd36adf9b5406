"""Somebody who files for one neighbour names another ("bu siti belum dapat BLT"): a matter of its
own, about which it is asked, and which waits by itself.

Where the words begin with a name and tell of a trouble, that is who they are about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casework.policy.classifier import Words
from casework.search.told_names import TITLES, first_named
from casework.wording.names import folded
from conversations.content.content import Turn
from conversations.filling.aside import names_trouble
from conversations.filling.question import current, kind_of, walk
from conversations.handlers.messages.another_matter import ADDRESS
from conversations.protocol.dialogue import Draft, Story
from conversations.protocol.effects import Said

NEIGHBOURS = frozenset({"neighbour", "walk_in"})
"""Forms that are filled in for somebody else."""

_ALONE = ("juga", "jga", "jg", "sama", "sm", "also")
"""What joins two matters before a name, and says "also" behind one."""

_LIKE = "seperti|sprti|spt|kaya|kayak|persis|dengan|dgn|aja|saja|juga|jg"
_ALSO = (
    r"(?:juga|jg|jga|ugo|uga|ugi|oge|podo|padha|pada bae|idem|pun|too|also|same"
    rf"|sami(?: mawon)?|(?:sama|sm)(?: (?:{_LIKE}))?)"
)
"""How somebody says that another has the same trouble."""

_WORDS_TOO = "ning|eka|dwi|tri|ayu|indah|surya|intan|mawar|melati|slamet|dewi"
"""Names that are words, too; before "also" they are names."""

_SAME = re.compile(rf"\b{_ALSO}\b", re.IGNORECASE)
_TITLED = re.compile(rf"\W*(?:\w+\W+)?\w+\.? ({_WORDS_TOO}) {_ALSO}\b", re.IGNORECASE)

FEW = 6
"""Words of a piece that says no more than who has the same, at most."""


def named(words: str, known: Words) -> str:
    """Whose name words begin with, after what joins them to others; "" for nobody's."""
    if word := _TITLED.match(words):
        return folded(word[1])
    joint = re.match(rf"\W*(?:{_joints(known)})\b", words, re.IGNORECASE)
    said = words[joint.end() :] if joint else words
    return first_named(said, known.known.words | known.vocabulary.words.keys())


def _joints(known: Words) -> str:
    """What stands between two matters, as a pattern (words.toml, *joins*)."""
    return "|".join(map(re.escape, known.joins))


def _pieces(turn: Turn, words: str) -> list[str]:
    known = turn.content.words
    parts = "|".join(re.escape(one) for one in known.joins if one not in _ALONE)
    before = f"(?:{'|'.join(_ALONE)}) (?:{'|'.join(sorted(TITLES))})"
    split = re.split(rf"(?=[,;.\n])|(?=\b(?:{parts})\b)|(?=\b{before}\b)", words, flags=re.I)
    return [piece for piece in split if piece] or [words]


def further(turn: Turn, story: str, sufferer: str = "") -> Sequence[str]:
    """What the story of one neighbour, whose name is known, tells of others, behind it or together
    with it ("bi X karo mang Y durung oleh sembako", "mas X jg. bu Y jg"), for each by itself."""
    others: list[str] = []
    known, first = {*folded(sufferer).split()}, named(story, turn.content.words)
    for at, piece in enumerate(_pieces(turn, story)):
        who = named(piece, turn.content.words)
        tells = (_goes_on(turn, piece) and first) or same(turn, piece)
        if at and tells and who not in known | {first}:
            others.append(piece)
            known.add(who)
        elif others:
            others[-1] += piece
    return [one.strip(" ,;.") for one in others]


def each(turn: Turn) -> Iterator[Said]:
    """A message, parted where it goes on to the trouble of another neighbour."""
    begun = ""
    for piece in _pieces(turn, turn.said.text):
        if begun and _tells(turn, begun) and _goes_on(turn, piece):
            yield replace(turn.said, text=begun.strip(" ,;."))
            begun = ""
        begun += piece
    yield replace(turn.said, text=begun.strip(" ,;."))


def _goes_on(turn: Turn, piece: str) -> bool:
    """Whether a piece names somebody, and their trouble."""
    return bool(named(piece, turn.content.words)) and _tells(turn, piece)


def _tells(turn: Turn, piece: str) -> bool:
    return names_trouble(turn, piece) or same(turn, piece)


def same(turn: Turn, piece: str) -> bool:
    """Whether a piece says in few words that somebody whom it names has the same trouble."""
    few = len(piece.split()) <= FEW
    return few and bool(named(piece, turn.content.words) and _SAME.search(piece))


def beside(turn: Turn, draft: Draft) -> bool:
    """Whether a message beside a question of such a form is about another neighbour."""
    step, said = current(turn, draft), turn.said
    kind = kind_of(step, draft) if step is not None else ""
    if draft.form not in NEIGHBOURS or kind == "name":
        return False
    if kind == "story" and not same(turn, _pieces(turn, said.text)[0]):
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
    words = turn.said.text
    who, first = named(words, turn.content.words), _pieces(turn, words)[0]
    tells = names_trouble(turn, words) or same(turn, first)
    return bool(who) and who not in folded(told).split() and tells


def _told(turn: Turn, draft: Draft) -> str:
    """All that the form has been told in words."""
    kept = walk(turn, draft).kept
    story = Story.load(kept["story"]).text if kept.get("story") else ""
    return " ".join((story, *(value for value in kept.values() if isinstance(value, str))))
