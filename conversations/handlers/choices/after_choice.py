"""A photo, a voice note or a place right after somebody has chosen the case of their words goes
there, too, whatever emergency of theirs is open; they read where, and one tap gives it to another
case as well.

Tested in tests/conversations/handlers/choices/test_after_choice.py."""

from dataclasses import replace

from casework.actions.correspondence import Add
from casework.case.number import number
from conversations.content.content import Answered, Turn
from conversations.handlers.messages import further_cases, offering, second_matter, shown_last
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Brief, Button, Do, Say, text
from conversations.protocol.talk.gathering import ANSWER_SECONDS, CHOSEN, goes_on
from conversations.protocol.taps import SortMessage


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from something shown; None where nothing was chosen before it."""
    about = _chosen(turn, talk)
    if about is None or not _shows(turn):
        return None
    if talk.about_loose == second_matter.PLACED and goes_on(_since(talk), turn.said.at):
        return None  # the rest of a burst, of which they have read already
    if not goes_on(_since(talk), turn.said.at, ANSWER_SECONDS):
        return None
    if not shown_last.belongs(turn, about):
        return None
    return _placed(turn, talk, about)


def unsure(turn: Turn, talk: Talk) -> bool:
    """Whether something shown later may be of the case that was chosen last, and not of an
    emergency that was raised before: it is asked about."""
    older = talk.alarm is not None and talk.alarm[1] < _since(talk)
    return older and _shows(turn) and not turn.said.text and _chosen(turn, talk) is not None


def _shows(turn: Turn) -> bool:
    alone = turn.around.replied is None and not turn.said.forwarded
    return alone and bool(turn.said.files or turn.said.location)


def _chosen(turn: Turn, talk: Talk) -> Brief | None:
    """The open case that was chosen last, while nothing else was spoken of."""
    place = talk.gathering[0] if talk.gathering else ""
    if talk.draft is not None or not place.startswith(CHOSEN):
        return None
    wanted = place.removeprefix(CHOSEN)
    return next((one for one in turn.around.cases if str(one.id) == wanted), None)


def _since(talk: Talk) -> str:
    return talk.gathering[1] if talk.gathering else ""


def _placed(turn: Turn, talk: Talk, about: Brief) -> Answered:
    told = Story().plus(turn.said)
    after = second_matter.asked(talk, told, second_matter.PLACED)
    after = replace(after, gathering=(f"{CHOSEN}{about.id}", turn.said.at.isoformat()))
    topic = further_cases.topic(turn, about)
    receipt = text("outside.placed", number=number(about.id), topic=topic)
    other = ((Button(text("outside.elsewhere"), SortMessage(offering.ALL)),),)
    add = Do(Add(turn.person.id, told.dump(), silent=True), case=about.id)
    return after, (add, Say(receipt, other, case=about.id))
