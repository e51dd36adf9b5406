"""Anything at all, in any order: the engine never fails, never falls silent, and files a report
once.

``Speaker`` adds to every message: the talk goes through JSON and back, buttons fit into 64 bytes,
every text is there in both languages, open forms are few."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.case import commands as c
from casework.case.model import Role
from conversations.handlers.commands import COMMANDS
from conversations.protocol.dialogue import LONGEST, Story
from conversations.protocol.effects import Do
from conversations.protocol.requests import RemindMe
from conversations.protocol.talk.gathering import BURST_SECONDS
from tests.conversations.speaker import (
    CASE,
    NOW,
    OPEN_CASES,
    WAITING_CASE,
    Speaker,
    resident,
    stranger,
)

STAFF = (Role.COORDINATOR, Role.BACK_OFFICE)
WHO = {
    "stranger": stranger(),
    "resident": resident(),
    "volunteer": resident(Role.VOLUNTEER),
    "officer": resident(*STAFF),
}
TEXTS = st.one_of(
    st.sampled_from(
        [
            "P",
            "halo pak",
            "makasih",
            "goblok",
            "1",
            "2",
            "kesambi",
            "Batal",
            "Kembali",
            "Lewati",
            "ya",
            "08123456789",
            "RT 4",
            "BPJS bapak tidak aktif padahal mau berobat",
            "anak kejang tolong",
            "dulu rumah pernah kebakaran",
            "tolong kebakaran sekarang",
            "3274051203870001",
            "PKH BELUM CAIR",
            "👍",
            "https://x.example/",
            "\u202e",
            "/",
            "//",
        ]
    ),
    st.sampled_from(sorted(COMMANDS)).map("/{}".format),
    st.sampled_from(
        [
            "/start d_3274051003",
            "/start u_abc",
            "/start d_1",
            "/kasus 26-00001-K",
            "/ambil x",
            "/LAPOR@b",
        ]
    ),
    st.text(max_size=40),
)
PAUSES = st.sampled_from([0.0, 1.0, BURST_SECONDS, 30.0, 3600.0, 40 * 86400.0, -2.0])
RAW = st.one_of(
    st.text(max_size=20),
    st.lists(
        st.sampled_from(
            [
                "f",
                "c",
                "cf",
                "as",
                "s",
                "o",
                "e",
                "u",
                "r",
                "n",
                "m",
                "",
                "0",
                str(CASE),
                str(WAITING_CASE),
                "1" * 30,
                "-1",
                "٣",
                "yes",
                "new",
                "fixed",
                "open",
                "ask",
                "claim",
                "answer",
                "add",
                "confirm",
                "reopen",
                "queue",
                "pick",
                "!",
                "send",
                "edit",
                "<",
                "x",
                "-",
                "draft-000001",
                "draft-000002",
                "draft-000003",
                "who",
                "self",
                "story",
                "language",
            ]
        ),
        max_size=5,
    ).map(":".join),
)
STEPS: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    st.tuples(
        st.just("write"),
        TEXTS,
        PAUSES,
        st.sampled_from([None, None, None, CASE, 250_000_009]),
        st.booleans(),
    ),
    st.tuples(st.just("photo"), st.sampled_from(["", "atap bocor", "/lapor"]), PAUSES),
    st.tuples(st.just("voice"), st.just(""), PAUSES),
    st.tuples(st.just("place"), PAUSES),
    st.tuples(st.just("nothing"), PAUSES),
    st.tuples(st.just("new button"), st.integers(0, 9)),
    st.tuples(st.just("new button"), st.integers(0, 9)),
    st.tuples(st.just("old button"), st.integers(0, 200)),
    st.tuples(st.just("raw"), RAW),
)
TALKS = st.lists(STEPS, max_size=25)


class Phone:
    """Plays steps, and remembers every button that was ever shown."""

    def __init__(self, who: str) -> None:
        self.speaker = Speaker(WHO[who], cases=OPEN_CASES if who == "resident" else ())
        self.shown: list[str] = ["f:draft-000001:who:self"]

    def play(self, step: tuple[Any, ...]) -> Speaker:
        """Do one step; afterwards its answer stands in the speaker."""
        self._do(*step)
        self.shown += [button.tap.data() for button in self.speaker.buttons]
        return self.speaker

    def _do(self, what: str, first: Any, *rest: Any) -> None:
        speaker = self.speaker
        match what:
            case "write":
                after, replied, edited = rest
                speaker.write(first, after=after, reply_to=replied, edited=edited and not replied)
            case "photo" | "voice":
                speaker.photo(first, after=rest[0], kind=what)
            case "place":
                speaker.place(after=first)
            case "nothing":
                speaker.write("", after=first)
            case "new button":
                current = [button.tap.data() for button in speaker.buttons] or self.shown[-1:]
                speaker.tap(current[first % len(current)])
            case "old button":
                speaker.tap(self.shown[-1 - first % len(self.shown)])
            case _:
                speaker.tap(first)


@settings(max_examples=250)
@given(st.sampled_from(sorted(WHO)), TALKS)
def test_anything_is_answered(who: str, steps: list[tuple[Any, ...]]) -> None:
    """Whatever comes, something is said, shown or done; only the rest of a burst may pass without a
    word."""
    phone = Phone(who)
    for step in steps:
        gathering = phone.speaker.talk.gathering
        assert phone.play(step).effects or gathering, step


@settings(max_examples=250)
@given(st.sampled_from(sorted(WHO)), TALKS)
def test_a_form_is_filed_once(who: str, steps: list[tuple[Any, ...]]) -> None:
    """No order of taps and words files two reports under one key."""
    phone = Phone(who)
    for step in steps:
        phone.play(step)
    keys = [filed.key for filed in phone.speaker.filed]
    assert len(keys) == len(set(keys))


@given(st.sampled_from(sorted(WHO)), TALKS)
def test_nobody_speaks_for_another(who: str, steps: list[tuple[Any, ...]]) -> None:
    """Every command that follows is the speaker's own, and a reminder is for a form that is
    open, or for words that wait."""
    phone = Phone(who)
    for step in steps:
        speaker = phone.play(step)
        for effect in speaker.effects:
            if isinstance(effect, Do) and hasattr(effect.command, "by"):
                assert effect.command.by == speaker.person.id
            if isinstance(effect, Do) and isinstance(effect.command, RemindMe):
                open_ones = {draft.id for draft in speaker.talk.drafts}
                assert effect.command.draft in open_ones | {f"waits.{speaker.talk.loose_no}"}


@given(TALKS)
def test_strangers_file_nothing_but_emergencies(steps: list[tuple[Any, ...]]) -> None:
    """Before the consent nothing is filed, unless somebody is in danger."""
    phone = Phone("stranger")
    for step in steps:
        consent = phone.speaker.person.consent
        speaker = phone.play(step)
        assert all(consent or "alarm" in filed.facts for filed in speaker.did(c.File))


@given(st.sampled_from(sorted(WHO)), TALKS, st.integers(0, 200))
def test_a_tap_said_twice_is_done_once(who: str, steps: list[tuple[Any, ...]], which: int) -> None:
    """The same button tapped again at once files nothing more."""
    phone = Phone(who)
    for step in steps:
        phone.play(step)
    data = phone.shown[-1 - which % len(phone.shown)]
    phone.speaker.tap(data)
    filed = len(phone.speaker.filed)
    phone.speaker.tap(data, after=0)
    again = {f.key for f in phone.speaker.filed[filed:]}
    assert again.isdisjoint(f.key for f in phone.speaker.filed[:filed])


@given(st.sampled_from(sorted(WHO)), TALKS)
def test_cancel_and_undo_restore_exactly(who: str, steps: list[tuple[Any, ...]]) -> None:
    """A form that was cancelled and brought back is the same form with the same answers, wherever
    it stood."""
    phone = Phone(who)
    for step in steps:
        phone.play(step)
    before = phone.speaker.talk
    if before.draft is None or not phone.speaker.person.consent:
        return
    speaker = phone.speaker.write("/batal")
    assert (speaker.talk.drafts, speaker.talk.cancelled) == (before.drafts[:-1], before.draft)
    speaker.tap(f"u:{before.draft.id}")
    assert speaker.talk == replace(before, cancelled=None, gathering=None)


@given(
    st.sampled_from(sorted(WHO)),
    TALKS,
    st.sampled_from(["f:nobody:who:self", "u:nobody", "r:nobody", "zz", "", "c:x:1"]),
)
def test_a_foreign_tap_changes_no_answer(who: str, steps: list[tuple[Any, ...]], data: str) -> None:
    """A button of nobody's form is told so and leaves every open form as it was."""
    phone = Phone(who)
    for step in steps:
        phone.play(step)
    before = phone.speaker.talk
    speaker = phone.speaker.tap(data)
    assert speaker.effects
    assert speaker.talk.drafts[: len(before.drafts)] == before.drafts
    assert speaker.talk.loose == before.loose


@pytest.mark.parametrize("who", ["resident", "volunteer"])
def test_a_flood_stays_bounded(who: str) -> None:
    """Somebody who sends and sends does not make their talk grow without end; the newest is
    kept."""
    speaker = Speaker(WHO[who])
    for n in range(LONGEST + 20):
        speaker.write(f"atap rumah bocor {n}", after=1)
    assert (len(speaker.talk.loose.texts), speaker.talk.loose.texts[-1]) == (
        LONGEST,
        f"atap rumah bocor {LONGEST + 19}",
    )
    assert Story.load(speaker.talk.loose.dump()) == speaker.talk.loose
    assert speaker.at > NOW
