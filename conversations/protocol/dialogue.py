"""Where a person is in a talk: open forms and what waits to be asked about. Answers only; a
position is never stored.

``dump`` and ``load`` are inverse and give plain JSON values; the store seals them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from casework.case.map_pin import MapPin
from casework.changed import changed
from conversations.protocol.effects import Attachment, Said
from conversations.protocol.live_location import LiveLocation
from conversations.protocol.queue_walk import QueueWalk

DEPTH = 4
"""Forms that may be open at once; a person who opens more leaves the oldest."""

LONGEST = 50
"""Texts of one story; of a flood the newest are kept, so that a talk stays quick to read and
write."""

MOST_FILES = 20
"""Files of one story, and of one case; who sends more is told (handlers/files.py)."""


@dataclass(frozen=True)
class Story:
    """Texts, files and a place, told in one go. ``venue``: title and address of the place, when it
    has a name."""

    texts: tuple[str, ...] = ()
    files: tuple[Mapping[str, Any], ...] = ()
    location: tuple[float, float] | None = None
    last_at: str = ""
    venue: tuple[str, str] = ("", "")

    def plus(self, said: Said) -> "Story":
        """The story with one more message."""
        texts = (*self.texts, said.text) if said.text else self.texts
        if said.location and self.pin and self.location != said.location:
            texts = (*texts, f"📍 {self.pin.words}")  # a second place does not undo the first
        return Story(
            texts[-LONGEST:],
            (*self.files, *(vars(f) for f in said.files))[:MOST_FILES],
            said.location or self.location,
            said.at.isoformat(),
            said.venue if said.location else self.venue,
        )

    def with_files(self, files: Sequence[Mapping[str, Any]]) -> "Story":
        """The story with files that were shown elsewhere."""
        return changed(self, files=(*self.files, *files)[:MOST_FILES])

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(Attachment(**file) for file in self.files)

    @property
    def pin(self) -> MapPin | None:
        """The place on a map, if one was shown."""
        return MapPin.of(self.location, self.venue) if self.location else None

    def told_within(self, time: timedelta, at: datetime) -> bool:
        """Whether its last message came at most ``time`` before ``at`` (UTC)."""
        return not self.last_at or at - datetime.fromisoformat(self.last_at) <= time

    @property
    def empty(self) -> bool:
        return not (self.texts or self.files or self.location)

    def dump(self) -> dict[str, Any]:
        return {
            "texts": self.texts,
            "files": self.files,
            "location": self.location,
            "last_at": self.last_at,
            **({"venue": self.venue} if any(self.venue) else {}),
        }

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "Story":
        where, named = raw["location"], raw.get("venue", ("", ""))
        return cls(
            tuple(raw["texts"]),
            tuple(raw["files"]),
            (where[0], where[1]) if where else None,
            raw.get("last_at", ""),
            (named[0], named[1]),
        )


@dataclass(frozen=True)
class Draft:
    """An open form: its answers by step, and what it is about (``about``: a case, a key).
    ``editing`` names the step that is being answered anew from the review card. ``opened``: when it
    was asked for last (ISO 8601). ``asked``: when its question was shown last; ``since``: which
    step that is, and when it was shown first; ``aside``: something else was shown since."""

    id: str
    form: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    editing: str = ""
    opened: str = ""
    asked: str = field(default="", compare=False)
    since: Sequence[str] = field(default=("", ""), compare=False)
    aside: bool = field(default=False, compare=False)

    @property
    def unsure(self) -> Mapping[str, str]:
        """By step, words about which it is asked whether they are its answer: unsure.py."""
        return self.about.get("unsure", {})  # type: ignore[no-any-return]

    @property
    def first_asked(self) -> str:
        """When its question was shown first; showing it again below something else is no news."""
        return self.since[1] or self.asked

    def given(self, step: str) -> Any:
        """What was answered, or may be the answer; None for nothing."""
        return self.unsure.get(step) or self.answers.get(step)

    def answered(self, step: str, value: Any) -> "Draft":
        return changed(self, answers={**self.answers, step: value}, editing="")

    def without(self, step: str) -> "Draft":
        return changed(
            self, answers={k: v for k, v in self.answers.items() if k != step}, editing=""
        )


@dataclass(frozen=True)
class Unsorted:
    """A message that waits behind a newer one: its number, and the question that was asked about
    it (``Talk.about_loose``)."""

    number: int
    story: Story
    about: str = ""

    def dump(self) -> dict[str, Any]:
        return {"number": self.number, "story": self.story.dump(), "about": self.about}

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "Unsorted":
        return cls(raw["number"], Story.load(raw["story"]), raw["about"])


@dataclass(frozen=True)
class Talk:
    """``drafts``: open forms, the last is the one being filled. ``cancelled``: can be brought back.
    ``loose``: a message outside every form, kept until the person says what it is. ``gathering``:
    the step (or ``loose``, ``case:<id>``, ``answer:<id>``) that still takes the rest of a burst,
    and since when.
    ``alarm``: key, time and kind of the emergency that was raised last. ``home``: ``place`` and
    ``phone`` of the last report that the person made for themselves, so that neither is asked
    again. ``live``: the pin that was sent last, which may move. ``about_loose``: the question about
    ``loose`` that was asked last: ``alarm``, ``offer``, ``calm`` (an offer, as it is no emergency),
    ``second`` (handlers/messages/second_matter.py), ``left`` (told_before.py), ``taken_back``
    (handlers/emergencies/taken_back.py) or ``resume``, ``which``, ``beside``, ``calm_beside``
    (handlers/messages/resuming.py).
    ``albums``: where the last albums have gone (handlers/albums.py). ``walk``: how an officer goes
    through their queue. ``early``: messages that were heard by their edit, before they came
    themselves. ``loose_no``: the number of ``loose``; ``last_no``: the highest that was given;
    ``unsorted``: older messages that wait, too (unsorted.py). ``set_aside``: half-made reports that
    an emergency has put aside (``aside``: offered again since). ``told_place``, ``told_phone``:
    what was told last, the number with its time (filling/where/latest.py). ``wondered``: the
    highest number of words of danger about which it was asked a second time; ``passed_on``: such
    words that have become a report because nobody answered (handlers/emergencies/doubt.py).
    ``quiet``: they have asked for no messages, because somebody else holds the phone
    (handlers/shared_phone/quiet.py). ``sure``: the key of an emergency of which it was just
    asked whether it is none, and when; else empty (handlers/emergencies/off/typed_sure.py)."""

    drafts: tuple[Draft, ...] = ()
    cancelled: Draft | None = None
    loose: Story = Story()
    gathering: tuple[str, str] | None = None
    alarm: tuple[str, str, str] | None = None
    home: Mapping[str, str] = field(default_factory=dict)
    live: LiveLocation | None = None
    about_loose: str = field(default="", compare=False)
    albums: tuple[tuple[str, str], ...] = ()
    walk: QueueWalk = field(default=QueueWalk(), compare=False)
    early: tuple[int, ...] = ()
    loose_no: int = 0
    last_no: int = 0
    unsorted: tuple[Unsorted, ...] = ()
    set_aside: tuple[Draft, ...] = ()
    told_place: Story = Story()
    told_phone: tuple[str, str] = ("", "")
    wondered: int = field(default=0, compare=False)
    passed_on: tuple[Unsorted, ...] = ()
    quiet: bool = False
    sure: tuple[str, ...] = ()

    @property
    def draft(self) -> Draft | None:
        return self.drafts[-1] if self.drafts else None

    def opening(self, draft: Draft) -> "Talk":
        """The talk with one more form; of too many goes the oldest in which nothing is answered,
        else the oldest, and never the one right below."""
        drafts = (*self.drafts, draft)
        if len(drafts) > DEPTH:
            left = next((one for one in self.drafts[:-1] if not one.answers), drafts[0])
            drafts = tuple(one for one in drafts if one is not left)
        return changed(self, drafts=drafts, gathering=None)

    def with_draft(self, draft: Draft) -> "Talk":
        return self if draft is self.draft else changed(self, drafts=(*self.drafts[:-1], draft))

    def gathered(self) -> "Talk":
        """The talk after a burst has ended."""
        return changed(self, gathering=None) if self.gathering else self

    def in_front(self, draft: Draft) -> "Talk":
        """An open form before the others."""
        if draft is self.draft:
            return self
        rest = tuple(one for one in self.drafts if one.id != draft.id)
        return changed(self, drafts=(*rest, draft))

    def back(self, draft_id: str) -> "Talk":
        """The talk with a form in front that was put aside, if there is one of this id."""
        found = [one for one in self.set_aside if one.id == draft_id]
        rest = tuple(one for one in self.set_aside if one.id != draft_id)
        return changed(self, set_aside=rest).opening(found[0]) if found else self

    def closing(self) -> "Talk":
        return changed(self, drafts=self.drafts[:-1], gathering=None)


_NOTHING, _NO_WALK = Story(), QueueWalk()


def dump(talk: Talk) -> dict[str, Any]:
    """The talk as plain JSON values. What says nothing is left out, where ``load`` can do without:
    most of a talk does, and each message reads and writes it."""
    told, walk = talk.told_place, talk.walk
    perhaps = {
        "home": talk.home,
        "live": talk.live.dump() if talk.live else None,
        "about_loose": talk.about_loose,
        "albums": talk.albums,
        "walk": walk.dump() if walk != _NO_WALK else None,
        "early": talk.early,
        "unsorted": [one.dump() for one in talk.unsorted],
        "set_aside": [vars(d) for d in talk.set_aside],
        "told_place": told.dump() if told != _NOTHING else None,
        "told_phone": talk.told_phone if any(talk.told_phone) else None,
        "wondered": talk.wondered,
        "passed_on": [one.dump() for one in talk.passed_on],
        "quiet": talk.quiet,
        "sure": talk.sure,
    }
    return {
        "drafts": [vars(d) for d in talk.drafts],
        "cancelled": vars(talk.cancelled) if talk.cancelled else None,
        "loose": talk.loose.dump(),
        "gathering": talk.gathering,
        "alarm": talk.alarm,
        "loose_no": talk.loose_no,
        "last_no": talk.last_no,
        **{name: value for name, value in perhaps.items() if value},
    }


def load(raw: Mapping[str, Any]) -> Talk:
    """The talk again."""
    alarm, gathering, told = raw["alarm"], raw["gathering"], raw.get("told_phone")
    return Talk(
        tuple([Draft(**d) for d in raw["drafts"]]),
        Draft(**raw["cancelled"]) if raw["cancelled"] else None,
        Story.load(raw["loose"]),
        (gathering[0], gathering[1]) if gathering else None,
        (alarm[0], alarm[1], alarm[2]) if alarm else None,
        raw.get("home", {}),
        LiveLocation.load(raw["live"]) if raw.get("live") else None,
        raw.get("about_loose", ""),
        tuple([(album, place) for album, place in raw.get("albums", ())]),
        QueueWalk.load(raw["walk"]) if raw.get("walk") else _NO_WALK,
        tuple(raw.get("early", ())),
        raw.get("loose_no", 1),  # what waits since an older version has buttons without a number
        raw.get("last_no", 1),
        tuple([Unsorted.load(one) for one in raw.get("unsorted", ())]),
        tuple([Draft(**d) for d in raw.get("set_aside", ())]),
        Story.load(raw["told_place"]) if raw.get("told_place") else _NOTHING,
        (told[0], told[1]) if told else ("", ""),
        raw.get("wondered", 0),
        tuple([Unsorted.load(one) for one in raw.get("passed_on", ())]),
        raw.get("quiet", False),
        tuple(raw.get("sure", ())),
    )
