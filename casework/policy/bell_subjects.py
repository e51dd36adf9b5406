"""What a bell is about: a case, a person, the errands of a case, or something with a key of its
own.

As a text (``str``) each is what the store keeps; ``read`` gives it back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_NUMBERED = re.compile(r"([pe]?)(0|-?[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True)
class OfCase:
    """The case itself."""

    case: int

    def __str__(self) -> str:
        return str(self.case)


@dataclass(frozen=True)
class OfPerson:
    """A person, by their id in Telegram."""

    person: int

    def __str__(self) -> str:
        return f"p{self.person}"


@dataclass(frozen=True)
class OfErrands:
    """What waits to be told by hand of a case."""

    case: int

    def __str__(self) -> str:
        return f"e{self.case}"


@dataclass(frozen=True)
class OfKey:
    """Something that has a key of its own: an action that is held back, or the whole office."""

    key: str

    def __str__(self) -> str:
        return self.key


Subject = OfCase | OfPerson | OfErrands | OfKey

_KINDS: Mapping[str, Callable[[int], Subject]] = {"": OfCase, "p": OfPerson, "e": OfErrands}


def read(stored: str) -> Subject:
    """The subject out of the store. A key may look like a number; as a text it is always itself."""
    found = _NUMBERED.fullmatch(stored)
    return _KINDS[found[1]](int(found[2])) if found else OfKey(stored)
