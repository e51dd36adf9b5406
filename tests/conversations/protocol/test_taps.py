"""Taps: each survives being written and read, nothing else is read, old buttons still work."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case.number import YEAR
from conversations import engine
from conversations.content.on_tap import OnTap, table
from conversations.protocol import taps
from conversations.protocol.case_taps import (
    ActOnCase,
    AllowSharing,
    AskForSharing,
    AssignCase,
    CompareCases,
    ConfirmFixed,
    ExcludeOfficer,
    KeepApart,
    MergeCase,
    RateCase,
    ReadmitOfficer,
    ReferCase,
    ReferWithoutConsent,
    RefuseSharing,
    SendAtOnce,
    SettleConsent,
    TakeItBack,
    open_case,
)
from conversations.protocol.colleague_taps import (
    AskEndRoles,
    ChangeStandIn,
    ChooseStandIn,
    EndAbsence,
    MeanEndRoles,
    ToggleDuty,
)
from conversations.protocol.tap_codec import (
    CASE_DIGITS,
    LONGEST_DATA,
    PERSON_DIGITS,
    PLACE_DIGITS,
    CaseId,
    Day,
    PersonId,
    Place,
    Rest,
    Tap,
)
from conversations.protocol.taps import (
    AgreeUnmasked,
    AnswerAlarm,
    AnswerHandover,
    AnswerStep,
    AskUnmasked,
    CallOffAlarm,
    ChooseSame,
    GoOnWith,
    ListReadyAnswers,
    MeantEmergency,
    NamePurpose,
    NarrowQueue,
    PickSeveral,
    RefuseUnmasked,
    ResumeForm,
    RunCommand,
    SendReadyAnswer,
    ShowReadyAnswer,
    SortCalledOff,
    SortComment,
    SortMessage,
    StartAnew,
    SureOfNoAlarm,
    TurnPage,
    UndoCancel,
    UndoSeveral,
)

CASE = 260_000_042

OLD: dict[str, Tap] = {
    "f:Ab3_-x9Qz7Lm:depth:later": AnswerStep("Ab3_-x9Qz7Lm", "depth", "later"),
    "f:Ab3_-x9Qz7Lm:place:<": AnswerStep("Ab3_-x9Qz7Lm", "place", "<"),
    "f:Ab3_-x9Qz7Lm:!:send": AnswerStep("Ab3_-x9Qz7Lm", "!", "send"),
    "f:Ab3_-x9Qz7Lm:cases:t260000042": AnswerStep("Ab3_-x9Qz7Lm", "cases", "t260000042"),
    "u:Ab3_-x9Qz7Lm": UndoCancel("Ab3_-x9Qz7Lm"),
    "r:Ab3_-x9Qz7Lm": ResumeForm("Ab3_-x9Qz7Lm"),
    "g:Ab3_-x9Qz7Lm": GoOnWith("Ab3_-x9Qz7Lm"),
    "n:Ab3_-x9Qz7Lm": StartAnew("Ab3_-x9Qz7Lm"),
    "o:new": SortMessage("new"),
    "o:calm": SortMessage("calm"),
    "o:no": SortMessage("no"),
    "o:260000042": SortMessage("260000042"),
    "o:260000042:3": SortMessage("260000042", "3"),
    "g:Ab3_-x9Qz7Lm:3": GoOnWith("Ab3_-x9Qz7Lm", "3"),
    "rw:Ab3_-x9Qz7Lm:words": SortComment("Ab3_-x9Qz7Lm", "words"),
    "e:yes": AnswerAlarm("yes"),
    "e:yes:3": AnswerAlarm("yes", "3"),
    "eo:a-b_c": CallOffAlarm("a-b_c"),
    "es:ask:a-b_c": SureOfNoAlarm("ask", "a-b_c"),
    "em:a-b_c": MeantEmergency("a-b_c"),
    "ek:keep:a-b_c": SortCalledOff("keep", "a-b_c"),
    "m:lapor": RunCommand("lapor"),
    "s:queue:": TurnPage("queue"),
    "s:queue:lf3274051003~12.5.3": TurnPage("queue", "lf3274051003~12.5.3"),
    "s:figures:2026-11": TurnPage("figures", "2026-11"),
    "s:narrow:d:lf": NarrowQueue("d", "lf"),
    "s:narrow:v::2": NarrowQueue("v", "", "2"),
    "c:open:260000042": open_case(CASE),
    "c:resolve:260000042": ActOnCase("resolve", CASE),
    "cf:260000042:no": ConfirmFixed(CASE, "no"),
    "cf:260000042:fixed:o": ConfirmFixed(CASE, "fixed", for_another=True),
    "rt:260000042:2": RateCase(CASE, "2"),
    "rt:260000042:2:x": RateCase(CASE, "2", stays_closed=True),
    "as:260000042:5012345678": AssignCase(CASE, 5_012_345_678),
    "ex:260000042:5012345678": ExcludeOfficer(CASE, 5_012_345_678),
    "re:260000042:5012345678": ReadmitOfficer(CASE, 5_012_345_678),
    "mg:260000042:260000007": MergeCase(CASE, 260_000_007),
    "mc:260000042:260000007": CompareCases(CASE, 260_000_007),
    "mn:260000042": KeepApart(CASE),
    "rf:260000042:32.74/baznas": SettleConsent(CASE, "32.74/baznas"),
    "rg:260000042:32.74/dinsos": ReferCase(CASE, "32.74/dinsos"),
    "ro:260000042:32.74/baznas": ReferWithoutConsent(CASE, "32.74/baznas"),
    "rs:260000042:32.74/baznas": AskForSharing(CASE, "32.74/baznas"),
    "sy:260000042:32.74/baznas": AllowSharing(CASE, "32.74/baznas"),
    "sn:260000042:32.74/baznas": RefuseSharing(CASE, "32.74/baznas"),
    "tb:260000042:7": TakeItBack(CASE, 7),
    "sa:260000042:7": SendAtOnce(CASE, 7),
    "d:Ab3_-x9Qz7Lm:0": ChooseSame("Ab3_-x9Qz7Lm", "0"),
    "h:keep:K7TM4XWA9QRN2BEF": AnswerHandover("keep", "K7TM4XWA9QRN2BEF"),
    "b:lf": PickSeveral("lf"),
    "b:": PickSeveral(""),
    "bu:Ab3_-x9Qz7Lm": UndoSeveral("Ab3_-x9Qz7Lm"),
    "k:Ab3_-x9Qz7Lm:office_hours": ShowReadyAnswer("Ab3_-x9Qz7Lm", "office_hours"),
    "ks:Ab3_-x9Qz7Lm:office_hours": SendReadyAnswer("Ab3_-x9Qz7Lm", "office_hours"),
    "kb:Ab3_-x9Qz7Lm:office_hours": ListReadyAnswers("Ab3_-x9Qz7Lm", "office_hours"),
    "fw:ask:2026-11": AskUnmasked("2026-11"),
    "fw:visit:2026-11": NamePurpose("visit", "2026-11"),
    "fw:yes:12": AgreeUnmasked(12),
    "fw:no:12": RefuseUnmasked(12),
    "si:end": EndAbsence(),
    "si:new:2026-11-30": ChangeStandIn(date(2026, 11, 30)),
    "jg:7:2026-11-23": ToggleDuty(7, date(2026, 11, 23)),
    "pk:ask:7": AskEndRoles(7),
    "pk:yes:7": MeanEndRoles(7),
    "si:0:2026-11-23:2026-11-30": ChooseStandIn(0, date(2026, 11, 23), date(2026, 11, 30)),
}
"""Data as it stands in buttons on people's phones, recorded before there was a codec."""

