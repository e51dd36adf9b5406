"""The village of an emergency that nobody has answered for yet: the one that its cry names, the one
of first contact, or that of the emergency which the same person has raised just before.

Tested in tests/conversations/handlers/emergencies/where/test_village.py."""

import re
from dataclasses import replace

from casework.actions.ending.completion import Complete
from casework.case.intake import Intake
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.where.told_place import elsewhere
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do

FEW = 5
"""Words of a message that is the name of a village and little else, at most."""

LEFT = "village_left"
"""In what the form of an emergency is about: its question for the village was passed over."""

_CALLED = r"desa|ds|kelurahan|kel|di|ning|neng|nang|ing|ring|wonten|teng|warga"
_BEFORE = rf"(?:(?:\b(?:{_CALLED})\b\.?|\b(?:rt|rw)[ .]*\d+|[,;!?\n])\s*(?:{_CALLED})?|^)\s*"
_NUMBERED = r"(?=\s*(?:$|[,;.!?\n]|\b(?:rt|rw)\b))"
"""What stands before and behind a name in words of every kind, so that it is a village's and no
street's: "di desa kesambi", "rt 2 kesambi", ", kesambi"."""


def of_cry(turn: Turn, talk: Talk, words: str, *, visitor: bool) -> str:
    """The code of the village where an emergency is as long as nobody says otherwise, "" while
    nobody has: at the counter, in the officer's village."""
    if visitor and turn.person.office in turn.content.places.villages:
        return turn.person.office
    if turn.person.village:
        return turn.person.village
    met = [str(one.answers.get("village") or "") for one in talk.drafts if one.form == "hello"]
    told = (named(turn, words), *met, _of_the_last(turn, words))
    return next(filter(None, told), "")


def named(turn: Turn, words: str) -> str:
    """The code of the one village that a cry calls by its very name, "" for none or several."""
    told = words.casefold()
    names = turn.content.places.villages.items()
    found = [code for code, name in names if _called(told, name.casefold())]
    return found[0] if len(found) == 1 else ""


def _called(told: str, name: str) -> bool:
    spelt = r"\s*".join(map(re.escape, name.split()))
    marked = rf"\b(?:{_CALLED})\b\.?\s+{spelt}\b(?!\s+raya)"
    return bool(re.search(rf"{marked}|{_BEFORE}{spelt}\b{_NUMBERED}", told))


def _of_the_last(turn: Turn, words: str) -> str:
    """The village of what the same person has raised before, unless this one is somewhere else."""
    if elsewhere(words, turn.content):
        return ""
    placed = [one for one in turn.around.emergencies.values() if one.village]
    return max(placed, key=lambda one: one.case).village if placed else ""


def told_late(turn: Turn, answered: Answered) -> Answered:
    """What was answered, and the village for the emergencies that lack it, where a message names
    one though something else was asked, or nothing."""
    talk, effects = answered
    keys, said = _unplaced(turn), turn.said
    if not keys or said.tap or said.edited or said.forwarded or said.text.startswith("/"):
        return answered
    known = any(isinstance(e, Do) and getattr(e.command, "village", "") for e in effects)
    village = "" if known else named(turn, said.text) or _alone(turn)
    if not village:
        return answered
    drafts = tuple(_with(one, village) if _lacks(one, keys) else one for one in talk.drafts)
    complete = Complete(turn.person.id, village, Intake())
    more = (Do(complete, case=key) for key in keys)
    return replace(talk, drafts=drafts), (*effects, *more)


def left(draft: Draft, asked_again: str) -> Draft:
    """The form whose question for the village comes back once the others are answered, as if it had
    not been asked again (a key of ``about``): without a village nobody near is called."""
    about = {key: value for key, value in draft.about.items() if key != asked_again}
    return replace(draft, about={**about, LEFT: True})


def comes_back(turn: Turn, draft: Draft) -> Draft:
    """The form that asks for the village again, where that was left and all else is answered."""
    known = draft.answers.get("village") or not draft.about.get(LEFT)
    if draft.form != "emergency" or known or not question.finished(turn, draft):
        return draft
    about = {key: value for key, value in draft.about.items() if key != LEFT}
    return replace(draft.without("village"), about=about)


def _alone(turn: Turn) -> str:
    """The village that is the whole of a short message, however it is spelt."""
    words = turn.said.text
    found = turn.content.places.find(words) if len(words.split()) <= FEW else ()
    whole = len(found) == 1 and turn.content.places.is_all(words, found[0][0])
    return found[0][0] if whole else ""


def _unplaced(turn: Turn) -> tuple[str, ...]:
    """The keys of the open emergencies of which nobody knows the village."""
    raised = turn.around.emergencies
    return tuple(key for key, one in raised.items() if one.open and one.kind and not one.village)


def _lacks(draft: Draft, keys: tuple[str, ...]) -> bool:
    return draft.about.get("key") in keys and not draft.answers.get("village")


def _with(draft: Draft, village: str) -> Draft:
    return replace(draft, answers={**draft.answers, "village": village})
