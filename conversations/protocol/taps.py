"""Every tap that there is, and the one place where the data of a button is read.

A client may send whatever it likes: what is no tap is read as None. What a tap may do is decided by
those who handle it (conversations/engine.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from conversations.protocol.case_taps import CASE_TAPS
from conversations.protocol.colleague_taps import COLLEAGUE_TAPS
from conversations.protocol.tap_codec import Perhaps, PersonId, Rest, Tap

# ---- forms and free messages ---------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerStep(Tap):
    """An answer to a step of an open form, or a way through it (back, skip, cancel, send)."""

    kind = "f"
    draft: str
    step: str
    value: Rest


@dataclass(frozen=True)
class UndoCancel(Tap):
    """Bring back the form that was cancelled."""

    kind = "u"
    draft: str


@dataclass(frozen=True)
class ResumeForm(Tap):
    kind = "r"
    draft: str


@dataclass(frozen=True)
class GoOnWith(Tap):
    """What was kept is the answer to the question of an open form. ``number``: see
    SortMessage."""

    kind = "g"
    draft: str
    number: Perhaps = ""


@dataclass(frozen=True)
class StartAnew(Tap):
    """Leave the open report and begin another."""

    kind = "n"
    draft: str


@dataclass(frozen=True)
class SortMessage(Tap):
    """What a message outside every form is: ``new`` or ``calm`` (a report, the second one no
    emergency), ``no``, or the id of the case that it belongs to. ``number`` says which of the
    messages that wait is meant (unsorted.py); the first one of a talk has none."""

    kind = "o"
    what: str
    number: Perhaps = ""


@dataclass(frozen=True)
class SortComment(Tap):
    """What the words beside the stars are: ``new`` (a report) or ``words`` (a comment).
    ``number``: see SortMessage."""

    kind = "rw"
    draft: str
    what: str
    number: Perhaps = ""


@dataclass(frozen=True)
class AnswerAlarm(Tap):
    """Whether it is an emergency now: ``yes`` or ``no``; ``find``: an officer looks for a case with
    these words, or (``case``) chooses the one that they are for. ``same`` or ``other``: whose
    danger a second cry tells of. ``number``: see SortMessage."""

    kind = "e"
    answer: str
    number: Perhaps = ""


@dataclass(frozen=True)
class CallOffAlarm(Tap):
    """It is no emergency, after all; ``key`` is the one under which it was raised."""

    kind = "eo"
    key: Rest


@dataclass(frozen=True)
class SureOfNoAlarm(Tap):
    """The button that asks first whether it is sure ("ask"), or the answer that it stays an
    emergency ("stays"); ``key``: see ``CallOffAlarm``, which is the other answer."""

    kind = "es"
    answer: str
    key: Rest


@dataclass(frozen=True)
class MeantEmergency(Tap):
    """Which of several emergencies was spoken of; ``key`` is the one under which it was raised."""

    kind = "em"
    key: Rest


@dataclass(frozen=True)
class SortCalledOff(Tap):
    """Whether a report goes on that is no emergency: ``keep`` or ``drop``; ``key`` is the one under
    which it was raised."""

    kind = "ek"
    answer: str
    key: Rest


@dataclass(frozen=True)
class RunCommand(Tap):
    """The same as typing the command of this name."""

    kind = "m"
    name: str


# ---- pages ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NarrowQueue(Tap):
    """Choose the desk (``by`` d), the village (v) or the officer (o) that a queue is narrowed to,
    or what else (m); ``code`` is its filter so far, ``page`` a page of the list."""

    kind = "s:narrow"
    by: str
    code: str
    page: Perhaps = ""


@dataclass(frozen=True)
class TurnPage(Tap):
    """Show a page that is read from the store; ``words`` are its arguments."""

    kind = "s"
    page: str
    words: Rest = ""


# ---- reports that may be the same, hand-over -----------------------------------------------------


@dataclass(frozen=True)
class ChooseSame(Tap):
    """The answer to "is it one of these?" about the report held under ``key``; ``which`` counts
    from 1, 0 is none."""

    kind = "d"
    key: str
    which: str


@dataclass(frozen=True)
class AnswerHandover(Tap):
    """What somebody does with a hand-over code: ``keep`` (the volunteer looks on), ``alone``,
    ``no``."""

    kind = "h"
    choice: str
    code: str


# ---- the officer's day ---------------------------------------------------------------------------


@dataclass(frozen=True)
class PickSeveral(Tap):
    """Do the same to several cases of a queue; ``code`` is its filter."""

    kind = "b"
    code: str


@dataclass(frozen=True)
class UndoSeveral(Tap):
    kind = "bu"
    key: str


@dataclass(frozen=True)
class ShowReadyAnswer(Tap):
    kind = "k"
    draft: str
    key: str


@dataclass(frozen=True)
class SendReadyAnswer(Tap):
    kind = "ks"
    draft: str
    key: str


@dataclass(frozen=True)
class ListReadyAnswers(Tap):
    kind = "kb"
    draft: str
    key: str


@dataclass(frozen=True)
class AskUnmasked(Tap):
    """A leader wants the workbook of a period (its code) without masks."""

    kind = "fw:ask"
    period: str


@dataclass(frozen=True)
class AgreeUnmasked(Tap):
    """A second leader agrees to such a workbook."""

    kind = "fw:yes"
    which: PersonId


@dataclass(frozen=True)
class RefuseUnmasked(Tap):
    kind = "fw:no"
    which: PersonId


@dataclass(frozen=True)
class NamePurpose(Tap):
    """What such a workbook is for."""

    kind = "fw"
    purpose: str
    period: str


TAPS: tuple[type[Tap], ...] = (
    *CASE_TAPS,
    *COLLEAGUE_TAPS,
    AnswerStep,
    UndoCancel,
    ResumeForm,
    GoOnWith,
    StartAnew,
    SortMessage,
    SortComment,
    AnswerAlarm,
    CallOffAlarm,
    SureOfNoAlarm,
    MeantEmergency,
    SortCalledOff,
    RunCommand,
    NarrowQueue,
    TurnPage,
    ChooseSame,
    AnswerHandover,
    PickSeveral,
    UndoSeveral,
    ShowReadyAnswer,
    SendReadyAnswer,
    ListReadyAnswers,
    AskUnmasked,
    AgreeUnmasked,
    RefuseUnmasked,
    NamePurpose,
)
"""Every tap that there is."""

_BY_KIND: Mapping[str, type[Tap]] = {tap.kind: tap for tap in TAPS}


@lru_cache(maxsize=4)
def read(data: str) -> Tap | None:
    """The tap that a button's data means, None when it means nothing. Remembered for the turn, in
    which it is asked several times."""
    first, _, after = data.partition(":")
    second, _, rest = after.partition(":")
    for kind, words in ((f"{first}:{second}", rest), (first, after)):
        if kind in _BY_KIND:
            return _BY_KIND[kind].of(words)
    return None
