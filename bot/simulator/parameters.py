"""Which parameters a method takes, and of what kind: read off the signatures of the installed
python-telegram-bot.

A parameter that the library does not know is refused, so that a typo is found here and not in
production. What stands behind the ``*`` in a signature is the library's own convenience and never
goes over the wire.

Tested in tests/bot/simulator/test_methods.py."""

import inspect
import json
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import telegram

from bot.simulator.errors import bad_request


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class Spec:
    """The parameters of one method: how to read each, and which must be there."""

    read: Mapping[str, Callable[[Any], Any]]
    required: frozenset[str]

    def arguments(self, params: Mapping[str, Any], files: Mapping[str, Upload]) -> dict[str, Any]:
        """The parameters with their real types. Raises ApiError 400 for an unknown, missing or
        malformed one."""
        arguments: dict[str, Any] = {}
        for name, value in params.items():
            if name not in self.read:
                raise bad_request(f'unknown parameter "{name}"')
            if value is not None:
                try:
                    arguments[name] = self.read[name](value)
                except (ValueError, TypeError, RecursionError):
                    raise bad_request(f'can\'t parse parameter "{name}"') from None
        for name in self.required:
            if name not in arguments and name not in files:
                raise bad_request(_missing(name))
        return arguments


def _missing(name: str) -> str:
    special = {"chat_id": "chat_id is empty", "text": "message text is empty"}
    return special.get(name, f'parameter "{name}" is required')


@cache
def spec(method: str) -> Spec:
    """The table row of a method such as ``sendMessage``. AttributeError if the library has no such
    method."""
    name = re.sub(r"[A-Z]", lambda capital: "_" + capital[0].lower(), method)
    rows = [
        parameter
        for parameter in inspect.signature(getattr(telegram.Bot, name)).parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.name != "self"
    ]
    return Spec(
        read={row.name: _reader(row.name, row.annotation) for row in rows},
        required=frozenset(row.name for row in rows if row.default is row.empty),
    )


def _reader(name: str, annotation: Any) -> Callable[[Any], Any]:
    if name == "chat_id":
        return _chat_id
    if isinstance(annotation, str) and annotation.startswith("FileInput"):
        return _text  # an id, an address or attach://; the file itself comes beside the parameters
    kinds = set(_plain_types(annotation))
    if list in kinds:
        return _json_value
    if bool in kinds:
        return _flag
    if str in kinds:
        return _text
    if int in kinds:
        return _whole
    if float in kinds:
        return float
    return _json_value


def _plain_types(annotation: Any) -> typing.Iterator[type]:
    """The types inside unions; any sequence counts as ``list``, whatever else is left out."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        for part in typing.get_args(annotation):
            yield from _plain_types(part)
    elif isinstance(origin, type) and issubclass(origin, Sequence):
        yield list
    elif annotation in (int, str, bool, float):
        yield annotation


def _chat_id(value: Any) -> int | str:
    text = str(value)
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else text


def _text(value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise TypeError(value)
    text = str(value)
    text.encode("utf-8")
    return text


def _whole(value: Any) -> int:
    return int(value)


def _flag(value: Any) -> bool:
    return value is True or str(value).lower() in ("true", "1", "yes")


def _json_value(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
