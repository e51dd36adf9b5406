"""Stars and a sentence for the service: the buttons, the form, who is told, and the line of the
history.

Texts: ``closing.*.toml``."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.ending.rating import LOW, STARS, Rate, Rated
from casework.case import events as e
from casework.case.model import Case
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling.opening import open_form
from conversations.protocol.case_taps import RateCase
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Button, Do, Effect, Rows, Say, Text, text
from conversations.protocol.notice import (
    COORDINATOR,
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    open_button,
    say,
)


def stars(case: Case) -> Rows:
    """One row of one to five stars."""
    # Whether few stars open the case again is known here, and no more when the button is tapped.
    closed = case.ending.second_look
    return (tuple(Button(f"{n} ⭐", RateCase(case.id, str(n), closed)) for n in STARS),)


def _rated(case: Case, event: Rated, catalogue: Catalogue) -> Notices:
    """Few stars are told to the coordinator, who also hears of the reopening; words to whoever had
    the case."""
    if event.reopens:
        return []
    thanks = Notice(TELLER, say("notice.rated", case))
    told = say("notice.rated_staff", case, open_button(case), stars=event.stars)
    if event.stars <= LOW:
        return [thanks, Notice(COORDINATOR, told)]
    return [thanks, Notice(OWNER, told)] if event.words else [thanks]


ROWS = (OnEvent(Rated, _rated),)


def with_words(said: Text, words: str) -> Text:
    """What was tapped, followed by what was written beside it."""
    return text("rating.with_words", said=said, words=words) if words else said


LINES: Mapping[type[e.Event], Callable[[Any], object]] = {
    Rated: lambda event: with_words(text("rating.stars", stars=event.stars), event.words)
}


def _tapped(turn: Turn, talk: Talk, tap: RateCase) -> Answered:
    """Stars were tapped; a line may follow. Few of them open the case again, unless that is
    declined."""
    # Opened again meanwhile, perhaps by these very stars.
    if any(brief.id == tap.case for brief in turn.around.cases):
        return talk, (Say(text("rate.open", number=number(tap.case))),)
    answers = {"stars": tap.stars} | ({"reopen": "no"} if tap.stays_closed else {})
    about = {"case": tap.case, "number": number(tap.case)}
    return open_form(turn, talk, "rate", about=about, answers=answers)


TAPS = (OnTap(RateCase, _tapped),)


def _rate(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    reopen, words = kept.get("reopen") != "no", str(kept.get("words") or "")
    return (Do(Rate(turn.person.id, int(kept["stars"]), words, reopen), case=draft.about["case"]),)


FINISH = {"rate": _rate}
