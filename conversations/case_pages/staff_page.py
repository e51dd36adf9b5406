"""The page of a case for those who work on it, on a small phone: due time and holder, what it is,
the newest entry, the beginning of the story, and what an officer must know.

What is seldom needed stands behind the last button."""

from collections.abc import Sequence
from datetime import datetime

from casework.access.own_queue import as_asked
from casework.actions.consent import matters, unasked
from casework.actions.correcting.worse_news import worse_news
from casework.actions.correspondence import Added
from casework.actions.question import undecided
from casework.case.intake import Who
from casework.case.model import OPEN, Case, Status
from casework.case.number import number
from casework.case.whose_turn import late_when_asked, whose_turn
from casework.policy.triage import ALSO
from conversations.actions import referral
from conversations.actions.duplicates.merged_words import besides
from conversations.case_pages import map_pins
from conversations.case_pages.history import story, trail_line
from conversations.case_pages.latest import Entry, bells_line, latest, newest
from conversations.content import fields
from conversations.pages import handover
from conversations.pages.case_facts import Page, if_told, number_to_call, secrecy, told
from conversations.pages.lateness import late_mark
from conversations.pages.list_reader import free, whose
from conversations.pages.lists import place_name, status_text
from conversations.pages.queue_line import joined
from conversations.pages.whose_turn import deciding, in_whole, next_turn
from conversations.protocol.effects import Short, Text, text
from conversations.protocol.notice import passed_on, topic, urgent
from conversations.protocol.places import Places
from conversations.protocol.texts import CUT

STORY = 280
"""Characters of a story on the page: some seven lines of a small phone."""

OLDER = 60
"""Characters of an older entry. The newest stands above the story, in whole."""

RELATED = 2
"""Related cases that are named on the page; the others stand behind *Terkait*."""

_RUNS = frozenset(Status) - {Status.WAITING, Status.RESOLVED, Status.CLOSED}
"""Statuses in which time runs."""


def words(page: Page, places: Places, now: datetime) -> Text:
    """The page in words."""
    case = page.case
    shown = latest(page.history)
    above = newest(shown)
    return text(
        "staff.case",
        first=_first(page, now),
        number=number(case.id),
        service=topic(case),
        status=status_text(case, staff=True),
        newest=_entry(page, above) if above else "",
        story=_story(case),
        facts=_facts(page, places, now),
        older=tuple(_entry(page, x, OLDER) for x in reversed(shown) if x is not above),
        end="",
    )


def _first(page: Page, now: datetime) -> Text:
    """Until when, and in whose hands; to the office that was asked, when its answer is due."""
    case = as_asked(page.reader.own, page.case)
    due = text("staff.due", due=Short(case.due_at, clock=True)) if case.status in _RUNS else ""
    late = late_mark(case, now) if case.status in _RUNS else ""
    due = text("queue_line.late", due=Short(case.due_at)) if late_when_asked(case) else due
    turn = in_whole(whose_turn(case, page.there), page.reader)
    if undecided(page.case, page.history, now):
        turn = (deciding(case, page.there, page.reader),)
    news = text("staff.worse") if worse_news(case, page.history) else ""
    coming = next_turn(case, page.there, page.climbs_at)
    said = joined((news, due, late, _holder(page, turn), *turn, coming))
    return text("queue_line.line", mark=text(f"mark.{case.urgency}"), said=said)


def _holder(page: Page, turn: Sequence[object]) -> Text | str:
    """In whose hands a case is; nothing where it is said whose turn it is instead."""
    nobodys = free(page.case, page.reader)
    if nobodys and turn:
        return ""
    held = text("staff.nobody") if nobodys else whose(page.case, page.reader)
    if page.case.status is Status.CLOSED and not nobodys:
        return text("staff.held_last", value=held)
    return text("staff.holder", value=held)


def _entry(page: Page, entry: Entry, most: int = 0) -> Text:
    """An entry, with so many characters of its words at most; 0 for all of them."""
    if len(entry) > 1:
        return bells_line(entry)
    rank = 0 if most else 1
    return trail_line(*entry[0], rank, page.reader.names, most)


def shortened(case: Case) -> bool:
    """Whether the page tells only the beginning of the story."""
    texts = (case.intake.story or {}).get("texts", ())
    return sum(len(told) + 1 for told in texts) > STORY + 1


def _story(case: Case) -> Text | str:
    """The story; of a long one its beginning, which is never cut further than it must be."""
    if not shortened(case):
        return story(case.intake.story)
    told = dict(case.intake.story or {})
    begun = "\n".join(told["texts"])[:STORY].rstrip()
    return story({**told, "texts": [f"{begun} {CUT}"]})


