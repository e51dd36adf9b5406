"""Who reads a page or a list, and how a case's holder is called to them.

Tested in tests/conversations/pages/test_queue_line.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.case.model import Case
from conversations.protocol.effects import Text, text


@dataclass(frozen=True)
class ListReader:
    """The officer who reads a list: their id, their colleagues' names by id, and whether they look
    after several villages. ``goes_on``: who goes on with a case that nobody holds, by its id.
    ``offices``: the names of the offices that were asked to take a case, by code; ``own``: the
    codes of those that are the reader's."""

    viewer: int = 0
    names: Mapping[int, str] = field(default_factory=dict)
    several: bool = False
    goes_on: Mapping[int, int] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()


ANYBODY = ListReader()


def whose(case: Case, reader: ListReader) -> Text | str:
    """In whose hands a case is, as a colleague reads it."""
    if case.owner is None:
        return text("queue_line.free")
    return named(case.owner, reader)


def named(person: int, reader: ListReader) -> Text | str:
    """A colleague, as a colleague reads it."""
    if person == reader.viewer:
        return text("staff.you")
    return reader.names.get(person) or text("colleague.unknown")
