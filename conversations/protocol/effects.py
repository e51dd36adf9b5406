"""What comes in from a person, and the four things that may follow from it: say, show, do, forget.

Values only. ``Said`` is one message or tap, free of Telegram; times are aware UTC. A text is its
key and its arguments, so that everybody gets it in their own language.

Tested in tests/conversations/test_engine_properties.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from casework.case.commands import Command
from casework.case.map_pin import MapPin
from casework.case.model import Role
from conversations.protocol.delivery import Delivery
from conversations.protocol.requests import About, Office
from conversations.protocol.talk.standing_above import Above
from conversations.protocol.tap_codec import Tap


@dataclass(frozen=True)
class Attachment:
    """A photo, voice note, video or document of Telegram. ``size``: bytes, 0 when unknown."""

    kind: str
    file_id: str
    unique_id: str
    size: int = 0


@dataclass(frozen=True)
class Said:
    """One message, or one tap on a button (then ``tap`` is what the button carries and
    ``message_id`` its message). ``unfit``: why a file that came along is not kept (``file.`` and
    this is the key of what is said about it). ``venue``: title and address of the place at
    ``location``, when it has a name. ``phone`` is the number on the speaker's own card, ``card``
    the one on somebody else's, ``called`` the name on either. ``sent``: when it was first written,
    also if it is edited; ``early``: an edit that is heard as its message (turns/around/unheard.py).
    ``standing``: a deed can be taken back below the tapped message, which stays as it is."""

    person: int
    message_id: int
    at: datetime
    text: str = ""
    tap: str = ""
    files: tuple[Attachment, ...] = ()
    unfit: str = ""
    location: tuple[float, float] | None = None
    venue: tuple[str, str] = ("", "")
    phone: str = ""
    card: str = ""
    called: str = ""
    name: str = ""
    album: str = ""
    reply_to: int | None = None
    forwarded: bool = False
    edited: bool = False
    sent: datetime | None = None
    early: bool = False
    standing: bool = False


@dataclass(frozen=True)
class Text:
    """A text by its key. Arguments are plain values, other texts, or tuples of them."""

    key: str
    args: Mapping[str, object] = field(default_factory=dict)


def text(key: str, /, **args: object) -> Text:
    return Text(key, args)


@dataclass(frozen=True)
class Long:
    """Words in a text that are shortened where a message would be too long; those of ``rank`` 0
    first, those of 1 only when that is not enough."""

    words: object
    rank: int = 0


@dataclass(frozen=True)
class Short:
    """A moment (UTC) told in short, in the office's zone: its day, and with ``clock`` its time."""

    at: datetime
    clock: bool = False


@dataclass(frozen=True)
class Rendered:
    """A text that is HTML in its reader's language already."""

    html: str


@dataclass(frozen=True)
class Button:
    """What stands on a button (a text, or words as they are), and what a tap on it means."""

    label: Text | str
    tap: Tap


Rows = tuple[tuple[Button, ...], ...]


def pairs(buttons: Iterable[Button]) -> Rows:
    """Buttons, two in a row."""
    given = tuple(buttons)
    return tuple(given[i : i + 2] for i in range(0, len(given), 2))


@dataclass(frozen=True)
class Paper:
    """What takes long to make: figures, chart, workbook, receipt, poster. It is made when it is
    sent, from what is known then, for the person it is sent to."""

    kind: str
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class AboutCase:
    """The case above a form, whether that writes to its teller or ends it, and what it corrects."""

    case: int
    sends: bool = False
    ends: bool = False
    corrects: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Say:
    """Tell somebody something: the speaker, unless ``to`` names another person.

    ``edit`` is the message that becomes this one. ``keyboard`` asks for something only
    Telegram's big keyboard can send ("phone" or "location"). ``media``: (id in our store, kind)
    of an attachment that the text stands under; ``paper``: what is made for the text to stand
    under; ``pin``: a place that is sent instead of the text. ``case`` lets a reply find it;
    ``purpose``: what it brings to the teller (casework.actions.handover.NEWS), so that somebody
    can tell it by hand; ``alarm``: it goes before everything else that waits; ``about``: the case
    that is named above the words (bot/turns/case_heads.py)."""

    text: Text
    buttons: Rows = ()
    to: int | None = None
    edit: int | None = None
    keyboard: str = ""
    media: tuple[int, str] | None = None
    paper: Paper | None = None
    pin: MapPin | None = None
    delivery: Delivery = Delivery.REMINDER
    case: int | None = None
    purpose: str = ""
    alarm: bool = False
    about: AboutCase | None = None