def _facts(page: Page, places: Places, now: datetime) -> tuple[Text, ...]:
    """What an officer must know before acting, in as few lines as it takes."""
    case = page.case
    phone = _phone(page)
    where = (case.intake.place or "", place_name(case, places))
    return (
        *_maybe_over(page),
        *_unanswered(page),
        *_quiet(page),
        *_second_danger(page),
        *((page.parts,) if page.parts else ()),
        *_person(case),
        told("staff.place", joined(part for part in where if part)),
        *map_pins.facts(page),
        *_besides(page),
        told("staff.phone", phone),
        *handover.delivery(case, page.history),
        *((text("duplicates.others", n=case.others),) if case.others else ()),
        *referral.where(case, page.history, now),
        *secrecy(case),
        *_related(page),
        *((told("staff.similar", page.similar),) if page.similar else ()),
    )


def _besides(page: Page) -> tuple[Text, ...]:
    """What else was told of an emergency that somebody may be running to."""
    open_still = page.case.status in OPEN and urgent(page.case)
    return besides(page.case, (event for event, _ in page.history)) if open_still else ()


def _phone(page: Page) -> str | Text:
    """The number, masked, and that it must not be rung where somebody else would hear it."""
    phone = fields.masked(page.case.intake.phone) or _elsewhere(page)
    return number_to_call(page, phone)


def _elsewhere(page: Page) -> Text:
    """The number that the teller has left in another case of theirs."""
    if page.phone_from is None:
        return text("staff.no_phone")
    phone, case = page.phone_from
    return text("staff.phone_from", phone=fields.masked(phone), number=number(case))


def _maybe_over(page: Page) -> tuple[Text, ...]:
    """That the teller of an emergency has said that it may be over, until it is settled."""
    said = [at for event, at in page.history if isinstance(event, Added) and event.over]
    unsettled = said and urgent(page.case) and page.case.status in OPEN
    key = "staff.maybe_forced" if page.case.intake.phone_is_held else "staff.maybe_over"
    return (text(key, at=said[-1]),) if unsettled else ()


def _quiet(page: Page) -> tuple[Text, ...]:
    """That the teller has asked for no messages, until they have told something else."""
    told = [(e, at) for e, at in page.history if isinstance(e, Added)]
    asked = bool(told) and told[-1][0].quiet and page.case.status in OPEN
    return (text("staff.quiet", at=told[-1][1]),) if asked else ()


def _second_danger(page: Page) -> tuple[Text, ...]:
    """What else the cry of an emergency tells of, and whom to call for that."""
    also = str((page.case.intake.facts or {}).get(ALSO, "")).split()
    open_still = page.case.status in OPEN and urgent(page.case)
    return tuple(text(f"staff.also.{kind}") for kind in also) if open_still else ()


def _unanswered(page: Page) -> tuple[Text, ...]:
    """That nobody has said whether the danger is now: the report was made of words that waited."""
    open_still = page.case.status in OPEN and passed_on(page.case)
    return (text("staff.unanswered"),) if open_still else ()


def _person(case: Case) -> tuple[Text, ...]:
    """Who suffers, when somebody else has told us, and whether they agreed; silence counts as not
    asked."""
    if case.intake.who in (None, Who.SELF):
        return if_told(case.intake.sufferer, "staff.sufferer")
    named = bool(case.intake.sufferer) and case.intake.who is Who.UNSAID
    who = "" if named else text(f"who.{case.intake.who}")
    said = joined((case.intake.sufferer or "", who, _consent(case)))
    return (told("staff.sufferer", said),)


def _consent(case: Case) -> Text | str:
    """What they said, or that they were not asked, as long as it matters."""
    if not unasked(case):
        return text("staff.consent", value=text(f"consent.{case.intake.consent}"))
    return text("staff.unasked") if matters(case) else ""


def _related(page: Page) -> tuple[Text, ...]:
    """The cases that may belong to this one, each a link that opens it."""
    if not page.related:
        return ()
    links = [f"/kasus_{number(x).replace('-', '_')}" for x in page.related_ids[:RELATED]]
    rest = page.related - len(links)
    more = (text("staff.related_more", count=rest),) if rest else ()
    return (text("staff.related", links=joined((*links, *more))),)


def more(page: Page) -> Text:
    """What stands behind the last button: facts that are seldom needed."""
    case = page.case
    return text(
        "staff.more",
        number=number(case.id),
        service=topic(case),
        urgency=text(f"urgency.{case.urgency}"),
        opened=case.opened_at,
        due=case.due_at,
        party=told(
            "staff.party", text(f"party.{case.party}", was=case.known.get("party", case.party))
        ),
    )
