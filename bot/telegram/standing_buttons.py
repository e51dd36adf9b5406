"""Whether a message has buttons by which a deed can still be taken back: it must stay where it is.

Tested in tests/bot/turns/test_going_on_standing.py."""

from collections.abc import Sequence
from typing import Any

from conversations.protocol.case_taps import SendAtOnce
from conversations.protocol.taps import UndoSeveral

_STANDS = tuple(f"{tap.kind}:" for tap in (SendAtOnce, UndoSeveral))
"""How the data of buttons begin that stand only below what waits to go out."""


def standing(markup: Any) -> bool:
    """Whether a keyboard, as Telegram sends it with a tap, has one of them. What is no keyboard has
    none."""
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else ()
    return any([_stands(button) for row in _listed(rows) for button in _listed(row)])


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _stands(button: Any) -> bool:
    data = button.get("callback_data") if isinstance(button, dict) else None
    return isinstance(data, str) and data.startswith(_STANDS)