@dataclass(frozen=True)
class Forget:
    """Take a message with a number that should not stay in a chat (NIK, KK) out of it again."""

    message_id: int


@dataclass(frozen=True)
class Show:
    """Show a page that is read from the store: ``reading`` names it (pages/lists.py)."""

    reading: str
    args: Mapping[str, object] = field(default_factory=dict)
    edit: int | None = None


@dataclass(frozen=True)
class Do:
    """Ask the desk. ``case`` is the case's id, or for ``Complete`` the key under which it was
    filed."""

    command: Command | About | Office
    case: int | str | None = None


Effect = Say | Show | Do | Forget


@dataclass(frozen=True)
class Person:
    """What the engine knows of the speaker. ``village`` "" while unknown; no consent means no first
    contact yet. ``office``: the one village where they work, or ""; ``left``: they worked here."""

    id: int
    language: str = ""
    village: str = ""
    consent: str = ""
    has_phone: bool = False
    roles: frozenset[Role] = frozenset()
    office: str = ""
    left: bool = False


class Tie(StrEnum):
    """What a case is to somebody: theirs, theirs and closed lately, or one that they follow."""

    OWN = "own"
    ENDED = "ended"
    FOLLOWS = "follows"


@dataclass(frozen=True)
class Brief:
    """One case of the speaker, in short. ``said``: the stories that they have told since its
    result, as stored. ``known``: see ``Case.known``; ``opened``: when it was filed; ``asked_at``:
    when the question or result that waits was written (UTC); ``calm``: no emergency."""

    id: int
    service: str
    status: str
    question: str = ""
    wants: str = ""
    tie: Tie = Tie.OWN
    said: tuple[Mapping[str, Any], ...] = ()
    sensitive: bool = False
    known: Mapping[str, str] = field(default_factory=dict)
    opened: datetime | None = None
    asked_at: datetime | None = None
    calm: bool = False


@dataclass(frozen=True)
class RaisedAlarm:
    """The case of an emergency that the speaker has raised. ``open``: it takes words; ``done``: has
    its result; ``held``: by an officer; ``kind``: of its danger, "" when it is none (``plain``);
    ``at``, ``words``: when (UTC), with which; ``village``: code, "" while unknown; ``told``: whose
    or what (recognised.py); ``quiet``: another holds the phone."""

    case: int
    service: str
    open: bool = True
    done: bool = False
    held: bool = False
    kind: str = ""
    at: datetime | None = None
    village: str = ""
    words: str = field(default="", repr=False)
    plain: bool = False
    quiet: bool = False
    told: str = field(default="", repr=False)


@dataclass(frozen=True)
class Earlier:
    """``text``, ``files`` (unique ids): as it was; ``draft``, ``step``, ``case``: what took it."""

    text: str
    files: tuple[str, ...] = ()
    draft: str = ""
    step: str = ""
    case: int | None = None

    def same(self, said: Said) -> bool:
        """Whether nothing has changed: Telegram tells of an edit for less than words, too."""
        return (self.text, self.files) == (said.text, tuple(f.unique_id for f in said.files))


@dataclass(frozen=True)
class Around:
    """What surrounds one message: the speaker, their open cases, the case it replies to. ``files``:
    how many the case has that a tap refers, ``files_from`` whom; ``no_nik``: without NIK;
    ``may_lower``: they lead where a tap corrects an emergency; ``due``: of what a tap puts off.
    ``further``: closed cases that may be told something. ``earlier``: what the edited message
    became. ``answered``: one of ours stands above, about ``above``. ``emergency_over``: the last
    one's case takes no words. ``emergencies``: that one, and those with an open form, by key.
    ``overtaken``: we spoke since an edited message. ``held``: their report (key) that may be one of
    these. ``asks``: an office waits for an answer; ``at_once``: words leave at once; ``unsent``."""

    person: Person
    cases: tuple[Brief, ...] = ()
    replied: int | None = None
    files: int = 0
    files_from: str = "resident"
    no_nik: bool = False
    may_lower: bool = False
    due: datetime | None = None
    further: tuple[Brief, ...] = ()
    earlier: Earlier | None = None
    answered: bool = False
    emergency_over: bool = False
    emergencies: Mapping[str, RaisedAlarm] = field(default_factory=dict)
    overtaken: bool = False
    held: str = ""
    asks: bool = False
    at_once: bool = False
    above: Above | None = None
    unsent: bool = False