_words = st.text(
    st.characters(exclude_characters=":", codec="ascii", min_codepoint=33), max_size=12
)
_case_ids = st.integers(1, 10**CASE_DIGITS - 1).filter(lambda n: n % YEAR)
_OF_HINT: dict[object, st.SearchStrategy[Any]] = {
    CaseId: _case_ids,
    PersonId: st.integers(0, 10**PERSON_DIGITS - 1),
    Place: st.integers(1, 10**PLACE_DIGITS - 1),
    Day: st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    Rest: st.text(st.characters(codec="ascii", min_codepoint=33), max_size=20),
}


def _values(kind: type[Tap]) -> st.SearchStrategy[Tap]:
    hints = get_type_hints(kind, include_extras=True)
    named = {
        field.name: st.booleans()
        if get_args(hints[field.name])[:1] == (bool,)
        else _OF_HINT.get(hints[field.name], _words)
        for field in fields(kind)
    }
    return st.builds(kind, **named)


@pytest.mark.parametrize("data", OLD)
def test_old_buttons_still_work(data: str) -> None:
    """What stands in a button today, and for ever, means what it has always meant."""
    assert (taps.read(data), OLD[data].data()) == (OLD[data], data)


def test_every_kind_is_recorded() -> None:
    """No kind of tap is without a recorded button."""
    assert {type(tap) for tap in OLD.values()} == set(taps.TAPS)


def test_every_kind_is_answered() -> None:
    """The engine has a row for each kind of tap, and for nothing else."""
    assert set(engine.TAPS) == set(taps.TAPS)


def test_no_tap_has_two_answers() -> None:
    """Two rows for one kind are refused when the table is made."""
    row = engine.TAPS[KeepApart]
    with pytest.raises(ValueError, match="two rows answer KeepApart"):
        table((row,), (OnTap(KeepApart, row.answer),))


def test_no_two_kinds_are_written_alike() -> None:
    """A kind stands for one tap."""
    assert len({tap.kind for tap in taps.TAPS}) == len(taps.TAPS)


@given(st.sampled_from(taps.TAPS).flatmap(_values))
def test_every_tap_survives_its_button(tap: Tap) -> None:
    """What is written into a button is read again as the same value, and fits into 64 bytes."""
    data = tap.data()
    read = taps.read(data)
    # A purpose or a page may be named like a longer kind; its button then means that kind.
    assert read == tap or (read is not None and read.kind.startswith(f"{tap.kind}:"))
    assert len(data.encode()) <= LONGEST_DATA


@given(
    st.text(max_size=70)
    | st.sampled_from(sorted(OLD)).flatmap(
        lambda data: st.text(max_size=8).map(lambda more: data + ":" + more)
    )
)
def test_foreign_data_does_no_harm(data: str) -> None:
    """Whatever a client sends is read as a tap that is written the same way, or as none."""
    tap = taps.read(data)
    assert tap is None or taps.read(tap.data()) == tap


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "c",
        "c:open",
        "c:open:0",
        "c:open:1234567890",
        "c:open:-5",
        "c:open:260000000",
        "c:open:260000042:7",
        "as:260000042:x",
        "f:a:b",
        "si:1:2026-11-23",
        "si:1:gestern:2026-11-23",
        "si:end:now",
        "fw:yes:x",
        "mn:260000042:1",
    ],
)
def test_what_is_no_tap_is_refused(data: str) -> None:
    """Cases that there can't be, parts too few or too many, days that are none."""
    assert taps.read(data) is None


def test_the_days_of_a_stand_in_are_whole() -> None:
    """A tap keeps both days."""
    first = date(2026, 11, 23)
    chosen = ChooseStandIn(7, first, first + timedelta(days=6))
    assert chosen.data() == "si:7:2026-11-23:2026-11-29"
