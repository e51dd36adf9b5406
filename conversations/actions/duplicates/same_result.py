"""The result "the same as another report": the two become one case. What may be meant is offered,
and the number of any other report is taken; words alone are the way where the two can't be one."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.case.model import Case, Decision
from casework.case.number import number
from casework.case.roles import STAFF
from conversations.content.content import Answered, Turn
from conversations.filling.opening import open_form
from conversations.protocol.case_taps import ActOnCase, CompareCases, KeepApart
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Button, Rows, Say, Show, Text, text

WORDS_ONLY = "same_result"
"""The button that writes such a result without a link."""

_KEPT = "kept"
"""Under this name the question of which report it is keeps what was written as the result."""


def instead(turn: Turn, talk: Talk, edit: int | None) -> Answered | None:
    """The question which report is the same, instead of that for the words of such a result; None
    for every other result, and for another office, which can't make one case of two."""
    draft = talk.draft
    if draft is None or draft.form != "resolve":
        return None
    same = draft.answers.get("decision") == Decision.DUPLICATE
    if not same or WORDS_ONLY in draft.about or not turn.person.roles & STAFF:
        return None
    kept = dict(draft.answers)
    del kept["decision"]
    about = {**draft.about, _KEPT: kept}
    asked = Draft(turn.new_id(), "merge", {}, about, opened=draft.opened)
    shown = Show("same_as", {"case": draft.about["case"]}, edit)
    return talk.with_draft(asked), (shown,)


def in_words(turn: Turn, talk: Talk, case: int) -> Answered:
    """The form of such a result, with what was written for it before."""
    if not turn.person.roles & STAFF:
        return talk, (Say(text("form.stale")),)
    about: dict[str, Any] = {"case": case, "number": number(case)}
    draft = talk.draft
    if draft is not None and draft.form == "merge" and draft.about.get("case") == case:
        about, talk = dict(draft.about), talk.closing()
    kept = about.pop(_KEPT, {})
    answers = {"decision": str(Decision.DUPLICATE), **kept}
    return open_form(turn, talk, "resolve", about={**about, WORDS_ONLY: True}, answers=answers)


def which(case: Case, likely: Sequence[Case], lines: Mapping[int, Text]) -> Say:
    """Which report is the same: those that may be are buttons, with their lines above."""
    key = "duplicates.which" if likely else "duplicates.which_none"
    told = text(key, number=number(case.id), lines=tuple(lines[one.id] for one in likely))
    rows = tuple((Button(number(one.id), CompareCases(case.id, one.id)),) for one in likely)
    return Say(told, (*rows, *ways_out(case.id)), case=case.id)


def ways_out(case: int) -> Rows:
    """The buttons that end the question."""
    only = Button(text("duplicates.button.words_only"), ActOnCase(WORDS_ONLY, case))
    return ((only,), (Button(text("duplicates.button.apart"), KeepApart(case)),))
