"""What the engine is told once, at the start: forms, words, services, places. Values only.

Tested in tests/bot/settings/test_contents.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from casework.policy.catalogue import Catalogue
from casework.policy.classifier import Words
from casework.policy.offices import Directory
from conversations.content.alarm_rows import AlarmWords
from conversations.content.form import Form, Walk
from conversations.content.letterheads import Letterheads
from conversations.content.ready_answers import Ready
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Around, Effect, Person, Said
from conversations.protocol.places import Places
from conversations.protocol.texts import Texts


@dataclass(frozen=True)
class Content:
    """``numbers``: the emergency numbers as they are shown; ``consent``: version of the consent
    text; ``answers``: what stands ready for officers; ``letterheads``: how the offices are called
    on paper, and how they are reached."""

    forms: Mapping[str, Form]
    texts: Texts
    catalogue: Catalogue
    words: Words
    alarms: AlarmWords
    places: Places
    directory: Directory
    numbers: str
    consent: str
    district: str
    answers: tuple[Ready, ...] = ()
    letterheads: Letterheads = field(default_factory=Letterheads)


@dataclass(frozen=True)
class Turn:
    """One message with everything that is needed to answer it. ``new_id`` gives short unguessable
    ids."""

    content: Content
    said: Said
    around: Around
    new_id: Callable[[], str]
    walked: dict[int, tuple[Draft, Walk]] = field(default_factory=dict, compare=False)
    """Forms walked in this turn (asking.walk): one question asks for its place several times."""

    @property
    def person(self) -> Person:
        return self.around.person

    def knowing(self, person: Person) -> "Turn":
        """The same turn, knowing more of the speaker (what first contact has just brought)."""
        return replace(self, around=replace(self.around, person=person))


Answered = tuple[Talk, tuple[Effect, ...]]
