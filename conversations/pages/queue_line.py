"""A case in two short lines for officers, and in short on its button: its number, about what, whose
trouble, where; in the list also by when and in whose hands.

Names are initials. The sensitive lane, and who asked not to be named, are told without a name and
without a place."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce

from casework.access.own_queue import TO_DO
from casework.case.model import Case, Status
from casework.case.number import number
from casework.case.whose_turn import is_late, late_when_asked, with_office
from casework.policy.catalogue import Catalogue
from casework.policy.duplicates import rt_of
from conversations.pages.list_reader import ANYBODY, ListReader, free, whose
from conversations.pages.whose_turn import asked_in_list, in_list
from conversations.protocol.effects import Short, Text, text
from conversations.protocol.lock import LOCK, quiet
from conversations.protocol.notice import GRAVELY_ILL, of_danger, topic, urgent
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

_WAITS = frozenset({Status.WAITING, Status.RESOLVED})
"""States in which it waits for its teller."""


def initials(name: str) -> str:
    """A name in short: "Ibu Aminah" becomes "Ibu A."."""
    words = [word for word in name.split() if word[0].isalpha()]
    said = [word for word in words if word.casefold().rstrip(".") in _ADDRESSED][:1]
    said = said if words[:1] == said else []
    first = [f"{word[0].upper()}." for word in words[len(said) :]][:MOST_INITIALS]
    return " ".join([*(word[0].upper() + word[1:] for word in said), *first])


def hidden(case: Case, catalogue: Catalogue) -> bool:
    """Whether a list names nobody and no place: the sensitive lane, and who is to be protected."""
    return quiet(case) or catalogue.of(case).sensitive


def line(
    case: Case, catalogue: Catalogue, places: Places, now: datetime, reader: ListReader = ANYBODY
) -> Text:
    """What a list tells of it: its number and what it is about; below by when, and in whose
    hands."""
    rest = (
        *_standing(case, now, reader),
        text("queue_line.put_off") if case.id in reader.put_off else "",
        _until(case, now),
        text("case.others", n=case.others) if case.others else "",
        _holder(case, reader),
    )
    return text(
        "queue_line.entry",
        mark=mark(case, now),
        number=number(case.id),
        about=_about(case, catalogue, *_who(case, catalogue, places, reader)),
        rest=joined(rest),
    )


def label(
    case: Case, catalogue: Catalogue, places: Places, now: datetime, reader: ListReader = ANYBODY
) -> Text:
    """The same in short, for its button: what tells it from the others comes first, for a narrow
    screen cuts the end."""
    who, _, village = _who(case, catalogue, places, reader)
    whose_or_where = ", ".join(filter(None, (who if who == LOCK or not village else "", village)))
    topic = short_topic(case, catalogue)
    about = (
        text("queue_line.in_short", topic=topic, who=whose_or_where) if whose_or_where else topic
    )
    return text("queue_line.button", mark=mark(case, now), number=number(case.id), about=about)


def named(
    case: Case, catalogue: Catalogue, places: Places, now: datetime, reader: ListReader = ANYBODY
) -> Text:
    """The case above a question about it: as a list names it, of a confidential one only its
    number."""
    sign, told = mark(case, now), number(case.id)
    if case.confidential or _unnamed(case, catalogue):
        return text("queue_line.only_number", mark=sign, number=told)
    about = _about(case, catalogue, *_who(case, catalogue, places, reader))
    return text("queue_line.named", mark=sign, number=told, about=about)


def mark(case: Case, now: datetime) -> Text:
    """The sign of a case: that it is late is told beside its urgency."""
    urgency = text(f"mark.{case.urgency}")
    return text("queue_filter.late_mark", mark=urgency) if is_late(case, now) else urgency


def late(case: Case, now: datetime) -> bool:
    """Whether its own time has passed; that of another office stands beside what it was asked."""
    return case.status in TO_DO and case.due_at < now


def short_topic(case: Case, catalogue: Catalogue) -> Text:
    """What a case is about, in few letters; of a sensitive one not a word."""
    if _unnamed(case, catalogue):
        return text("case.sensitive")
    if of_danger(case):
        return text(f"service.{GRAVELY_ILL}.short", was=text(f"service.{GRAVELY_ILL}.name"))
    if case.service == GRAVELY_ILL and not urgent(case):
        return topic(case)
    name = case.known.get("service", "") or text(f"service.{case.service}.name")
    return text(f"service.{case.service}.short", was=name)


def _unnamed(case: Case, catalogue: Catalogue) -> bool:
    """Whether not even its service is named, which says by itself that it is secret."""
    return case.sensitive or catalogue.of(case).sensitive


def joined(parts: Iterable[Text | str]) -> Text | str:
    """What there is to say in one line, with dots between."""
    said = [part for part in parts if part]
    return reduce(lambda before, part: text("queue_line.and", before=before, part=part), said)


def _until(case: Case, now: datetime) -> Text | str:
    """By when, soon with the hour; of a late one since when, and how often it was asked for; of
    one that was late when its teller was asked, since when it was."""
    if late_when_asked(case):
        return text("queue_line.late", due=Short(case.due_at))
    if case.status not in TO_DO:
        return ""
    if not late(case, now):
        due = Short(case.due_at, clock=case.due_at - now < timedelta(days=1))
        return text("queue_line.due", due=due)
    count = case.reminders.nudges
    since = text("queue_line.late", due=Short(case.due_at))
    return text("case.nudged", late=since, count=count) if count else since


def _standing(case: Case, now: datetime, reader: ListReader) -> tuple[Text | str, ...]:
    """Its state, as far as its holder does not say it, and which office was asked to take it."""
    if case.referral is None:
        return (text(f"queue_line.state.{case.status}") if case.status in _TOLD else "",)
    waits = text(f"queue_line.state.{case.status}") if case.status in _WAITS else ""
    said = "asks" if case.referral.asks else str(case.stage)
    if case.referred_to in reader.own:
        return waits, text(f"queue_line.own.{said}")
    office = reader.offices.get(case.referred_to, "") or text("queue_line.another_office")
    told = text(f"queue_line.referral.{said}", office=office)
    if not is_late(case, now) or late(case, now):
        return waits, told
    return waits, text("queue_line.late_there", told=told, due=Short(case.referral.answer_by))


def _holder(case: Case, reader: ListReader) -> Text | str:
    """In whose hands it is; whose turn it is where it is in nobody's, or where the reader's own
    office was asked."""
    if case.status in TO_DO and case.referral is not None:
        if case.referred_to in reader.own:
            return text("queue_line.your_turn") if with_office(case) else ""
        if turn := asked_in_list(case, reader):
            return text("queue_line.to_answer", turn=turn)
    if free(case, reader):
        turn = in_list(case, reader)
        said = text("queue_line.free_turn", turn=turn) if turn else text("queue_line.free")
        return said if case.status is not Status.CLOSED else ""
    mine = case.owner == reader.viewer
    return text(
        "queue_line.holder", holder=text("queue_line.mine") if mine else whose(case, reader)
    )


def _about(case: Case, catalogue: Catalogue, *parts: str) -> Text:
    topic, who = short_topic(case, catalogue), ", ".join(part for part in parts if part)
    return text("queue_line.about", topic=topic, who=who) if who else topic


def _who(
    case: Case, catalogue: Catalogue, places: Places, reader: ListReader
) -> tuple[str, str, str]:
    """Whose trouble it is, in which RT, and in which village where there are several, or where it
    stands on no list any more; as far as the lane allows."""
    was = case.known.get(f"village {case.village}", "")
    telling = reader.several or places.today(case.village) not in places.villages
    village = places.name(case.village, was) if telling and case.village else ""
    if hidden(case, catalogue):
        return "" if _unnamed(case, catalogue) else LOCK, "", village
    rt = rt_of(case.intake.place or "")
    return initials(case.intake.sufferer or ""), f"RT {rt}" if rt else "", village
