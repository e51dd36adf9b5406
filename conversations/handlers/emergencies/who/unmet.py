"""Somebody who has agreed to nothing yet has an open emergency: what they write is for whoever was
called, as it would be had they agreed. First contact takes what answers it, and waits below all
else; it does not begin as long as nothing asks for it.

Tested in tests/conversations/handlers/emergencies/who/test_unmet.py."""

from dataclasses import replace

from conversations.content.content import Answered, Turn
from conversations.filling import choosing, question
from conversations.filling.fitting import fits
from conversations.filling.where import latest
from conversations.filling.where.early_village import early_village
from conversations.protocol.dialogue import Draft, Talk

HELLO = "hello"
"""The form of first contact."""


def in_danger(turn: Turn) -> bool:
    """Whether the writer has agreed to nothing, and an emergency of theirs is open."""
    raised = turn.around.emergencies.values()
    return not turn.person.consent and any(one.open and one.kind for one in raised)


def waits(turn: Turn, draft: Draft) -> bool:
    """Whether a form is first contact, and somebody in danger need not answer it first."""
    return draft.form == HELLO and in_danger(turn)


def of_danger(turn: Turn, case: str) -> bool:
    """Whether this is the id of a case that is an open emergency of theirs."""
    raised = turn.around.emergencies.values()
    return any(one.open and str(one.case) == case for one in raised)


def without(turn: Turn, talk: Talk) -> Talk | None:
    """The talk without first contact, where a message is none of its answers; None where it is,
    or where nobody is in danger."""
    draft = talk.draft
    if draft is None or not waits(turn, draft) or _answers(turn, talk, draft):
        return None
    return talk.closing() if talk.gathering is None else replace(talk, drafts=talk.drafts[:-1])


def below(before: Talk, answered: Answered) -> Answered:
    """What was answered without first contact, which stands below all that is open."""
    after, effects = answered
    if any(one.form == HELLO for one in after.drafts):
        return answered
    hello = (one for one in before.drafts if one.form == HELLO)
    return replace(after, drafts=(*hello, *after.drafts)), effects


def waits_for_it(turn: Turn, before: Talk, after: Talk, *, greets: bool) -> bool:
    """Whether first contact may begin after a message: outside danger always, in it only for a
    greeting, and for words that wait to become a report."""
    asks = greets or after.loose != before.loose
    return not turn.person.consent and (asks or not in_danger(turn))


def _answers(turn: Turn, talk: Talk, draft: Draft) -> bool:
    """Whether a message answers first contact, or tells the village or the number that it keeps."""
    said, step = turn.said, question.current(turn, draft)
    if turn.around.replied is not None or said.files or said.location:
        return False
    places = turn.content.places
    near = step is not None and step.kind == "place" and places.near(said.text)
    if near or places.named(said.text):
        return True
    told = choosing.answers(turn, draft) or fits(turn, draft) or latest.number_told(said)
    return bool(told) or early_village(turn, talk, draft) is not None
