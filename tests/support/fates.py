"""What may become of a thing that somebody has sent: where it lies, or how it was told that it is
not kept.

Each fate is precise: that some answer came is none of them."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from bot.settings import contents
from tests.support.message_kinds import CONTACT, FILES, PLACE, WORDS
from tests.support.rig import START

STORY, ANSWER = "in the story of a form", "an answer in a form"
ASKED, WAITS = "asked for whom it is", "waits to be sorted"
CASE, REFUSED, LOST = "at a case", "told that it is not kept", "lost"
ANSWERED, SILENT = "answered", "silent"
"""The last two are for messages with nothing in them."""

_WRONG = r"field\.\w+\.(none|wrong|unknown|length)"
"""What is said when something else is asked for."""

_SAYS_SO: Mapping[str, str] = {
    WORDS: _WRONG,
    FILES: rf"file\..+|form\.only_words|officer_reply\.files|{_WRONG}",
    PLACE: rf"officer_reply\.files|{_WRONG}",
    CONTACT: rf"contact\.\w+|officer_reply\.files|chat\.unknown|answer\.empty|{_WRONG}",
}
"""The keys of the texts that tell of each thing that it is not kept."""

_UNFIT = r"file\..+"
"""Of a file that can never be kept it must be said why."""


def fate(
    what: str, mark: str, *, talk: Mapping[str, Any], cases: str, told: str, unfit: bool
) -> str:
    """What has become of the thing in which ``mark`` stands. ``talk`` is the person's, ``cases``
    all that lies at cases, ``told`` what the person was told."""
    if not unfit:
        lies = CASE if mark in cases else _in_talk(talk, mark)
        if lies:
            return lies
    says_so = _UNFIT if unfit else _SAYS_SO[what]
    return REFUSED if any(text.search(told) for text in _texts(says_so)) else LOST


def _in_talk(talk: Mapping[str, Any], mark: str) -> str:
    for draft in talk.get("drafts", ()):
        for fate, held in (
            (ASKED, draft.get("about")),
            (STORY, draft.get("answers", {}).get("story")),
            (ANSWER, draft.get("answers")),
        ):
            if mark in json.dumps(held):
                return fate
    return WAITS if mark in json.dumps(talk.get("loose")) else ""


@cache
def _texts(keys: str) -> Iterable[re.Pattern[str]]:
    """The texts of these keys, with anything in the places of what is filled in."""
    _, content = contents.packaged(START.date())
    plain = [
        re.sub(r"</?\w+>", "", template)
        for key, template in content.texts.languages["id"].items()
        if re.fullmatch(keys, key)
    ]
    return [re.compile(".+".join(map(re.escape, re.split(r"\{\w+\}", text)))) for text in plain]
