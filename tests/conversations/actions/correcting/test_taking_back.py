"""What its writer sees of a letter that waits: whole, with two buttons, in both languages."""

import pytest

from casework.actions.correcting.taking_back import TakenBack
from casework.actions.correspondence import Replied
from casework.actions.ending.resolution import Resolved
from casework.actions.question import Asked
from casework.case.events import Event
from casework.case.model import Decision, Membership, Role, Status
from conversations.actions.correcting import taking_back
from conversations.case_pages.case import shown
from conversations.pages.case_facts import Page
from conversations.protocol.effects import Say, text
from conversations.protocol.requests import SendHeld, TakeBackHeld
from tests.casework.cases import NOW, OFFICER, TELLER, VILLAGE, filed, standing
from tests.conversations.speaker import CASE, LANGUAGES, TEXTS, Speaker, resident, taps

WRITTEN = (
    Replied(OFFICER, "on Monday"),
    Asked(OFFICER, "since when?", "text"),
    Resolved(OFFICER, Decision.HELPED, "the card works"),
)


@pytest.mark.parametrize("event", WRITTEN, ids=lambda event: event.kind)
def test_a_look_before_it_goes(event: Event) -> None:
    """The words themselves, when they go out, and the two buttons above what stood there."""
    case = standing(Status.IN_PROGRESS)
    told = Say(text("done.noted"), case=case.id)
    look = taking_back.look(told, case, event, NOW)
    assert taps(look) == [f"tb:{case.id}:{case.version}", f"sa:{case.id}:{case.version}"]
    for language in LANGUAGES:
        words = TEXTS.plain(language, look.text)
        assert any(said in words for said in ("on Monday", "since when?", "the card works"))
        assert TEXTS.plain(language, taking_back.taken_back(case, event, 3).text)
        assert TEXTS.plain(language, taking_back.sent(case, 3, NOW).text)


NUMBERS = ("3274051234567890", "0001234567890", "kartu KKS 6013010112345678")


@pytest.mark.parametrize("sensitive", [False, True])
@pytest.mark.parametrize("said", NUMBERS)
def test_numbers_are_masked_as_they_are_read(said: str, *, sensitive: bool) -> None:
    """NIK, health insurance and other cards, before it goes, taken back or overtaken: each card
    shows the last four digits, as the resident reads them."""
    case = standing(Status.IN_PROGRESS, sensitive=sensitive)
    words, told = f"NIK ibu {said} sudah aktif", Say(text("done.noted"), case=case.id)
    for event in (
        Replied(OFFICER, words),
        Asked(OFFICER, words, "text"),
        Resolved(OFFICER, Decision.HELPED, words),
    ):
        cards = [taking_back.look(told, case, event, NOW), taking_back.taken_back(case, event, 3)]
        if isinstance(event, Asked):
            cards.append(taking_back.overtaken(case, event, text("done.noted", number="")))
        for say in cards:
            shown_words = TEXTS.plain("id", say.text)
            assert said[-10:] not in shown_words
            assert sensitive or f"•••• {said[-4:]}" in shown_words


@pytest.mark.parametrize(("tap", "kind"), [("tb", TakeBackHeld), ("sa", SendHeld)])
def test_a_tap_asks_the_desk(tap: str, kind: type) -> None:
    """Each of the two buttons names the case and the event, and the message that it stands on."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).tap(f"{tap}:{CASE}:4")
    (asked,) = speaker.did(kind)
    assert (asked.case, asked.place) == (CASE, 4)


def test_residents_do_not_see_what_was_taken_back() -> None:
    """On their page and in their history it never was; colleagues see both."""
    case, opening = filed()
    back = TakenBack(OFFICER, "reply", 2, NOW, case.status, None, None, None, 0)
    trail = ((opening, NOW), (WRITTEN[0], NOW), (back, NOW))
    theirs = Page(case, trail, TELLER, ())
    ours = Page(case, trail, OFFICER, (Membership(Role.COORDINATOR, VILLAGE),))
    assert [x.kind for x, _ in shown(theirs)] == ["filed"]
    assert [x.kind for x, _ in shown(ours)] == ["filed", "replied", "taken_back"]
