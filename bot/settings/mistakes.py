"""Mistakes in what an operator has written, in words for an operator: what is wrong, where it
stands, how to mend it.

Turns what pydantic has found into such lines. Never quotes a value that may be a secret.

Tested in tests/bot/settings/test_config.py."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails


class Mistakes(Exception):
    """Why the program can't work as it is set up: one line per mistake, none of them with a
    secret."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def told(
    error: ValidationError, model: type[BaseModel], place: Callable[[str, str], str]
) -> list[str]:
    """A line for each mistake in the sections of ``model``; ``place`` names a section and key to
    the operator.

    The description of a field is its mend. A ValueError of ours that has a semicolon brings its
    own."""
    return [
        line for detail in error.errors(include_url=False) for line in _lines(detail, model, place)
    ]


def _lines(
    detail: ErrorDetails, model: type[BaseModel], place: Callable[[str, str], str]
) -> list[str]:
    section, key = (*map(str, detail["loc"]), "", "")[:2]
    where = place(section, key)
    keys = _keys(model, section) if key else list(model.model_fields)
    if detail["type"] == "extra_forbidden":
        return [f"{where} is not known; {meant(key or section, keys)}"]
    mend = _mend(model, section, key)
    if detail["type"] == "missing":
        return [f"{where} is missing; {mend}"]
    if detail["type"] == "value_error":
        found = str(detail["ctx"]["error"]).splitlines()
        return [
            f"{where}: {line}" if "; " in line else f"{where}: {line}; {mend}" for line in found
        ]
    return [f"{where} can't be used as it is; {mend}"]


def meant(word: str, known: Sequence[str]) -> str:
    """What somebody may have meant who wrote ``word``."""
    likely = get_close_matches(word, known, 1)
    return f"did you mean {likely[0]}?" if likely else f"known are {', '.join(known)}"


def _keys(model: type[BaseModel], section: str) -> list[str]:
    return list(_fields(model, section))


def _mend(model: type[BaseModel], section: str, key: str) -> str:
    field = _fields(model, section).get(key)
    return (
        str(field.description)
        if field
        else f"write it as a section: [{section}] and its keys on the lines below"
    )


def _fields(model: type[BaseModel], section: str) -> dict[str, FieldInfo]:
    kind = model.model_fields[section].annotation if section in model.model_fields else None
    return dict(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else {}
