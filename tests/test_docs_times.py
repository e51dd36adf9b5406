"""The waiting times and numbers that the guides promise are those of the program.

The table of clocks is held in test_docs.py.
"""

import re
from datetime import timedelta

import pytest

from bot.desk import bulk, handover
from bot.turns.gathering import GAPS
from casework.access.stand_in import LONGEST
from casework.actions.correcting import postponement, taking_back
from casework.actions.ending.rating import RATE_WITHIN
from casework.actions.ending.resolution import REOPEN_WITHIN
from casework.actions.objection import OBJECT_WITHIN
from conversations.protocol.queue_walk import REST
from tests.casework.shipped import toml
from tests.test_docs import page

FOLLOWUPS = toml("casework/policy/followups.toml")
DUPLICATES = toml("casework/policy/duplicates.toml")
DIGEST = toml("casework/policy/people.toml")["digest"]
_NUMBERS = {2: "dua", 4: "empat", 5: "lima", 10: "sepuluh"}


def minutes(time: timedelta) -> int:
    return time // timedelta(minutes=1)


def said(text: str, number: int) -> str:
    """A sentence with its number in figures or, where ``{word}`` stands, in words."""
    return text.format(n=number, word=_NUMBERS.get(number, number))


PROMISED = [
    ("petugas", "{word} menit lamanya ada **↩ Tarik**", minutes(taking_back.HELD_FOR)),
    ("petugas/membetulkan", "**↩ Tarik**, dalam {word} menit", minutes(taking_back.HELD_FOR)),
    ("petugas/membetulkan", "menunggu {word} menit sebelum dikirim", minutes(taking_back.HELD_FOR)),
    ("petugas/membetulkan", "paling lama {n} hari", postponement.MOST.days),
    ("petugas/pimpinan", "ditahan {n} menit", minutes(bulk.HELD_FOR)),
    ("petugas/antrean", "atau {word} jam berlalu", REST // timedelta(hours=1)),
    ("petugas/antrean", "paling lama {n} menit", minutes(GAPS[-1])),
    ("petugas/berhalangan", "paling lama {n} hari", LONGEST.days),
    ("petugas/kembar", "selama {n} hari", DUPLICATES["undo_days"]),
    ("petugas/sesudah-hasil", "berlaku {n} hari", RATE_WITHIN.days),
    ("petugas/sesudah-hasil", "sampai {n} hari sesudah", OBJECT_WITHIN.days),
    ("petugas/sesudah-hasil", "membukanya lagi selama {n} hari", REOPEN_WITHIN.days),
    ("relawan", "Dalam {n} hari tekan **Belum beres, buka lagi**", REOPEN_WITHIN.days),
    ("relawan", "Kode berlaku {n} hari", handover.DAYS),
    ("relawan", "paling lambat {n} hari sesudah ditutup", OBJECT_WITHIN.days),
    ("warga", "Dalam {n} hari, tekan **Belum beres, buka lagi**", REOPEN_WITHIN.days),
    ("warga", "{word} menit kemudian terkirim", int(DUPLICATES["send_after"].split()[0])),
]


@pytest.mark.parametrize(("guide", "text", "number"), PROMISED)
def test_a_promised_time_is_kept(guide: str, text: str, number: int) -> None:
    """A guide says the number that the program waits, and no other."""
    words = " ".join(page(f"docs/{guide}.md").split()).lower()
    assert said(text, number).lower() in words


def test_the_steps_of_an_alarm_are_those_of_the_clock() -> None:
    """After how many minutes an emergency climbs, three times."""
    alarm = next(row for row in FOLLOWUPS["followup"] if row["kind"] == "alarm")
    steps = [step.split()[0] for step in alarm["after"][:3]]
    told = re.search(r"naik satu tingkat setelah (\d+) menit, .*", page("docs/petugas/darurat.md"))
    assert told
    assert re.findall(r"setelah (\d+) menit", told[0]) == steps


def test_the_hour_of_the_morning_list_is_told() -> None:
    """At which hour the list of the day comes."""
    assert f"pukul {DIGEST.replace(':', '.')}" in page("docs/petugas/antrean.md")
