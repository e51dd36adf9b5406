"""Where a case is on the map: the pins that its teller has shown, and the newest of them as a place
to tap.

A pin goes wherever the address goes: to staff, and to the office that was asked to take the case.

Tested in tests/conversations/case_pages/test_map_pins.py."""

from collections.abc import Iterator
from typing import Any

from casework.actions.correspondence import Added
from casework.actions.ending.completion import Completed
from casework.actions.question import Answered
from casework.case import events as e
from casework.case.map_pin import MapPin
from casework.case.number import number
from casework.case.sharing import withdrawn
from conversations.pages.case_facts import Page
from conversations.protocol.case_taps import ActOnCase, open_case
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Button, Say, Text, text


def newest(page: Page) -> MapPin | None:
    """The pin that was shown last, to whom the address is shown; None where there is none."""
    if not (page.staff or (page.agency and not withdrawn(page.case))):
        return None
    shown = [pin for event, _ in page.history for pin in pins_of(event)]
    if page.case.intake.pin is not None:  # of a case that was split off, too
        shown.insert(0, MapPin.load(page.case.intake.pin))
    last = shown[-1] if shown else None
    return page.live.current(last) if last and page.live else last


def pins_of(event: e.Event) -> Iterator[MapPin]:
    """The pins that the teller shows with an event; of further tellers it is their own affair."""
    match event:
        case e.Filed() | Completed():
            yield from _of_story(event.intake.story)
            if event.intake.pin is not None:
                yield MapPin.load(event.intake.pin)
        case Added():
            yield from _of_story(event.story)
        case Answered():
            yield from _of_answer(event.answer)


def _of_story(raw: Any) -> Iterator[MapPin]:
    pin = Story.load(raw).pin if raw else None
    if pin is not None:
        yield pin


def _of_answer(answer: Any) -> Iterator[MapPin]:
    if answer["kind"] == "location":
        yield MapPin(*answer["value"])
    elif isinstance(answer["value"], dict):
        yield from _of_story(answer["value"])


def facts(page: Page) -> tuple[Text, ...]:
    """The newest pin in words, unless the address says it already."""
    pin = newest(page)
    if pin is None or pin.words in (page.case.intake.place or ""):
        return ()
    return (text("staff.pin", value=pin.words),)


def buttons(page: Page) -> tuple[Button, ...]:
    """The way to the map, if there is one."""
    return (Button(text("act.map"), ActOnCase("map", page.case.id)),) if newest(page) else ()


def place(page: Page) -> Say:
    """The newest pin as a place that opens when it is tapped, with the way back to its case."""
    told, pin = number(page.case.id), newest(page)
    if pin is None:
        return Say(text("map.none", number=told), case=page.case.id)
    back = Button(text("case.open_number", number=told), open_case(page.case.id))
    return Say(text("map.none", number=told), ((back,),), case=page.case.id, pin=pin)
