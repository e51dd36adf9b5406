"""Who needs help, told otherwise than by a name: it is they themselves, nobody knows, or a whole
story comes instead.

Tested in tests/conversations/filling/test_beside.py and tests/conversations/filling/test_naming.py.
"""

import re
from dataclasses import replace

from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.filling.aside import aside, names_trouble
from conversations.filling.beside import beside
from conversations.filling.question import in_words
from conversations.filling.where import landmark
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, text

ASKED = "named"
"""Of a form: that the name was asked for once more."""

LONGEST = 8
"""Words of a name at most; more are a story, at least the first time."""

FEW = 4
"""Words from which on those that name a trouble are a story."""

_SELF = re.compile(
    r"(untuk |buat |ya )?(saya|sy|aku|diri|kula|kulo|abdi|ingsun|me|my ?self)"
    r"( (sendiri|dewek|dewe|kiyambak|nyalira|sendirian|self))?( (pak|bu|aja|saja|kok))*"
)

_AGAIN = re.compile(
    r"[\s,]*\b(sama|persis|same)( persis)?( (seperti|spt|kayak|kaya|dengan|dgn|karo|kaliyan|as))?"
    r"( (yang|yg))?( (tadi|td|mau|wau|kemarin|before|sebelumnya))\b",
    re.IGNORECASE,
)
"""That something is as it was told before."""

_BESIDE = re.compile(
    r"(?P<name>[^\W\d_]+\.?(?: [^\W\d_]+){0,3}?)(?:\s*[,;(]\s*|\s+)"
    r"(?P<rest>(?:tetangga(?:nya|ne|na)?"
    r"|istri(?:nya|ne)?|bojo(?:ne)?|suami(?:nya|ne)?|anak(?:nya|e|na)|ibu(?:nya|ne)|bapak(?:nya|e)"
    r"|mertua(?:nya|ne)?|adik(?:nya|e)|kakak(?:nya|e)|neighbour|wife|husband)\b.+)",
    re.IGNORECASE | re.DOTALL,
)
"""A name, and whose neighbour or kin it is."""

Read = tuple[Talk, tuple[Effect, ...]] | Say


def oneself(words: str) -> bool:
    """Whether somebody says that it is they who need help, and no more than that."""
    return bool(_SELF.fullmatch(_spoken(words)))


def asked(turn: Turn, talk: Talk, draft: Draft, step: Step) -> Read | None:
    """What follows from words that are no name; None where they are one. What can't be known is
    asked for once more, and then left out."""
    words, again = turn.said.text, bool(draft.about.get(ASKED))
    if turn.content.forms[draft.form].staff or not words or turn.said.files:
        return None
    if oneself(words):
        return _oneself(turn, talk, draft)
    if not again and (named := _named(turn, talk, draft, step)) is not None:
        return named
    asking = replace(draft, about={**draft.about, ASKED: True})
    if landmark.unknown(words):
        if step.optional or again:
            return talk.with_draft(draft.answered(step.key, None)), ()
        return talk.with_draft(asking), (Say(text("field.name.any")),)
    if again or not _story(turn):
        return None
    return beside(turn, talk.with_draft(asking), asking, text("field.name.any"))


def _named(turn: Turn, talk: Talk, draft: Draft, step: Step) -> Read | None:
    """The name alone, where it is told whose neighbour it is, or that something is as before; the
    rest waits, or joins a story that is there already."""
    words = _AGAIN.sub(" ", turn.said.text).strip(" ,;.")
    found = _BESIDE.fullmatch(words)
    name, rest = (found["name"], found["rest"].rstrip(") ")) if found else (words, "")
    if not name or name == turn.said.text.strip(" ,;.") or len(name.split()) > FEW:
        return None
    after = draft.answered(step.key, name)
    if not rest:
        return talk.with_draft(after), ()
    said = replace(turn.said, text=rest)
    if not after.answers.get("story"):
        return aside(talk, after, said)
    kept = beside(replace(turn, said=said), talk.with_draft(after), after, text("form.noted"))
    return (talk.with_draft(after), ()) if isinstance(kept, Say) else kept


def _oneself(turn: Turn, talk: Talk, draft: Draft) -> Read:
    """In one's own report that is what was asked before; who fills it in for others is asked
    again."""
    own = turn.content.forms[draft.form].steps[0]
    if own.key == "who":
        return talk.with_draft(draft.answered(own.key, "self")), ()
    return in_words(turn, draft, problem=text("field.name.own"))


def _story(turn: Turn) -> bool:
    words = turn.said.text
    few = len(words.split()) > FEW and names_trouble(turn, words)
    return few or len(words.split()) > LONGEST


def _spoken(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
