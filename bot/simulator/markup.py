"""What Telegram accepts as ``reply_markup``. Checks only; errors in the server's words.

Tested in tests/bot/simulator/test_methods.py."""

import re
from typing import Any

from bot.simulator.errors import bad_request

_INLINE_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
_INLINE_LOOKS = {"text", "style", "icon_custom_emoji_id"}
_KEYS = {
    "text",
    "style",
    "icon_custom_emoji_id",
    "request_users",
    "request_chat",
    "request_contact",
    "request_location",
    "request_poll",
    "request_managed_bot",
    "web_app",
}
_OPTIONS = {
    "inline_keyboard": set[str](),
    "keyboard": {
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
        "input_field_placeholder",
        "selective",
    },
    "remove_keyboard": {"selective"},
    "force_reply": {"input_field_placeholder", "selective"},
}
_MOST_BUTTONS = {"inline_keyboard": 100, "keyboard": 300}


def checked(markup: Any, *, only_inline: bool = False) -> dict[str, Any] | None:
    """The markup if it is one of the four kinds and well made; None if absent or empty. Raises
    ApiError 400."""
    if markup is None or markup == {}:
        return None
    kind = _kind(markup)
    if only_inline and kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    if kind not in _MOST_BUTTONS:
        return dict(markup)
    keyboard = markup[kind]
    if not isinstance(keyboard, list) or not all(isinstance(row, list) for row in keyboard):
        raise bad_request(
            f'field "{kind}" of the'
            f" {'InlineKeyboardMarkup' if only_inline else 'markup'} must be rows"
        )
    if sum(map(len, keyboard)) > _MOST_BUTTONS[kind]:
        raise bad_request("reply markup is too long")
    for row in keyboard:
        for button in row:
            (_inline if kind == "inline_keyboard" else _key)(button)
    filled = [row for row in keyboard if row]
    return {**markup, kind: filled} if filled or kind == "keyboard" else None


def _kind(markup: Any) -> str:
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    kind = next((name for name in _OPTIONS if name in markup), None)
    if kind is None or set(markup) - {kind} - _OPTIONS[kind]:
        raise bad_request("can't parse reply keyboard markup JSON object")
    return kind


def _inline(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request(
            'can\'t parse inline keyboard button: Field "text" must be of type String'
        )
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = set(button) & _INLINE_ACTIONS
    if not actions or set(button) - actions - _INLINE_LOOKS:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    data = button.get("callback_data")
    if data is not None and not (isinstance(data, str) and 1 <= len(data.encode()) <= 64):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://\S+$|tel:\+?\d+$", str(button["url"])):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )


def _key(button: Any) -> None:
    text = (
        button
        if isinstance(button, str)
        else button.get("text")
        if isinstance(button, dict)
        else None
    )
    if not isinstance(text, str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")
    if isinstance(button, dict) and set(button) - _KEYS:
        raise bad_request("can't parse keyboard button")
