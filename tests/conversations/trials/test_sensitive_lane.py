"""The sensitive lane: no notice, list, card or chat names what a sensitive case is about, in either
language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from casework import trail
from casework.case.intake import Intake, Who
from casework.case.model import Case, Membership, Role, Status, Urgency
from casework.case.number import number
from conversations.case_pages import case as case_page
from conversations.case_pages import officers
from conversations.case_pages.case import Page
from conversations.notices import notices
from conversations.pages import lists
from conversations.pages.lists import Listed
from conversations.pages.morning_list import Morning, digest
from conversations.protocol.effects import Brief, Say, text
from tests.casework.cases import DISTRICT, NOW, OFFICER, ONE_OF_EACH, TELLER, filed, standing
from tests.conversations.speaker import CONTENT, LANGUAGES, TEXTS, Speaker

SENSITIVE = sorted(key for key, row in CONTENT.catalogue.services.items() if row.sensitive)
ENTITLED = (Membership(Role.DISTRICT_OFFICER, DISTRICT),)


def words(say: Say, language: str) -> str:
    """All that a message shows."""
    labels = [TEXTS.plain(language, button.label) for row in say.buttons for button in row]
    return "\n".join([TEXTS.html(language, say.text), *labels])


def named(service: str, language: str) -> set[str]:
    """What would give the topic away: its name, who decides on it, its code, its sector (but that
    of emergencies, since their urgency says as much)."""
    row = CONTENT.catalogue.services[service]
    sector = () if row.sector == "emergency" else (f"sector.{row.sector}.name",)
    keys = (row.name, row.decides, *sector)
    return {TEXTS.html(language, text(key)) for key in keys} | {service}


def case_of(service: str, **changed: object) -> Case:
    intake = Intake(who=Who.NEIGHBOUR, sufferer="Bu S")
    return replace(filed(service)[0], intake=intake, **changed)  # type: ignore[arg-type]


def notices_of(case: Case) -> Iterator[Say]:
    for event in ONE_OF_EACH:
        yield from (notice.say for notice in notices(case, event, CONTENT.catalogue))


def lists_of(case: Case) -> Iterator[Say]:
    listed = Listed((case,), "", 1)
    for key in ("mine", "queue", "found", "pick"):
        yield lists.listing(key, listed, CONTENT.catalogue, CONTENT.places, NOW)
    yield lists.book(listed, CONTENT.catalogue, NOW)
    yield lists.tasks([replace(case, status=Status.WAITING)])
    morning = digest(Morning((case,), below=(case,)), NOW, NOW + timedelta(hours=9))
    assert morning is not None
    yield morning


def cards_of(case: Case) -> Iterator[Say]:
    """The teller's card and trail; an officer's trail and the numbers. Only an officer's page tells
    the topic."""
    history = tuple((event, NOW) for event in ONE_OF_EACH)
    mine = Page(case, history, TELLER, ())
    yield case_page.case_page(mine, CONTENT.catalogue, CONTENT.places, NOW)
    yield case_page.history(mine)
    yield case_page.history(Page(case, history, OFFICER, ENTITLED))
    yield officers.officers(case, [(OFFICER, "officer", ENTITLED[0])])


@pytest.mark.parametrize("urgency", [Urgency.NORMAL, Urgency.EMERGENCY])
@pytest.mark.parametrize("service", SENSITIVE)
def test_nothing_names_the_topic(service: str, urgency: Urgency) -> None:
    """Every notice of every event, every list and every card keeps the topic to itself."""
    case = case_of(service, urgency=urgency)
    for language in LANGUAGES:
        for say in (*notices_of(case), *lists_of(case), *cards_of(case)):
            told = words(say, language)
            assert [name for name in named(service, language) if name in told] == []


def test_the_scan_can_find_something() -> None:
    """Negative control: of a case that is not sensitive the name stands in notices, lists and
    cards."""
    case = case_of("pkh")
    name = TEXTS.html("id", text("service.pkh.name"))
    for said in (notices_of(case), lists_of(case), cards_of(case)):
        assert any(name in words(say, "id") for say in said)


@pytest.mark.parametrize("service", SENSITIVE)
def test_the_officers_page_tells_it(service: str) -> None:
    """Who is entitled and has opened the page reads what it is about."""
    page = Page(case_of(service), (), OFFICER, ENTITLED)
    told = words(case_page.case_page(page, CONTENT.catalogue, CONTENT.places, NOW), "id")
    assert TEXTS.html("id", text(f"service.{service}.name")) in told


@pytest.mark.parametrize("service", SENSITIVE)
def test_a_greeting_does_not_name_it(service: str) -> None:
    """Who says hello is told of the open case by its number, on a phone that others may hold."""
    case = case_of(service)
    speaker = Speaker(cases=(Brief(case.id, service, "in_progress"),)).write("halo")
    for language in LANGUAGES:
        told = "\n".join(words(say, language) for say in speaker.says)
        assert [name for name in named(service, language) if name in told] == []
        assert number(case.id) in told


def test_every_event_was_scanned() -> None:
    """The scan has an event of each kind."""
    assert {event.kind for event in ONE_OF_EACH} == set(trail.KINDS)


@pytest.mark.parametrize("service", sorted(CONTENT.catalogue.services))
def test_a_case_knows_its_lane(service: str) -> None:
    """A case is sensitive exactly when its service is, from its first event on, and stays so."""
    case, event = filed(service)
    assert (event.sensitive, case.sensitive) == (service in SENSITIVE,) * 2


def test_a_page_of_those_above_counts_what_is_alike() -> None:
    """The number of similar complaints stands on the page when it is given, and is no line when it
    is not."""
    case = standing(Status.IN_PROGRESS)
    pages = [Page(case, (), OFFICER, ENTITLED, similar=n) for n in (0, 3)]
    shown = [
        words(case_page.case_page(page, CONTENT.catalogue, CONTENT.places, NOW), "id")
        for page in pages
    ]
    assert ["serupa dalam 12 bulan: 3" in page for page in shown] == [False, True]
    assert "serupa" not in shown[0]
