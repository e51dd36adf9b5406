"""A person who talks to the engine, for the tests of this room: the shipped words, and a talk that
is stored each time.

Between every two messages the talk goes through JSON, as it does in the database; every answer is
checked for what must always hold: no button over 64 bytes, every text there and filled in both
languages, forms bounded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Role
from conversations import engine
from conversations.content import alarm_rows, form
from conversations.content.content import Content, Turn
from conversations.filling import question
from conversations.notices import notices
from conversations.protocol import dialogue, whereabouts
from conversations.protocol.dialogue import DEPTH, Talk
from conversations.protocol.effects import (
    Around,
    Attachment,
    Brief,
    Button,
    Do,
    Earlier,
    Effect,
    Forget,
    Person,
    RaisedAlarm,
    Said,
    Say,
    Show,
)
from conversations.protocol.places import Places
from conversations.protocol.requests import Register, SetLanguage
from conversations.protocol.talk.standing_above import Above
from conversations.protocol.texts import Texts
from conversations.protocol.unsorted import Numbered
from tests.casework.cases import DIRECTORY
from tests.casework.shipped import CATALOGUE, ROOT, WORDS, texts, toml

LANGUAGES = ("id", "en")
VILLAGES = (
    ("32.74.02", "Lemahwungkuk"),
    ("32.74.02.1001", "Pegambiran"),
    ("32.74.02.1002", "Lemahwungkuk"),
    ("32.74.05", "Kesambi"),
    ("32.74.05.1003", "Kesambi"),
    ("32.74.05.1004", "Drajat"),
    ("32.74.02.1003", "Kesepuhan"),
)
VILLAGE, OTHER = "32.74.05.1003", "32.74.02.1002"
CASE, WAITING_CASE = 260_000_001, 260_000_002
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


TEXTS = Texts({language: texts(language) for language in LANGUAGES}, "id", ZoneInfo("Asia/Jakarta"))
FORMS = {
    file.stem: form.read(file.stem, toml(str(file.relative_to(ROOT))))
    for file in (ROOT / "conversations" / "forms").rglob("*.toml")
}
CONTENT = Content(
    forms=FORMS,
    texts=TEXTS,
    catalogue=CATALOGUE,
    words=WORDS,
    alarms=alarm_rows.read(toml("conversations/alarm.toml"), WORDS.vocabulary, CATALOGUE.services),
    places=Places.of(VILLAGES),
    directory=DIRECTORY,
    numbers="119 (ambulans) · 110 (polisi)",
    consent="2026-11",
    district="32.74",
)
OPEN_CASES = (
    Brief(WAITING_CASE, "bpnt", "waiting", "Since when?", "text", calm=True),
    Brief(CASE, "pkh", "in_progress", calm=True),
)


def ends_so(tap: Any, end: str) -> bool:
    """Whether the data of a button ends so, with or without the number of its words."""
    bare = replace(tap, number="") if isinstance(tap, Numbered) else tap
    return end in (tap.data()[-len(end) :], bare.data()[-len(end) :])


@dataclass
class Speaker:
    """Somebody at a phone. ``effects`` are those of the last message; ``all`` of the whole talk;
    time only goes on."""

    person: Person = field(default_factory=partial(Person, 7, "id", VILLAGE, "2026-11"))
    cases: tuple[Brief, ...] = ()
    talk: Talk = field(default_factory=Talk)
    at: datetime = NOW
    effects: tuple[Effect, ...] = ()
    all: list[Effect] = field(default_factory=list)
    asks: bool = False
    emergency_over: bool = False
    emergencies: dict[str, RaisedAlarm] = field(default_factory=dict)
    heard: dict[int, Earlier] = field(default_factory=dict)
    above: Above | None = None
    _ids: Any = field(default_factory=lambda: count(1))
    _messages: Any = field(default_factory=lambda: count(100))

    # ---- what a person can do ----

    def write(
        self, text: str, *, after: float = 60, answered: bool = False, **more: Any
    ) -> "Speaker":
        """Write something, by default a minute after the last message. ``answered``: below our
        answer to that one, which has been delivered."""
        said = Said(self.person.id, next(self._messages), self._pass(after), text=text, **more)
        return self.send(said, answered=answered)

    def edit(self, message_id: int, text: str, *, after: float = 60, **more: Any) -> "Speaker":
        """Change an earlier message."""
        at = self._pass(after)
        return self.send(Said(self.person.id, message_id, at, text=text, edited=True, **more))

    @property
    def newest(self) -> int:
        """The id of the newest message that was written."""
        return max(self.heard)

    def photo(
        self, caption: str = "", *, after: float = 60, kind: str = "photo", **more: Any
    ) -> "Speaker":
        n = next(self._messages)
        files = (Attachment(kind, f"file{n}", f"unique{n}", 1000),)
        return self.send(
            Said(self.person.id, n, self._pass(after), text=caption, files=files, **more)
        )

    def place(self, *, after: float = 60) -> "Speaker":
        return self.send(
            Said(self.person.id, next(self._messages), self._pass(after), location=(-6.7, 108.5)),
        )

    def tap(self, data: str, *, after: float = 60) -> "Speaker":
        """Tap a button that carries this."""
        return self.send(Said(self.person.id, next(self._messages), self._pass(after), tap=data))

    def press(self, end: str) -> "Speaker":
        """Tap the one button of the last answer whose data ends so, the number of the words that
        wait aside."""
        fitting = [b.tap.data() for b in self.buttons if ends_so(b.tap, end)]
        assert len(fitting) == 1, (end, [b.tap.data() for b in self.buttons])
        return self.tap(fitting[0])

    def later(self, seconds: float) -> Turn:
        """What surrounds them when we speak by ourselves, some time after the last message."""
        return self._turn(Said(self.person.id, 0, self._pass(seconds)))

    def _turn(self, said: Said, *, answered: bool = False) -> Turn:
        around = Around(
            self.person,
            self.cases,
            None if said.reply_to is None else said.reply_to,
            earlier=self.heard.get(said.message_id) if said.edited else None,
            answered=answered,
            asks=self.asks,
            emergency_over=self.emergency_over,
            emergencies=self.emergencies,
            above=self.above,
        )
        return Turn(CONTENT, said, around, lambda: f"draft-{next(self._ids):06}")

    def send(self, said: Said, *, answered: bool = False) -> "Speaker":
        turn = self._turn(said, answered=answered)
        before = self.talk
        answered, self.effects = engine.respond(turn, self.talk)
        self._remember(said, before, answered)
        check(answered, self.effects)
        stored = json.loads(json.dumps(dialogue.dump(answered)))
        self.talk = dialogue.load(stored)
        assert json.loads(json.dumps(dialogue.dump(self.talk))) == stored, (
            "what is stored does not come back"
        )
        self.all += self.effects
        self._learn()
        return self

    def _remember(self, said: Said, before: Talk, after: Talk) -> None:
        """What the store would have kept of this message, and of those that had waited."""
        to = whereabouts.moved(before, after, self.effects)
        for key, known in self.heard.items():
            if to is not None and known.draft == whereabouts.LOOSE:
                case = to.case if isinstance(to.case, int) else None
                self.heard[key] = replace(known, draft=to.draft, step=to.step, case=case)
        place = whereabouts.taken(before, after, self.effects)
        if said.tap or (said.edited and place == whereabouts.Place()):
            return
        case = place.case if isinstance(place.case, int) else None
        files = tuple(file.unique_id for file in said.files)
        self.heard[said.message_id] = Earlier(said.text, files, place.draft, place.step, case)

    def _pass(self, seconds: float) -> datetime:
        self.at += timedelta(seconds=seconds)
        return self.at

    def _learn(self) -> None:
        """What the desk would have kept of the speaker."""
        for about in self.did(Register):
            self.person = replace(
                self.person, language=about.language, village=about.village, consent=about.consent
            )
        for about in self.did(SetLanguage):
            self.person = replace(self.person, language=about.language)

    # ---- what came back ----

    def did(self, kind: type) -> list[Any]:
        """The commands of a kind in the last answer."""
        return [
            e.command for e in self.effects if isinstance(e, Do) and isinstance(e.command, kind)
        ]

    @property
    def filed(self) -> list[c.File]:
        """Every report that was filed in the whole talk."""
        return [e.command for e in self.all if isinstance(e, Do) and isinstance(e.command, c.File)]

    @property
    def says(self) -> list[Say]:
        return [e for e in self.effects if isinstance(e, Say)]

    @property
    def keys(self) -> list[str]:
        """The text keys of what was said last."""
        return [say.text.key for say in self.says]

    @property
    def buttons(self) -> list[Button]:
        return [b for say in self.says for row in say.buttons for b in row]

    @property
    def answers(self) -> Mapping[str, Any]:
        assert self.talk.draft is not None
        return self.talk.draft.answers

    @property
    def asked(self) -> str:
        """The step that is asked now; "" at the review card."""
        draft = self.talk.draft
        assert draft is not None, "no form is open"
        said = Said(self.person.id, 0, self.at)
        turn = Turn(CONTENT, said, Around(self.person, self.cases), lambda: "unused")
        step = question.current(turn, draft)
        return step.key if step else ""


def resident(*roles: Role, consent: str = "2026-11", village: str = VILLAGE) -> Person:
    """A resident who has met the bot, or somebody with roles."""
    return Person(7, "id", village, consent, roles=frozenset(roles))


def stranger() -> Person:
    """Somebody whom the bot has never met."""
    return Person(8)


def reporting(*presses: str) -> Speaker:
    """A resident in the report form, after pressing these buttons."""
    speaker = Speaker().write("/lapor")
    for end in presses:
        speaker.press(end)
    return speaker


def at_the_card(speaker: Speaker | None = None) -> Speaker:
    """A resident before the review card of a whole report."""
    speaker = speaker or reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.write("kartu mati sejak bulan lalu").press(":open").write("RT 4 RW 2")
    return speaker.write("08123456789")


def check(answered: Talk, effects: tuple[Effect, ...]) -> None:
    """What must hold after every message, whatever it was."""
    assert len(answered.drafts) <= DEPTH, [d.form for d in answered.drafts]
    assert len({d.id for d in answered.drafts}) == len(answered.drafts)
    for effect in effects:
        assert isinstance(effect, Say | Show | Do | Forget)
        if isinstance(effect, Say):
            _check_say(effect)


def _check_say(say: Say) -> None:
    for language in LANGUAGES:
        assert TEXTS.html(language, say.text).strip()
        for button in (b for row in say.buttons for b in row):
            assert TEXTS.plain(language, button.label).strip()
            assert 0 < len(button.tap.data().encode()) <= 64, button.tap.data()
        _check_labels(say, language)


def _check_labels(say: Say, language: str) -> None:
    """No two buttons of a message say the same and do something else: nobody could tell them
    apart."""
    led: dict[str, str] = {}
    for button in (b for row in say.buttons for b in row):
        label, tap = TEXTS.plain(language, button.label), button.tap.data()
        assert led.setdefault(label, tap) == tap, (label, led[label], tap)


RESOLVED_CASE = (Brief(CASE, "pkh", "resolved"),)


def taps(say: Say) -> list[str]:
    """The codes of the buttons under a message, row by row."""
    return [button.tap.data() for row in say.buttons for button in row]


def told(case: Case, event: e.Event) -> dict[str, Say]:
    """What each recipient is told of an event."""
    return {notice.to: notice.say for notice in notices(case, event, CONTENT.catalogue)}
