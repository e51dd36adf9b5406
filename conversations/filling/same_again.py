"""An address or a number told by pointing to the one before: "sama", "sda", "yang kemarin".

It is never kept as it stands. What it means is put in and shown, so that it can be changed; where
nothing was told before, it is asked again."""

import re
from datetime import datetime

from casework.policy.triage import AlarmKind
from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.filling.home import HOME
from conversations.filling.options import chosen_service
from conversations.filling.question import in_words
from conversations.filling.where import latest
from conversations.filling.where.address import words
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Effect, Say, Text, text

KINDS = {"address": "address", "phone": "phone", "their_phone": "phone"}
"""Kinds of answers that may be told so, and how each is called in the texts."""

SHORT = frozenset({"emergency"})
"""Forms without a card: what was put in is corrected by writing it."""

COUNTER = "walk_in"
"""The form of a visitor: what is known of the officer is not theirs."""

CONFIDENTIAL = frozenset({AlarmKind.VIOLENCE, AlarmKind.CRISIS, AlarmKind.DANGER})
"""Kinds of emergencies whose place is told to nobody beside those who help."""

_POINTS = frozenset(
    [
        "sama",
        "sda",
        "sd",
        "idem",
        "ditto",
        "podo",
        "padha",
        "sarua",
        "sami",
        "same",
        "tadi",
        "td",
        "tdi",
        "tdnya",
        "kemarin",
        "kmrn",
        "kemaren",
        "wingi",
        "sebelumnya",
        "before",
    ]
)
_BESIDE = frozenset(
    """yang yg s d a seperti sprti kayak kaya kyk spt dengan dgn alamat alamatnya nomor nomer
    nomornya nomernya no hp hpnya rumah rumahnya laporan saja aja mawon wae bae ya pak bu bapak ibu
    mas mbak min kok masih tetap itu ini persis di dr dari as the it is one last time address
    number sing kang ingkang karo kados nu anu siga jiga mah sareng jeung wau pada alamate nomere
    nomore omahe umahe""".split()  # noqa: SIM905 (a list of words reads best as words)
)

_EARLIER = re.compile(
    r"\b(kaya|kayak|kados|lir|sing|ingkang|karo|podo|padha|pada|siga|jiga)( sing| ingkang| nu)?"
    r" (mau|maune|wau|tadi)\b"
    r"|^pada (bae|wae|mawon)$"
)
"""What was told before, in words that mean something else where they stand alone: in Javanese
"mau" is a moment ago."""

_OWN = frozenset(["saya", "sy", "aku", "ak", "kula", "abdi", "nomorku", "hpku", "my", "mine"])
_USE = frozenset(
    """pake pakai pk pakek nganggo gunakan use wa whatsapp telp telepon tlp sendiri biasa punya tele
    telegram""".split()  # noqa: SIM905
)

Read = tuple[Talk, tuple[Effect, ...]] | Say


def confidential(turn: Turn, talk: Talk) -> bool:
    """Whether what is told now belongs to a case of which only few may read: its place is never
    "the same" as that of another."""
    draft = talk.draft
    if draft is not None and draft.form not in SHORT:
        service = chosen_service(draft.answers)
        return bool(service) and turn.content.catalogue.service(service).sensitive
    if talk.alarm is None:
        return False
    _, since, kind = talk.alarm
    recent = turn.said.at - datetime.fromisoformat(since) <= latest.STANDS
    return kind in CONFIDENTIAL and recent


def points_back(told: str) -> bool:
    """Whether words only point to what was told before."""
    spoken = re.findall(r"[^\W_]+", told.casefold())
    if spoken == ["s", "d", "a"]:
        return True
    spoken = _EARLIER.sub("tadi", " ".join(spoken)).split()
    return bool(_POINTS.intersection(spoken)) and _POINTS.union(_BESIDE).issuperset(spoken)


def own_number(told: str) -> bool:
    """Whether words only say that it is the writer's own number."""
    spoken = re.findall(r"[^\W_]+", told.casefold())
    return bool(_OWN.intersection(spoken)) and _OWN.union(_BESIDE, _USE).issuperset(spoken)


def only_points(told: str) -> bool:
    """Whether words are for the form to understand, and no news."""
    return points_back(told) or own_number(told)


def asked(turn: Turn, talk: Talk, draft: Draft, step: Step, kind: str) -> Read | None:
    """What follows from such words; None where they are an answer of their own."""
    called = KINDS.get(kind)
    if called is None or turn.said.files or turn.said.location:
        return None
    if not points_back(turn.said.text) and not (called == "phone" and own_number(turn.said.text)):
        return None
    known = _known(turn, talk, draft, called)
    if not known:
        return in_words(turn, draft, problem=may_skip(step, kind, text(f"field.same.{called}")))
    how = "told" if draft.form in SHORT else "taken"
    shown, value = (known, known) if isinstance(known, str) else (words(known), known.dump())
    taken = text(f"field.same.{called}_{how}", value=shown)
    return talk.with_draft(draft.answered(step.key, value)), (Say(taken),)


def may_skip(step: Step, kind: str, problem: Text) -> Text:
    """What is wrong with an address or a number, with the way on where there is one."""
    return text("field.may_skip", problem=problem) if step.optional and kind in KINDS else problem


def _known(turn: Turn, talk: Talk, draft: Draft, called: str) -> str | Story:
    """What was told last: a short while ago, before this answer was to be changed, or in the last
    report."""
    if draft.form == COUNTER:
        return ""
    house = draft.about.get(HOME) or talk.home
    if called == "phone":
        return latest.phone(turn, talk) or str(house.get("phone", ""))
    told = latest.place(turn, talk)
    return str(house.get("place", "")) if told.empty else told
