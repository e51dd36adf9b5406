"""Where the options of a choice come from: the form, or what was answered so far."""

import pytest

from casework.case.model import Role
from conversations.filling.options import NONE, SOURCES, chosen_service, options
from tests.conversations.speaker import CONTENT, FORMS

KNOWN = "pkh"


def keys(source: str, **kept: object) -> list[str]:
    return [option.value for option in SOURCES[source](CONTENT, kept)]


def test_every_choice_of_a_form_has_a_source() -> None:
    """What the shipped forms name as a source exists, and no source is left over but the
    question's."""
    named = {
        step.choices
        for form in FORMS.values()
        for step in form.steps
        if isinstance(step.choices, str)
    }
    assert named == set(SOURCES)


def test_likely_services_come_with_a_way_out() -> None:
    """Who told of something else can say so; where nothing is likely, nothing is asked."""
    assert keys("suggested", likely=(KNOWN, "no such service")) == [KNOWN, NONE]
    assert keys("suggested", likely=()) == keys("suggested") == []


def test_sectors_are_asked_for_only_while_no_service_is_known() -> None:
    """Whoever took a suggested service is not led through the sectors."""
    assert keys("sectors") == keys("sectors", suggested=NONE) == list(CONTENT.catalogue.sectors)
    assert keys("sectors", suggested=KNOWN) == []


def test_services_are_those_of_the_sector() -> None:
    """Before a sector is chosen there are none to choose from."""
    sector = CONTENT.catalogue.services[KNOWN].sector
    assert KNOWN in keys("services", sector=sector)
    assert keys("services") == []


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [
        ({}, ""),
        ({"suggested": KNOWN}, KNOWN),
        ({"suggested": NONE, "service": KNOWN}, KNOWN),
        ({"suggested": KNOWN, "service": "pip"}, KNOWN),
    ],
)
def test_the_service_that_the_answers_lead_to(kept: dict[str, str], wanted: str) -> None:
    """A suggestion that was taken goes before what was chosen by sector."""
    assert chosen_service(kept) == wanted


def test_the_offices_are_those_of_other_people() -> None:
    """Nothing is referred to where it already lies: the district's own office is left out."""
    assert CONTENT.district not in keys("offices")
    assert set(keys("offices")) == set(CONTENT.directory.offices) - {CONTENT.district}


def test_written_choices_are_labelled_by_their_form() -> None:
    """A choice that stands in a form has the text ``FORM.STEP.CHOICE``."""
    form = FORMS["report"]
    step = next(one for one in form.steps if isinstance(one.choices, tuple) and one.choices)
    wanted = [f"report.{step.key}.{choice}" for choice in step.choices]
    assert [option.label for option in options(CONTENT)(form, step, {})] == wanted


def test_roles_are_those_that_the_speaker_may_give() -> None:
    """The form is told them when it begins."""
    assert keys("roles", likely=(Role.VOLUNTEER,)) == [Role.VOLUNTEER]
