"""What every page of a case is made of: the case with its trail, who looks at it, and lines of
facts.

Tested in tests/conversations/pages/test_lists.py."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.access import permissions
from casework.access.visibility import receives, works_on
from casework.actions.correspondence import Added, Noted, asks_for_no_calls
from casework.actions.duplicates.co_reporting import ToldMore
from casework.actions.question import Answered, parts
from casework.case import events as e
from casework.case.intake import Consent
from casework.case.model import Case, Membership
from casework.case.whose_turn import There
from conversations.content.numbers.card_numbers import identities
from conversations.pages.list_reader import ANYBODY, ListReader
from conversations.protocol.effects import Text, text
from conversations.protocol.live_location import LiveLocation
from conversations.protocol.lock import quiet


@dataclass(frozen=True)
class SendingColleague:
    """A colleague as another office reads of them: ``name``, their ``office`` and its ``phone``
    from the config, never a private number; ``instead``: while they are not there, who can be
    asked."""

    name: str
    office: str
    phone: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Page:
    """A case with all that happened to it, and who looks at it; ``receiver``: the kind of office it
    is referred to; ``similar``: earlier complaints about the same, for those above only;
    ``stands_in_for``: the absent owner for whom the viewer acts; ``above``: somebody is there who
    could answer an objection; ``live``: the pin that the teller has sent last, where it is now;
    ``sender``: for the other office, who has sent it the case; ``top``: nobody stands higher to
    whom a late case could be taken; ``reader``: the viewer, who knows colleagues by name;
    ``related``: how many cases may be about the same person, household or trouble, ``related_ids``
    which; ``there``: who is there to act on it; ``parts``: what has come of several things that its
    teller was asked for; ``climbs_at``: when it climbs, while nobody holds it (UTC);
    ``phone_from``: a phone number that its teller has left in another case, and that case;
    ``result_goes``: for the other office, when the result goes out that it has written (UTC)."""

    case: Case
    history: tuple[tuple[e.Event, datetime], ...]
    viewer: int
    memberships: tuple[Membership, ...]
    files: int = 0
    receiver: str = ""
    similar: int = 0
    stands_in_for: frozenset[int] = frozenset()
    above: bool = True
    live: LiveLocation | None = None
    sender: SendingColleague | None = None
    top: bool = False
    reader: ListReader = ANYBODY
    related: int = 0
    related_ids: tuple[int, ...] = ()
    there: There | None = None
    parts: Text | None = None
    climbs_at: datetime | None = None
    phone_from: tuple[str, int] | None = None
    result_goes: datetime | None = None

    @property
    def staff(self) -> bool:
        return works_on(self.viewer, self.memberships, self.case)

    @property
    def agency(self) -> bool:
        """Whether the viewer is of the office that the case is referred to, and no more."""
        return (
            not self.staff
            and self.viewer not in self.case.excluded
            and any(receives(m, self.case) for m in self.memberships)
        )


def may(page: Page, kind: type) -> bool:
    """Whether the viewer may ask such a thing; the desk decides by the same rule."""
    return permissions.may(kind, page.viewer, page.memberships, page.case, page.stands_in_for)


def told(key: str, value: object) -> Text:
    return text(key, value=value)


def if_told(value: Any, key: str) -> tuple[Text, ...]:
    return (told(key, str(value)),) if value else ()


def secrecy(case: Case) -> tuple[Text, ...]:
    """That the teller is not to be named, as they asked or as we promised, for everybody who works
    on the case."""
    kept = text("staff.secret", value=text("staff.secret_value"))
    return (kept,) if quiet(case) else ()


def no_calls(page: Page) -> bool:
    """Whether the number of a case must not be rung, because somebody else would hear it."""
    return asks_for_no_calls(page.case, (event for event, _ in page.history))


def number_to_call(page: Page, phone: str | Text) -> str | Text:
    """A number, and that it must not be rung where its teller has asked so."""
    return text("staff.no_calls", phone=phone) if no_calls(page) else phone


def number_line(page: Page, kind: str, value: str) -> Text:
    """A whole number as a line of its own."""
    shown = number_to_call(page, value) if kind == "phone" else value
    return text("staff.number", kind=text(f"field.{kind}.name"), value=shown)


NUMBERED = ("nik", "kk", "jkn_number")
"""The cards whose numbers a case may hold."""


def numbers_of(page: Page) -> list[tuple[str, str]]:
    """Kind and value of every number that was told for this case, to its own people also of the
    one that its teller has left in another."""
    elsewhere = page.phone_from[0] if page.staff and page.phone_from else None
    told = [("phone", page.case.intake.phone or elsewhere)]
    written = page.case.intake.person or {}
    told += [(kind, written.get(kind)) for kind in NUMBERED]
    answers: list[Any] = [event.answer for event in _telling(page)]
    said = [part for answer in answers for part in parts(answer)]
    told += [part for part in said if part[0] in ("phone", *NUMBERED)]
    told += _of_cards(page, {value for _, value in told})
    return [(kind, str(value)) for kind, value in dict.fromkeys(told) if value]


def _telling(page: Page) -> list[Answered | ToldMore]:
    """What was told of numbers later. What other tellers told of themselves does not go along to
    another office, and nothing of somebody who has refused the report."""
    if page.staff:
        return [event for event, _ in page.history if isinstance(event, Answered | ToldMore)]
    if page.case.intake.consent is Consent.REFUSED:
        return []
    return [event for event, _ in page.history if isinstance(event, Answered)]


def _of_cards(page: Page, known: Collection[str | None]) -> list[tuple[str, str | None]]:
    """The numbers of cards that stand masked in what was written, for the case's own people."""
    written = _written(page) if page.staff else ()
    found = (one for words in written for one in identities(words))
    return [("card", one) for one in found if one not in known]


def _written(page: Page) -> Iterator[str]:
    """What was written freely in a case: its story, news, answers and notes."""
    events = [event for event, _ in page.history]
    stories: list[Any] = [page.case.intake.story]
    stories += [event.story for event in events if isinstance(event, Added)]
    answers: list[Any] = [event.answer for event in events if isinstance(event, Answered)]
    stories += [answer.get("value") for answer in answers]
    yield from (event.text for event in events if isinstance(event, Noted))
    for told in stories:
        yield from told.get("texts", ()) if isinstance(told, Mapping) else (str(told or ""),)
