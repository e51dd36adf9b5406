"""Taps on one case: the buttons of its page, of its notices, and of what officers do with it.

Tested in tests/conversations/protocol/test_taps.py."""

from dataclasses import dataclass

from conversations.protocol.tap_codec import CaseId, ForAnother, PersonId, Place, StaysClosed, Tap


@dataclass(frozen=True)
class ActOnCase(Tap):
    """A button of a case's page; ``action`` as in the texts ``act.*``."""

    kind = "c"
    action: str
    case: CaseId


def open_case(case: int) -> ActOnCase:
    """Open the page of a case."""
    return ActOnCase("open", case)


@dataclass(frozen=True)
class ConfirmFixed(Tap):
    """The answer to "is it really fixed?". ``for_another``: whose word it is must be asked next."""

    kind = "cf"
    case: CaseId
    verdict: str
    for_another: ForAnother = False


@dataclass(frozen=True)
class RateCase(Tap):
    """Stars for a case; ``stays_closed``: few of them do not open it again."""

    kind = "rt"
    case: CaseId
    stars: str
    stays_closed: StaysClosed = False


@dataclass(frozen=True)
class AssignCase(Tap):
    kind = "as"
    case: CaseId
    officer: PersonId


@dataclass(frozen=True)
class ExcludeOfficer(Tap):
    """Close a case for an officer."""

    kind = "ex"
    case: CaseId
    officer: PersonId


@dataclass(frozen=True)
class ReadmitOfficer(Tap):
    """Open a case for an officer again."""

    kind = "re"
    case: CaseId
    officer: PersonId


@dataclass(frozen=True)
class MergeCase(Tap):
    """A case is the same as another one, which goes on (``main``)."""

    kind = "mg"
    case: CaseId
    main: CaseId


@dataclass(frozen=True)
class CompareCases(Tap):
    """Show a case beside another one that may be the same (``main``), before they are merged."""

    kind = "mc"
    case: CaseId
    main: CaseId


@dataclass(frozen=True)
class KeepApart(Tap):
    """A case is not the same as the other."""

    kind = "mn"
    case: CaseId


@dataclass(frozen=True)
class SettleConsent(Tap):
    """An office outside was chosen that the person has not agreed to."""

    kind = "rf"
    case: CaseId
    office: str


@dataclass(frozen=True)
class ReferCase(Tap):
    kind = "rg"
    case: CaseId
    office: str


@dataclass(frozen=True)
class ReferWithoutConsent(Tap):
    kind = "ro"
    case: CaseId
    office: str


@dataclass(frozen=True)
class AskForSharing(Tap):
    """Ask the person whether their case may go to an office outside."""

    kind = "rs"
    case: CaseId
    office: str


@dataclass(frozen=True)
class AllowSharing(Tap):
    """The person agrees to that."""

    kind = "sy"
    case: CaseId
    office: str


@dataclass(frozen=True)
class RefuseSharing(Tap):
    kind = "sn"
    case: CaseId
    office: str


@dataclass(frozen=True)
class TakeItBack(Tap):
    """Take back what was written: event ``place`` of the trail."""

    kind = "tb"
    case: CaseId
    place: Place


@dataclass(frozen=True)
class SendAtOnce(Tap):
    """Send now what waits to be taken back."""

    kind = "sa"
    case: CaseId
    place: Place


CASE_TAPS: tuple[type[Tap], ...] = (
    ActOnCase,
    ConfirmFixed,
    RateCase,
    AssignCase,
    ExcludeOfficer,
    ReadmitOfficer,
    MergeCase,
    CompareCases,
    KeepApart,
    SettleConsent,
    ReferCase,
    ReferWithoutConsent,
    AskForSharing,
    AllowSharing,
    RefuseSharing,
    TakeItBack,
    SendAtOnce,
)
