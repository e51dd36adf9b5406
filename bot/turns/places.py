"""Which place a message takes in its chat: of several in one place only the newest is sent, if the
older ones are still waiting.

Tested in tests/bot/trials/test_stale_replies.py."""

from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say
from conversations.protocol.taps import AnswerStep, ResumeForm
from storage.pending.letters_of_case import alarm_place
from storage.pending.replaced import EDIT, PLACE, TO_PAGE
from storage.pending.shown_pages import PAGE

SAID_ONCE = ("form.stale", "chat.")
"""How the keys of texts begin that say nothing new the second time."""


def place_of(say: Say) -> str:
    """The place of a message, as the purpose of its letter; "" for what is never replaced."""
    if say.case is not None and rings(say):
        return alarm_place(say.case)
    page = say.purpose.startswith(PAGE)
    brings = say.purpose and not page
    passing = say.delivery is Delivery.REMINDER and not (brings or say.media or say.paper)
    if not passing or say.keyboard == "none":
        return ""
    if say.edit is not None:
        return f"{EDIT}{say.edit}{TO_PAGE if page else ''}"
    if say.keyboard or any(
        isinstance(b.tap, AnswerStep | ResumeForm) for r in say.buttons for b in r
    ):
        return f"{PLACE}question"
    return f"{PLACE}{say.text.key}" if say.text.key.startswith(SAID_ONCE) else ""


def rings(say: Say) -> bool:
    """Whether a message calls somebody to an emergency: one tap below it takes the case."""
    taps = [button.tap for row in say.buttons for button in row]
    takes = any(isinstance(tap, ActOnCase) and tap.action == "claim" for tap in taps)
    return say.alarm and not say.purpose and takes
