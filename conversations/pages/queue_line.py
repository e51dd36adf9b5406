"""A case in one line for officers, and the same on its button: by when, about what, whose trouble,
where, and in whose hands.

Names are initials. The sensitive lane, and who asked not to be named, are told without a name and
without a place."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from casework.case.model import Case, Status
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from casework.policy.duplicates import rt_of
from conversations.pages.lateness import late_mark
from conversations.pages.list_reader import ANYBODY, ListReader, whose
from conversations.protocol.effects import Short, Text, text
from conversations.protocol.places import Places

_WORDS = """
    ibu bu bapak pak bpk mbah mbak mas nenek nek kakek kek mak emak abah bang kang teh ceu neng
    adik dik kak om tante ustaz ustadz kyai kiai nyai haji hajah h hj mr mrs ms
"""
_ADDRESSED = frozenset(_WORDS.split())
"""Words that stand before a name and are told in whole."""

MOST_INITIALS = 2

_TOLD = frozenset(Status) - {Status.REVIEWED, Status.IN_PROGRESS}
"""States that a line tells; the others are what its holder says."""


def initials(name: str) -> str:
    """A name in short: "Ibu Aminah" becomes "Ibu A."."""
    words = [word for word in name.split() if word[0].isalpha()]
    said = [word for word in words if word.casefold().rstrip(".") in _ADDRESSED][:1]
    said = said if words[:1] == said else []
    first = [f"{word[0].upper()}." for word in words[len(said) :]][:MOST_INITIALS]
    return " ".join([*(word[0].upper() + word[1:] for word in said), *first])


def hidden(case: Case, catalogue: Catalogue) -> bool:
    """Whether a list names nobody and no place: the sensitive lane, and who is to be protected."""
    lane = case.sensitive or case.confidential or catalogue.of(case).sensitive
    return lane or case.intake.asks_secrecy


def line(
    case: Case, catalogue: Catalogue, places: Places, now: datetime, reader: ListReader = ANYBODY
) -> Text:
    """The line of a list."""
    late = late_mark(case, now) if case.status is not Status.CLOSED else ""
    others = text("case.others", n=case.others) if case.others else ""
    said = [*_told(case, catalogue, places, reader), number(case.id), _state(case), late, others]
    return text("queue_line.line", mark=text(f"mark.{case.urgency}"), said=joined(said))


def label(
    case: Case, catalogue: Catalogue, places: Places, now: datetime, reader: ListReader = ANYBODY
) -> Text:
    """The same for its button; its number stands at the end, where a narrow screen cuts it."""
    said = [*_told(case, catalogue, places, reader), _state(case), number(case.id)]
    return text("queue_line.line", mark=mark(case, now), said=joined(said))


def mark(case: Case, now: datetime) -> Text:
    """The sign of a case on a button: that it is late is told beside its urgency."""
    urgency = text(f"mark.{case.urgency}")
    late = case.due_at < now and case.status is not Status.CLOSED
    return text("queue_filter.late_mark", mark=urgency) if late else urgency


def short_topic(case: Case, catalogue: Catalogue) -> Text:
    """What a case is about, in few letters; of a sensitive one not a word."""
    if case.sensitive or catalogue.of(case).sensitive:
        return text("case.sensitive")
    name = case.known.get("service", "") or text(f"service.{case.service}.name")
    return text(f"service.{case.service}.short", was=name)


def joined(parts: Iterable[Text | str]) -> Text | str:
    """What there is to say in one line, with dots between."""
    said = [part for part in parts if part]
    return reduce(lambda before, part: text("queue_line.and", before=before, part=part), said)


def _told(
    case: Case, catalogue: Catalogue, places: Places, reader: ListReader
) -> tuple[Text | str, ...]:
    """What line and button begin with."""
    over = case.status is Status.CLOSED
    return (
        "" if over else text("queue_line.due", due=Short(case.due_at)),
        _about(case, catalogue, places, reader),
        text("queue_line.holder", holder=whose(case, reader)),
    )


def _state(case: Case) -> Text | str:
    return text(f"queue_line.state.{case.status}") if case.status in _TOLD else ""


def _about(case: Case, catalogue: Catalogue, places: Places, reader: ListReader) -> Text:
    """About what, whose trouble it is and where, as far as the lane allows; the village where there
    are several."""
    topic = short_topic(case, catalogue)
    was = case.known.get(f"village {case.village}", "")
    village = places.name(case.village, was) if reader.several and case.village else ""
    if hidden(case, catalogue):
        parts = ["🔒", village]
    else:
        rt = rt_of(case.intake.place or "")
        parts = [initials(case.intake.sufferer or ""), f"RT {rt}" if rt else "", village]
    who = ", ".join(part for part in parts if part)
    return text("queue_line.about", topic=topic, who=who) if who else topic
