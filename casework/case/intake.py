"""What was told of a case in a form. A value only: how a form asks is said in conversations.

It is stored as one JSON mapping, in the row of a case and in its trail; what older versions have
written there is read, and written again, as it was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from casework.wording import names
from casework.wording.told_numbers import without_long


class Who(StrEnum):
    """For whom somebody tells. ``UNSAID``: an emergency, in which nobody was asked."""

    SELF = "self"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    WALK_IN = "walk_in"
    UNSAID = "unsaid"


class Consent(StrEnum):
    """Whether the person who suffers agrees to the report. ``NOT_ASKED`` is a task, not an
    answer."""

    YES = "yes"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"


_WORDS: Mapping[str, Mapping[str, StrEnum]] = {
    "who": {word.value: word for word in Who},
    "consent": {word.value: word for word in Consent},
}
_TEXTS = ("sufferer", "place", "phone", "secret")
_MAPPINGS = ("pin", "story", "facts", "sharing", "person")
_KNOWN = (*_WORDS, *_TEXTS, *_MAPPINGS)

PERSON = ("nik", "kk", "birth", "jkn_number")
"""What is written down of the sufferer besides name, address and phone, for letters alone."""

SECRET = "secret"  # noqa: S105 (a choice of the form, no password)
DIED = "died"
"""The fact that somebody has died in the emergency since it was told."""
QUIET = "quiet"
"""The fact that somebody else may hold the phone of whoever told it."""
CALLED_OFF = "called_off"
"""The fact that its teller has called an emergency off."""
_PASSED_ON = frozenset({"who", "sufferer", "consent", "place", "pin", "phone", "secret", "person"})
_CORRECTED = frozenset({"sufferer", "place", "phone"})
_NAMES = frozenset({"sufferer", "phone", "person"})
"""What is not kept of a person who has refused the report that somebody else made for them."""


@dataclass(frozen=True)
class Intake:
    """What was told in the form; None where it does not say.

    ``sufferer`` is the name of the person who suffers, ``place`` where to find them, ``pin`` the
    same on a map (casework.case.map_pin), ``secret`` whether the teller is not to be named
    (``open``, ``secret``). ``story`` is texts, files and a
    location; ``facts`` is what triage reads. ``sharing`` is what the person said about other
    offices: code → ``asked``, ``yes``, ``no``, or ``withdrawn`` (a no that came when the office had
    accepted already: nothing further goes there). ``person`` is what letters say of the sufferer
    (``PERSON``). ``skipped`` are questions that were left out,
    ``other`` what this version does not know. ``legible``: False where what is stored can't be
    opened; it is then left as it is."""

    who: Who | None = None
    sufferer: str | None = None
    consent: Consent | None = None
    place: str | None = None
    pin: Mapping[str, Any] | None = None
    phone: str | None = None
    secret: str | None = None
    story: Mapping[str, Any] | None = None
    facts: Mapping[str, str] | None = None
    sharing: Mapping[str, str] | None = None
    person: Mapping[str, str] | None = None
    skipped: frozenset[str] = frozenset()
    other: Mapping[str, object] = field(default_factory=dict)
    legible: bool = True

    @classmethod
    def illegible(cls, words: str) -> "Intake":
        """The intake of a case where it can't be opened: ``words`` in the place of the story."""
        return cls(story={"texts": [words], "files": [], "location": None}, legible=False)

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "Intake":
        """The intake in a stored mapping."""
        known = {name: _read(name, raw[name]) for name in raw if _fits(name, raw[name])}
        skipped = frozenset(name for name, value in raw.items() if value is None)
        other = {k: v for k, v in raw.items() if k not in known and k not in skipped}
        return cls(**known, skipped=skipped, other=other)

    def dump(self) -> dict[str, Any]:
        """The mapping that is stored: only what was said, or asked and left out."""
        said = {name: getattr(self, name) for name in _KNOWN}
        return {
            **dict.fromkeys(sorted(self.skipped)),
            **self.other,
            **{name: _plain(value) for name, value in said.items() if value is not None},
        }

    @property
    def asks_secrecy(self) -> bool:
        """Whether the teller asked not to be named."""
        return self.secret == SECRET

    @property
    def mourns(self) -> bool:
        """Whether its teller has said that somebody in it has died."""
        return DIED in (self.facts or {})

    def unnamed_teller(self) -> "Intake":
        """The intake of a teller who asks not to be named."""
        return replace(self, secret=SECRET)

    @property
    def phone_is_held(self) -> bool:
        """Whether its teller has said that somebody else holds their phone, or hears it ring."""
        return (self.facts or {}).get(QUIET) == "yes"

    def called_off(self) -> "Intake":
        """The intake of an emergency that its teller has called off."""
        return replace(self, facts={**(self.facts or {}), CALLED_OFF: "yes"})

    def with_held_phone(self) -> "Intake":
        """The intake of a teller whose phone is in the hands of somebody else."""
        return replace(self, facts={**(self.facts or {}), QUIET: "yes"})

    def in_mourning(self) -> "Intake":
        """The intake of an emergency in which somebody has died, by what its teller says."""
        return replace(self, facts={**(self.facts or {}), DIED: "yes"})

    def knowing_of_person(self, field: str, value: str) -> "Intake":
        """The intake with one more thing that letters say of the sufferer."""
        return replace(self, person={**(self.person or {}), field: value})

    def completed(self, more: "Intake") -> "Intake":
        """The intake together with what was told later; where both say something, the later
        wins, and a story goes on."""
        story = _told_on(self.story, more.story)
        return Intake.load({**self.dump(), **more.dump(), **({"story": story} if story else {})})

    def corrected(self, instead: Mapping[str, str]) -> "Intake":
        """The intake after a message was changed: ``step`` names what it told, ``was`` its words
        and ``now`` what they say now. What is no longer as they told it stays as it is."""
        step, was, now = instead["step"], instead["was"], instead["now"]
        if step in _CORRECTED and getattr(self, step) == was:
            changed: dict[str, Any] = {step: now}
            return replace(self, **changed)
        texts = list((self.story or {}).get("texts", ()))
        if step != "story" or was not in texts:
            return self
        at = max(i for i, told in enumerate(texts) if told == was)
        story = {**(self.story or {}), "texts": [*texts[:at], now, *texts[at + 1 :]]}
        return replace(self, story=story)

    def passed_on(self, story: Mapping[str, Any] | None) -> "Intake":
        """What a case takes over that is opened out of this one: the same people at the same place,
        with a story of its own."""
        left = frozenset(self.dump()) - _PASSED_ON
        told = {} if story is None else {"story": story}
        return Intake.load({**self._without(left), **told})

    def unnamed(self) -> "Intake":
        """The intake without name and phone, also in its story and address: of somebody who has
        refused the report."""
        told = replace(self, story=self._unnamed_story(), place=self._unnamed_text(self.place))
        return Intake.load({**told._without(_NAMES), "consent": Consent.REFUSED.value})

    def _unnamed_story(self) -> Mapping[str, Any] | None:
        if self.story is None:
            return None
        return {**self.story, "texts": list(map(self._unnamed_text, self.story.get("texts", ())))}

    def _unnamed_text(self, words: str | None) -> str | None:
        if words is None:
            return None
        return without_long(names.without(words, self.sufferer or ""), names.MASK)

    def _without(self, names: Collection[str]) -> dict[str, Any]:
        return {name: value for name, value in self.dump().items() if name not in names}


def _told_on(
    before: Mapping[str, Any] | None, more: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """A story with what was added to it later."""
    if before is None or more is None:
        return before or more
    lists = {key: [*before.get(key, ()), *more.get(key, ())] for key in ("texts", "files")}
    return {**before, **{key: value for key, value in more.items() if value}, **lists}


def _fits(name: str, value: object) -> bool:
    """Whether a stored value is one that this version knows under that name."""
    if name in _TEXTS:
        return isinstance(value, str)
    if name in _WORDS:
        return isinstance(value, str) and value in _WORDS[name]
    return name in _MAPPINGS and isinstance(value, Mapping)


def _read(name: str, value: Any) -> Any:
    return _WORDS[name][value] if name in _WORDS else value


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value
