"""Who reads a page or a list, and how a case's holder is called to them.

Tested in tests/conversations/pages/test_queue_line.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.access.stand_in import NOBODY
from casework.case.model import Case
from conversations.protocol.effects import Text, text


@dataclass(frozen=True)
class ListReader:
    """The officer who reads a list: their id, their colleagues' names by id, and whether they look
    after several villages. ``goes_on``: who goes on with a case that nobody holds, by its id.
    ``offices``: the names of the offices that were asked to take a case, by code. ``gone``: holders
    who work here no more. ``instead``: who stands in for a holder who is away. ``own``: the codes
    of those offices that are the reader's. ``manned``: at which levels somebody works who may see
    a case that nobody holds, by its id. ``put_off``: the cases that wait for their day,
    ``silent``: for an office that answers no more (ids)."""

    viewer: int = 0
    names: Mapping[int, str] = field(default_factory=dict)
    several: bool = False
    goes_on: Mapping[int, int] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    instead: Mapping[int, int] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    manned: Mapping[int, frozenset[int]] = field(default_factory=dict)
    put_off: frozenset[int] = frozenset()
    silent: frozenset[int] = frozenset()


ANYBODY = ListReader()


def whose(case: Case, reader: ListReader) -> Text | str:
    """In whose hands a case is, as a colleague reads it."""
    if free(case, reader):
        return text("queue_line.free")
    owner = case.owner or 0
    return _away(owner, reader) if owner in reader.instead else named(owner, reader)


def free(case: Case, reader: ListReader) -> bool:
    """Whether nobody who works here holds a case."""
    return case.owner is None or case.owner in reader.gone


def _away(owner: int, reader: ListReader) -> Text:
    """A holder who is away, and who stands in for them."""
    other, holder = reader.instead[owner], named(owner, reader)
    if other == reader.viewer:
        return text("queue_line.for_another", holder=holder)
    if other == NOBODY:
        return text("queue_line.away", holder=holder)
    return text("queue_line.away_with", holder=holder, other=named(other, reader))


def named(person: int, reader: ListReader) -> Text | str:
    """A colleague, as a colleague reads it."""
    if person == reader.viewer:
        return text("staff.you")
    return reader.names.get(person) or text("colleague.unknown")
