"""Somebody whose sealed emergency is open has an ordinary case, too: words that name whoever is in
the sealed one never end in the other by themselves; words about the other's result do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.case.model import Role
from conversations.protocol.effects import Brief, Do, RaisedAlarm
from conversations.protocol.talk.standing_above import Above
from tests.conversations.speaker import CASE, WAITING_CASE, Speaker, resident

CRY = "saya dipukuli suami sekarang"
ROLES = ((), (Role.VOLUNTEER,))


def beaten(status: str, brings: str, roles: tuple[Role, ...], *, hours: float = 0.1) -> Speaker:
    """Somebody who has cried, and sees last on their screen what came about the other case."""
    speaker = Speaker(resident(*roles)).write(CRY)
    filed = speaker.filed[-1]
    one = RaisedAlarm(CASE, filed.service, kind="violence", at=speaker.at, words=CRY)
    speaker.emergencies[filed.key] = one
    while speaker.talk.drafts:
        speaker.write("Lewati")
    speaker.at += timedelta(hours=hours)
    wants = "text" if status == "waiting" else ""
    ordinary = Brief(
        WAITING_CASE, "rutilahu", status, wants and "Kapan?", wants, calm=True, asked_at=speaker.at
    )
    speaker.cases = (Brief(CASE, filed.service, "in_progress", sensitive=True), ordinary)
    speaker.above = Above(WAITING_CASE, brings, speaker.at)
    return speaker


def went_to(speaker: Speaker) -> list[object]:
    return [one.case for one in speaker.effects if isinstance(one, Do) and one.case]


ABOVE = (("waiting", "question"), ("in_progress", "reply"), ("resolved", "result"))


@pytest.mark.parametrize(
    "words", ["suami saya pulang", "sudah bu, suami saya pulang", "belum, suami masih di rumah"]
)
@pytest.mark.parametrize(("status", "brings"), ABOVE)
@pytest.mark.parametrize("roles", ROLES)
@pytest.mark.parametrize("hours", [0.1, 3])
def test_who_is_in_the_sealed_one_is_told_to_no_other(
    words: str, status: str, brings: str, roles: tuple[Role, ...], hours: float
) -> None:
    """Right below an officer's words about the other case: the sealed one hears it, or it waits."""
    speaker = beaten(status, brings, roles, hours=hours).write(words)
    assert WAITING_CASE not in went_to(speaker)
    assert went_to(speaker) or speaker.keys


def test_an_officer_who_has_asked_for_them_gets_the_answer() -> None:
    """Whoever the question names may be named in its answer."""
    speaker = beaten("waiting", "question", ())
    sealed, asked = speaker.cases
    speaker.cases = (sealed, replace(asked, question="Suami sudah pulang?"))
    assert went_to(speaker.write("suami saya pulang besok")) == [WAITING_CASE]


@pytest.mark.parametrize("words", ["suami saya pulang", "suami dateng", "suami saya marah lagi"])
@pytest.mark.parametrize(("status", "brings"), ABOVE)
@pytest.mark.parametrize("roles", ROLES)
def test_what_follows_within_seconds_is_no_rest_of_it(
    words: str, status: str, brings: str, roles: tuple[Role, ...]
) -> None:
    """Two messages of one minute need not be about one case."""
    speaker = beaten(status, brings, roles, hours=3).write("iya bu, sudah saya kirim fotonya")
    assert went_to(speaker) == [WAITING_CASE]
    assert WAITING_CASE not in went_to(speaker.write(words, after=2))


@pytest.mark.parametrize(
    "words",
    ["tendanya bocor lg pak, blm beres", "belum beres, masih bocor", "durung beres, esih bocor"],
)
@pytest.mark.parametrize("roles", ROLES)
def test_what_is_not_fixed_goes_to_the_result_above(words: str, roles: tuple[Role, ...]) -> None:
    """It names an ordinary trouble, right below the result of that."""
    speaker = beaten("resolved", "result", roles).write(words)
    assert went_to(speaker) == [WAITING_CASE]


@pytest.mark.parametrize("words", ["dia masih di rumah", "belum, dia masih di depan pintu"])
def test_what_names_no_trouble_stays_with_the_sealed_one(words: str) -> None:
    """Below the same result."""
    assert WAITING_CASE not in went_to(beaten("resolved", "result", ()).write(words))


@pytest.mark.parametrize(
    "words",
    [
        *("aku hamil 9 wulan getihe akeh", "saya hamil 8 bulan keluar darah banyak"),
        "kula hamil, getihe metu terus",
    ],
)
@pytest.mark.parametrize("roles", ROLES)
def test_a_danger_of_another_kind_is_one_of_its_own(words: str, roles: tuple[Role, ...]) -> None:
    """An ambulance is no matter for who comes about the violence."""
    speaker = beaten("in_progress", "receipt", roles).write(words)
    assert [one.service for one in speaker.filed][1:] == ["medical_emergency"]
    assert went_to(speaker) == []
