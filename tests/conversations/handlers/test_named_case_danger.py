"""What an officer orders for a case without a slash is offered as that command, however short its
number is and whatever danger stands behind it."""

import pytest

from casework.case.model import Role
from conversations.protocol.effects import Brief, Show
from tests.conversations.speaker import WAITING_CASE, Speaker, resident

OWN = Brief(WAITING_CASE, "disaster", "in_progress")
"""A report that the officer has made, as anybody may."""

ORDERS = [
    ("balas 5 bu saya telpon skrg ya, tunggu di igd", "balas"),
    ("Balas 26-5 bu saya telpon skrg ya, tunggu di igd", "balas"),
    ("balas 26 5 bu tunggu di igd", "balas"),
    ("balas no 5 rumah warga kebakaran sekarang, bu?", "balas"),
    ("tolong tanya 12 apa anaknya masih kejang?", "tanya"),
    ("selesai 12 api sudah padam, warga kebakaran di balai desa", "selesai"),
    ("catatan 7: pasien sesak napas", "catatan"),
    ("rujuk 9 ke rs, korban luka", "rujuk"),
    ("tunda 12 sampai besok", "tunda"),
    ("lepas 12 dulu ya", "lepaskan"),
    ("ambil dulu 10 ya", "ambil"),
    ("jawab 5 ibunya masih di igd", "balas"),
    ("Gabungkan 26-10", "gabungkan"),
    ("gabung 10 sama 11", "gabungkan"),
    ("terima 12", "terima"),
]


@pytest.mark.parametrize(("words", "name"), ORDERS)
def test_it_is_offered_before_any_alarm(words: str, name: str) -> None:
    """With the words kept, and neither an emergency nor a report asked about; one tap goes on with
    the number that was meant."""
    speaker = Speaker(resident(Role.COORDINATOR), cases=(OWN,)).write(words)
    assert (speaker.filed, speaker.keys) == ([], ["named.command"])
    assert speaker.talk.loose.texts == (words,)
    speaker.press("o:do")
    found = [e.args["words"] for e in speaker.effects if isinstance(e, Show)]
    assert found[0] in ("5", "26-5", "7", "9", "10", "12", "26-10")
    assert not {"outside.offer", "alarm_staff.ask"} & set(speaker.keys)


def test_words_that_were_no_order_are_asked_about() -> None:
    """Who says that it was none is asked then whether it is a resident's danger."""
    speaker = Speaker(resident(Role.COORDINATOR)).write("selesai 3 rumah kebakaran sekarang")
    assert speaker.press("o:no").keys == ["alarm_staff.ask"]


@pytest.mark.parametrize("roles", [(), (Role.VOLUNTEER,)])
def test_a_resident_orders_nothing(roles: tuple[Role, ...]) -> None:
    """Their words of danger are heard at once."""
    words = "kasus 5 rumah kebakaran sekarang tolong"
    assert Speaker(resident(*roles)).write(words).filed
    assert Speaker(resident(*roles)).write("tanya 5 rumah kebakaran sekarang tolong").filed


def test_an_answer_to_an_open_form_stays_one() -> None:
    """Five sacks that were fetched are a result, and no number."""
    speaker = Speaker(resident(Role.COORDINATOR)).tap("c:reply:260000001")
    assert "named.command" not in speaker.write("ambil 5 karung beras di kantor desa").keys
