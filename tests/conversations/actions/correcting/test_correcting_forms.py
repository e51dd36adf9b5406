"""What the forms of a correction lead to: one command for each thing that was wrong."""

import pytest

from casework.actions.correcting.address import CorrectAddress
from casework.actions.correcting.classification import CorrectService, CorrectUrgency
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.placing import CorrectPlace
from casework.actions.correcting.postponement import Postpone
from casework.actions.correcting.wrong_result import RetractResult
from casework.case.commands import Command
from casework.case.model import Role, Urgency
from tests.conversations.speaker import CASE, Speaker, resident

WHY, DRAJAT = "it was wrong", "32.74.05.1004"
CASES: tuple[tuple[str, list[str], str, Command], ...] = (
    ("correct", [":what:urgency", ":urgency:high"], "", CorrectUrgency(7, Urgency.HIGH, WHY)),
    ("correct", [":what:village"], "Drajat", CorrectPlace(7, WHY, DRAJAT)),
    ("correct", [":what:address"], "RT 03 RW 05", CorrectAddress(7, "RT 03 RW 05", WHY)),
    ("correct", [":what:office", ":office:district"], "", CorrectPlace(7, WHY, "", "district")),
    (
        "correct",
        [":what:service", ":sector:civil_registry", ":service:sktm"],
        "",
        CorrectService(7, "sktm", WHY),
    ),
    ("give_back", [], "", GiveBack(7, WHY)),
    ("open_again", [], "", OpenAgain(7, WHY)),
    ("wrong_result", [], "", RetractResult(7, WHY)),
)


@pytest.mark.parametrize(("form", "presses", "typed", "command"), CASES)
def test_each_leads_to_its_command(
    form: str, presses: list[str], typed: str, command: Command
) -> None:
    """What was chosen, with the reason, for the case that the form is about."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:{form}:{CASE}")
    for press in presses:
        speaker.press(press)
    if typed:
        speaker.write(typed)
    speaker.write(WHY)
    assert not speaker.did(type(command)), "a card is looked at first"
    speaker.press(":!:send")
    assert speaker.did(type(command)) == [command]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("kemarin", "field.date.ahead"),
        ("22-11-2020", "field.date.ahead"),
        ("1/1/2030", "field.date.ahead"),
        ("kalau sempat", "field.date.wrong"),
    ],
)
def test_a_day_that_does_not_fit_is_told_at_once(typed: str, problem: str) -> None:
    """Before anybody writes a reason for nothing; the day is asked again."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:postpone:{CASE}").write(typed)
    assert speaker.keys == ["form.again"]
    assert speaker.says[-1].text.args["problem"].key == problem
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.answers == {}
    speaker.write("besok").write(WHY).press(":!:send")
    (command,) = speaker.did(Postpone)
    assert command.reason == WHY


def test_residents_have_no_such_buttons() -> None:
    """A resident who taps an officer's button gets no form."""
    speaker = Speaker(resident()).tap(f"c:correct:{CASE}")
    assert speaker.talk.draft is None


@pytest.mark.parametrize("typed", ["besok lusa", "lusa", "besok"])
def test_a_near_day_may_be_said_in_words(typed: str) -> None:
    """A day is understood, and the reason is asked next."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:postpone:{CASE}").write(typed)
    assert speaker.keys == ["postpone.why.ask"]
