"""Files in the simulated Telegram: taken from an upload or known by id, described as the Bot API
describes them.

Tested in tests/bot/simulator/test_methods.py."""

from collections.abc import Mapping
from typing import Any, cast

from telegram.constants import ChatAction, ReactionEmoji

from bot.simulator.errors import ApiError, bad_request
from bot.simulator.messages import Kind
from bot.simulator.parameters import Upload
from bot.simulator.world import StoredFile, World

ACTIONS = frozenset(action.value for action in ChatAction)
REACTIONS = frozenset(emoji.value for emoji in ReactionEmoji)
NO_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)
MIB = 1024 * 1024
DOWN, UP, UP_PHOTO = 20 * MIB, 50 * MIB, 10 * MIB
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8")
_PLACES = {
    "photo": ("photos/.jpg", "image/jpeg"),
    "voice": ("voice/.oga", "audio/ogg"),
    "audio": ("music/.mp3", "audio/mpeg"),
    "video": ("videos/.mp4", "video/mp4"),
    "video_note": ("video_notes/.mp4", "video/mp4"),
}
_TYPES = {
    "photos": "Photo",
    "voice": "VoiceNote",
    "music": "Audio",
    "videos": "Video",
    "video_notes": "VideoNote",
    "documents": "Document",
}
"""What TDLib calls a file by the folder in which Telegram keeps it."""


def stored(
    world: World, field: str, value: Any, files: Mapping[str, Upload]
) -> tuple[Kind, dict[str, Any]]:
    """The kind of message and its fields for what a send method was given. Raises ApiError 400 or
    413."""
    upload = files.get(field)
    if isinstance(value, str) and value.startswith("attach://"):
        upload = files.get(value.removeprefix("attach://"))
    kind = cast("Kind", field)
    if upload is not None:
        return kind, describe(field, keep(world, field, upload), upload.name)
    known = _known(world, value)
    if known is None:
        if isinstance(value, str) and value.startswith("http"):
            raise bad_request("failed to get HTTP URL content")
        raise bad_request(
            f"there is no {field} in the request"
            if not value
            else "wrong remote file identifier specified"
        )
    _same_type(field, known)
    return kind, describe(field, known, known.path.rpartition("/")[2])


def _known(world: World, file_id: Any) -> StoredFile | None:
    """The file of an id; None for an id that is unknown, or not known any more."""
    if not isinstance(file_id, str) or file_id in world.faults.dead_files:
        return None
    return world.files.get(file_id)


def _same_type(field: str, file: StoredFile) -> None:
    """A known file goes out only as what it came in as, a picture or film also as a document."""
    folder = _PLACES.get(field, ("documents/", ""))[0].partition("/")[0]
    was, wished = (_TYPES.get(name) for name in (file.path.partition("/")[0], folder))
    if was and was != wished:
        raise bad_request(f"can't use file of type {was} as {wished}")


def keep(world: World, field: str, upload: Upload) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (UP_PHOTO if field == "photo" else UP):
        raise ApiError(413, "Request Entity Too Large")
    if field == "photo" and not upload.content.startswith(_PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
    path, mime = _PLACES.get(field, (f"documents/.{suffix}", upload.mime))
    return world.store(upload.content, mime, path)


def describe(field: str, file: StoredFile, name: str, seconds: int = 4) -> dict[str, Any]:
    """The Message field of a stored file."""
    basis = {
        "file_id": file.file_id,
        "file_unique_id": f"u{file.file_id}",
        "file_size": len(file.content),
    }
    if field == "photo":
        return {"photo": [{**basis, "width": 320, "height": 240}]}
    if field in ("voice", "audio"):
        named = {"file_name": name} if field == "audio" else {}
        return {field: {**basis, **named, "duration": seconds, "mime_type": file.mime}}
    if field == "video":
        film = {"width": 320, "height": 240, "duration": seconds, "mime_type": file.mime}
        return {"video": {**basis, **film}}
    if field == "video_note":
        return {"video_note": {**basis, "length": 240, "duration": seconds}}
    return {"document": {**basis, "file_name": name, "mime_type": file.mime}}


def get_file(world: World, arguments: Mapping[str, Any], _: Mapping[str, Upload]) -> dict[str, Any]:
    file = _known(world, arguments["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > DOWN:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": f"u{file.file_id}",
        "file_size": len(file.content),
        "file_path": file.path,
    }
