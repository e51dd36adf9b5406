"""How a file of a case is sent: by the id under which Telegram knows it; when that is refused, anew
from our store, then as a document; and when nothing helps, in words that say what was there.

A letter only names the file (``params["file"]``): which id is the newest is known when it is sent.
Why so: Telegram forgets ids (a new token, an expired reference), and the sealed file is ours."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from telegram import InputFile

from bot.telegram.attachments import kind_of
from bot.telegram.call_errors import Refusal
from casework.case.number import number
from storage.cases import attachments
from storage.db.database import Database
from storage.db.vault import Unreadable, Vault
from storage.pending.outbox import ClaimedLetter

Params = dict[str, Any]

METHODS = {
    "photo": "sendPhoto",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "video": "sendVideo",
    "video_note": "sendVideoNote",
    "document": "sendDocument",
}
"""What sends a file of each kind."""

_SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
}


def otherwise(letter: ClaimedLetter) -> ClaimedLetter | None:
    """The next way to send a file whose letter was refused; None when there is none, as for all
    other letters."""
    file = letter.params.get("file")
    if file is None:
        return None
    if not file.get("anew"):
        return _with_file(letter, letter.method, {**file, "anew": True})
    if file["kind"] != "document":
        return _with_file(letter, "sendDocument", {**file, "kind": "document"})
    words = {"text": file["gone"], "parse_mode": "HTML"}
    return replace(letter, method="sendMessage", params=words)


def _with_file(letter: ClaimedLetter, method: str, file: Mapping[str, Any]) -> ClaimedLetter:
    return replace(letter, method=method, params={**letter.params, "file": file})


async def with_content(db: Database, vault: Vault, folder: Path, params: Params) -> Params:
    """The parameters of a call with the file of a case in them. Refusal when our store has neither
    its id nor its content."""
    file = params["file"]
    async with db.read() as connection:
        known = await attachments.known(connection, vault, file["id"])
        if known is None:
            raise Refusal("there is no such file")
        content: str | InputFile = known.file_id
        if file.get("anew"):
            try:
                kept = await attachments.load(connection, vault, folder, file["id"])
            except (LookupError, OSError, Unreadable):
                raise Refusal("the file is not kept") from None
            suffix = _SUFFIXES.get(kind_of(kept, known.kind) or "", "bin")
            content = InputFile(kept, f"berkas-{number(known.case_id)}.{suffix}")
    rest = {name: value for name, value in params.items() if name != "file"}
    return {file["kind"]: content, **rest}


def new_id(letter: ClaimedLetter, result: Any) -> tuple[int, str] | None:
    """A file that was sent anew, and the id under which Telegram knows it now; None for all other
    letters, and when Telegram made something else of it."""
    file = letter.params.get("file")
    if file is None or not file.get("anew") or not isinstance(result, Mapping):
        return None
    # A document that stands for a photo or voice message does not become its id.
    if METHODS[file["was"]] != letter.method:
        return None
    found = result.get(file["kind"])
    newest = found[-1] if isinstance(found, list) and found else found
    known = newest.get("file_id") if isinstance(newest, Mapping) else None
    return (file["id"], known) if isinstance(known, str) else None
