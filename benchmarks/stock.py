"""The recorded form built with python-telegram-bot alone: its dispatching, ConversationHandler and
PicklePersistence.

It asks the same questions in the same order and answers with the same words and buttons as ours."""

import json
import warnings
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from telegram import (
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    TelegramObject,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

from benchmarks.setting.district import TOKEN
from benchmarks.setting.people import FIRST, draft_of, question_of, recording_of
from benchmarks.setting.recording import Exchange, Recording

NAME = "report"
MARKUPS: Mapping[str, type[TelegramObject]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
}
Handle = Callable[[Update, Any], Coroutine[Any, Any, Any]]
App = Application[Any, Any, Any, Any, Any, Any]


class Unconnected(BaseRequest):
    """A connection to nobody: it knows the bot's own name, and that is all an application asks
    before it starts."""

    @property
    def read_timeout(self) -> float | None:
        return 5

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> tuple[int, bytes]:
        me = {"id": 100000, "is_bot": True, "first_name": "Bot", "username": "stock_bot"}
        return 200, json.dumps({"ok": True, "result": me}).encode()


def _unconnected() -> Any:
    return (
        Application.builder()
        .token(TOKEN)
        .updater(None)
        .request(Unconnected())
        .get_updates_request(Unconnected())
    )


async def empty() -> App:
    """An application that parses an update, finds its handler, and does nothing."""

    async def nothing(update: Update, context: Any) -> None:
        pass

    application: App = _unconnected().build()
    application.add_handlers([MessageHandler(filters.ALL, nothing), CallbackQueryHandler(nothing)])
    await application.initialize()
    return application


async def persistent(file: Path, recordings: Sequence[Recording], users: int, run: int) -> App:
    """The form in a ConversationHandler, with a pickle file in which so many people are in the
    middle of theirs.

    Only user data and conversations are stored, and nothing is written before it is told to: the
    least one can store."""
    stored = PersistenceInput(bot_data=False, chat_data=False, callback_data=False)
    writer = PicklePersistence(file, store_data=stored, on_flush=True)
    for place in range(users):
        person = FIRST + place
        recording = recording_of(recordings, person)
        exchange = question_of(recording, place)
        told = dict.fromkeys(exchange.talk["drafts"][0]["answers"], "x" * 20) | {
            "draft": draft_of(run, person)
        }
        await writer.update_user_data(person, told)
        await writer.update_conversation(
            NAME, (person, person), recording.exchanges.index(exchange)
        )
    await writer.flush()
    application: App = (
        _unconnected()
        .persistence(PicklePersistence(file, store_data=stored, on_flush=True))
        .build()
    )
    application.add_handler(conversation(recordings, answering=False))
    await application.initialize()
    return application


def conversation(recordings: Sequence[Recording], *, answering: bool) -> ConversationHandler[Any]:
    """The recorded form. With ``answering`` each handler makes the recorded calls; else it only
    keeps the answer."""
    heard = filters.TEXT & ~filters.COMMAND
    states: dict[object, list[Any]] = {}
    for place in range(1, len(recordings[0].exchanges)):
        handle = _step(recordings, place, answering)
        states[place] = [CallbackQueryHandler(handle), MessageHandler(heard, handle)]
    with warnings.catch_warnings():
        # It warns of how it tracks taps, which is what we want.
        warnings.simplefilter("ignore", PTBUserWarning)
        return ConversationHandler(
            [CommandHandler("lapor", _step(recordings, 0, answering))],
            states,
            [],
            name=NAME,
            persistent=not answering,
        )


def _step(recordings: Sequence[Recording], place: int, answering: bool) -> Handle:
    answers = (
        [_replies(recording.exchanges[place]) for recording in recordings] if answering else []
    )
    names = [recording.exchanges[place].step for recording in recordings]
    after = place + 1 if place + 1 < len(recordings[0].exchanges) else ConversationHandler.END

    async def handle(update: Update, context: Any) -> object:
        person = update.effective_user.id if update.effective_user else 0
        query, message = update.callback_query, update.message
        context.user_data[names[person % len(names)]] = (
            query.data if query else message and message.text
        )
        for reply in answers[person % len(answers)] if answers else ():
            await reply(update, context)
        return after

    return handle


def _replies(exchange: Exchange) -> list[Handle]:
    """The recorded calls as one writes them with python-telegram-bot; the markup is made once, not
    for each person."""
    return [_reply(method, params) for method, params in exchange.answers]


def _reply(method: str, params: dict[str, Any]) -> Handle:
    if method == "answerCallbackQuery":
        return lambda update, context: update.callback_query.answer()  # type: ignore[union-attr]
    markup = params.get("reply_markup") or {}
    kind = next((MARKUPS[name] for name in MARKUPS if name in markup), None)
    said = {
        "text": params["text"],
        "parse_mode": "HTML",
        "link_preview_options": LinkPreviewOptions(is_disabled=True),
        "reply_markup": kind.de_json(markup, None) if kind else None,
    }
    if method == "editMessageText":
        return lambda update, context: update.callback_query.edit_message_text(**said)  # type: ignore[union-attr]
    return lambda update, context: update.effective_chat.send_message(**said)  # type: ignore[union-attr]
