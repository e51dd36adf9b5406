"""What somebody has written in a form, as they would write it again; and navigation in words.

Tested in tests/bot/trials/test_too_late.py and tests/conversations/filling/test_same_again.py."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from conversations.content.content import Turn
from conversations.content.form import Form, Step
from conversations.filling.question import BACK, CANCEL, SKIP, kind_of
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import text

_SOFTLY = r"( (aja|saja|ae|wae|bae|dulu|dlu|dl|deh|dah|ya|lah|pak|bu|bapak|ibu|min|mas|mbak|kak))*"
_SKIPS = re.compile(rf"(di ?)?(lewat(i|in|kan|an|ken)?|lwti?|skip|skp|liwati?|lompati){_SOFTLY}")
_NOT = (
    r"(g|ga|gak|gk|gag|ngga|nggak|tdk|tidak|ora|ra|teu|henteu|mboten|blm|belum|kagak|ndak|nda|no)"
)
_HAVE = r"(ada|ana|ono|onten|aya|punya|pny|py|duwe|gaduh|gadhah|boga|pegang|pake|pakai|have)"
_NONE = rf"({_NOT} {_HAVE}|gada|gaada|gapunya|laka|euweuh)"
_CALLED = r"no|nomor|nomer|nmr|hp|hpne|hpna|hpnya|hape|handphone|telp|telpon|telepon|tlp|wa|phone"
_PHONE = rf"(({_CALLED})( nya)?)( ({_CALLED}|nya))*"
_GONE = rf"({_NONE}|rusak|hilang|ilang|mati)"
_NO_NUMBER = re.compile(rf"({_NONE} {_PHONE}|{_PHONE} {_GONE}){_SOFTLY}")

NUMBERS = frozenset({"phone", "their_phone"})
"""Kinds of steps that ask for a number."""


def typed(forms: Mapping[str, Form], draft: Draft) -> str:
    """The words that were written in a form; numbers and choices are quickly given again."""
    return "\n".join(_words(forms[draft.form], draft))


def _words(form: Form, draft: Draft) -> Iterator[str]:
    for step in form.steps:
        value = draft.answers.get(step.key)
        if isinstance(value, Mapping):
            yield from value.get("texts", ())
        elif isinstance(value, str) and kind_of(step, draft) in ("text", "name", "address"):
            yield value


def sent(draft: Draft) -> Draft:
    """The draft once its card is sent."""
    return replace(draft, about={**draft.about, "sent": True})


def passes_over(words: str) -> bool:
    """Whether somebody says that a question shall be passed over."""
    return bool(_SKIPS.fullmatch(_spoken(words)))


def typed_way(turn: Turn, step: Step) -> str:
    """Whether the words typed are those of a navigation button."""
    words = turn.said.text.strip().casefold()
    language = turn.person.language
    ways = {"form.back": BACK, "form.cancel": CANCEL} | (
        {"form.skip": SKIP} if step.optional else {}
    )
    for key, way in ways.items():
        label = turn.content.texts.plain(language, text(key)).casefold()
        if words and words in (label, label.lstrip("«✖️↩ ").strip()):
            return way
    return SKIP if step.optional and _left_out(words, step) else ""


def _left_out(words: str, step: Step) -> bool:
    """Whether somebody says that a question shall be passed over, or that there is no number."""
    none = step.kind in NUMBERS and bool(_NO_NUMBER.fullmatch(_spoken(words)))
    return none or passes_over(words)


def _spoken(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
