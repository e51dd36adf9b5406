"""Whether a file that somebody sends can be kept, by what Telegram says of it: so that the person
hears at once what to send instead.

What it really is, is seen only when it is fetched (attachments.py); this list is no narrower.

Tested in tests/bot/telegram/test_unfit_files.py."""

from bot.telegram.attachments import LONGEST
from bot.telegram.raw_update import RawFile

PAPERS = frozenset(
    """image/jpeg image/png image/webp image/heic image/heif application/pdf
    audio/ogg audio/opus audio/mpeg audio/mp3""".split()  # noqa: SIM905
)
"""Kinds that are kept whatever they were sent as, in the words of phones."""

FILMS = frozenset(
    """audio/mp4 audio/m4a audio/x-m4a audio/3gpp
    video/mp4 video/quicktime video/3gpp""".split()  # noqa: SIM905
)
"""Kinds that are kept as sound or film only."""

ENDINGS = frozenset("jpg jpeg png webp heic heif pdf ogg oga opus mp3".split())  # noqa: SIM905
UNNAMED = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def unfit(kind: str, media: RawFile) -> str:
    """Why a file is not kept: ``big``, or what it is (``sound``, ``film``, ``paper``); "" when it
    is kept. ``kind``: what it was sent as; ``media``: Telegram's description."""
    if (media.file_size or 0) > LONGEST:
        return "big"
    told = (media.mime_type or "").casefold()
    fit = PAPERS if kind == "document" else PAPERS | FILMS
    if kind == "photo" or told in fit or (told in UNNAMED and _may_be(media)):
        return ""
    family = {"audio": "sound", "video": "film"}.get(told.partition("/")[0], "paper")
    return {"voice": "sound", "audio": "sound", "video": "film"}.get(kind, family)


def _may_be(media: RawFile) -> bool:
    """Whether a file that no phone could name is kept by the end of its name, if it has one."""
    _, dot, ending = (media.file_name or "").rpartition(".")
    return not dot or ending.casefold() in ENDINGS
