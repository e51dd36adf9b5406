"""What somebody has written in a form, as they would write it again; and navigation in words.

Tested in tests/bot/trials/test_too_late.py."""

from collections.abc import Iterator, Mapping

from conversations.content.content import Turn
from conversations.content.form import Form, Step
from conversations.filling.question import BACK, CANCEL, SKIP, kind_of
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import text


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
    return ""
