"""What may be asked of the desk besides commands about one case: about the speaker, or the office.
Values only.

Tested in tests/conversations/handlers/test_commands.py."""

from dataclasses import dataclass
from datetime import date

from casework.case.model import Decision, Desk, Role


@dataclass(frozen=True)
class Register:
    """What first contact brought. ``consent`` is the version of the text that was agreed to."""

    language: str
    village: str
    consent: str


@dataclass(frozen=True)
class SetLanguage:
    language: str


@dataclass(frozen=True)
class KeepPhone:
    phone: str


@dataclass(frozen=True)
class Invite:
    role: Role
    scope: str
    desks: frozenset[Desk]


@dataclass(frozen=True)
class Redeem:
    code: str


@dataclass(frozen=True)
class Erase:
    """Forget the speaker: profile, phone, open forms. Cases stay for as long as the law asks."""


@dataclass(frozen=True)
class RemindMe:
    """Remind the speaker once of the form that is open now."""

    draft: str


@dataclass(frozen=True)
class SendReady:
    """Send the answer that stands ready under ``key`` for a case (actions/ready_answers.py)."""

    key: str


@dataclass(frozen=True)
class AskForNik:
    """Ask the teller for the NIK, because another office needs it (actions/referral.py)."""


@dataclass(frozen=True)
class HeedNews:
    """Make a case as urgent as its teller's news sound (bot/desk/correcting/more_urgent.py)."""


@dataclass(frozen=True)
class Bulk:
    """Do the same to several cases: ``action`` assign (``to``), reply (``text``) or resolve
    (``text``, ``decision``).

    ``key`` is the draft's id: the same key is never done twice.
    """

    key: str
    action: str
    cases: tuple[int, ...]
    to: int = 0
    text: str = ""
    decision: Decision | None = None


@dataclass(frozen=True)
class UndoBulk:
    """Take back what is still held back under ``key``."""

    key: str


@dataclass(frozen=True)
class HandOver:
    """Make a code by which the person whom a case is about takes it over."""

    case: int


@dataclass(frozen=True)
class ReadCode:
    """Tell the speaker what a hand-over code opens."""

    code: str


@dataclass(frozen=True)
class TakeOverByCode:
    """Take the case of a code over. ``keeps``: the volunteer who filed it may still see how it
    stands."""

    code: str
    keeps: bool


@dataclass(frozen=True)
class Sight:
    """Let the volunteer who filed a case look on, or no longer."""

    case: int
    keeps: bool


@dataclass(frozen=True)
class TellByHand:
    """The speaker has told by hand what waited to be told of a case; ``how`` is one of
    casework.actions.handover.How."""

    case: int
    how: str


@dataclass(frozen=True)
class StandIn:
    """The speaker is away from ``first`` to ``last`` (local dates, both included). ``substitute``
    0: nobody."""

    substitute: int
    first: date
    last: date


@dataclass(frozen=True)
class EndStandIn:
    """The speaker is back, or stays after all."""


@dataclass(frozen=True)
class SetDuty:
    """Put somebody on duty in a night (the local day on whose evening it begins), or take them off
    again."""

    person: int
    night: date


@dataclass(frozen=True)
class EndRoles:
    """A leader ends the roles of somebody who works here no more."""

    person: int


@dataclass(frozen=True)
class SameAs:
    """The answer to "is it one of these?" about the report held under ``key``.

    ``which``: the place of the case in the question (from 1), or 0; in words also
    handlers/messages/held_words.py. ``edit``: the message with the question, 0 for none."""

    key: str
    which: str
    edit: int


@dataclass(frozen=True)
class AskFull:
    """Ask for the workbook of a period with nothing masked; ``purpose`` is one of
    full_workbook.PURPOSES."""

    period: str
    purpose: str


@dataclass(frozen=True)
class DecideFull:
    """A second person agrees to such a workbook, or does not."""

    which: int
    agrees: bool


@dataclass(frozen=True)
class TakeBackHeld:
    """Take back what was written to a resident and has not gone out: event ``place`` of the trail.
    ``edit``: the message with the button."""

    case: int
    place: int
    edit: int


@dataclass(frozen=True)
class SendHeld:
    """Send it now."""

    case: int
    place: int
    edit: int


About = (
    Register
    | SetLanguage
    | KeepPhone
    | Invite
    | Redeem
    | Erase
    | RemindMe
    | HandOver
    | ReadCode
    | TakeOverByCode
    | Sight
    | TellByHand
    | StandIn
    | EndStandIn
    | SetDuty
    | EndRoles
    | SameAs
    | AskFull
    | DecideFull
    | TakeBackHeld
    | SendHeld
)

Office = SendReady | AskForNik | HeedNews | Bulk | UndoBulk
"""What the office's day asks of the desk besides commands of one case."""
