"""What somebody has written in a form, as they would write it again.

Tested in tests/bot/trials/test_too_late.py."""

from collections.abc import Iterator, Mapping

from conversations.content.form import Form
from conversations.filling.question import kind_of
from conversations.protocol.dialogue import Draft


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
