"""While a case that only few may read is open, what its teller says of the phone is told there, and
no case that more people read gets those words."""

from datetime import timedelta

import pytest

from casework.actions.correspondence import Add
from casework.case.model import Role
from casework.policy import classifier
from conversations.actions import worse_news
from conversations.protocol.effects import Brief, Do, text
from conversations.protocol.talk.standing_above import Above
from tests.conversations.speaker import CASE, CONTENT, OPEN_CASES, WAITING_CASE, Speaker, resident

SEALED = Brief(CASE, "child_violence", "in_progress", sensitive=True)
ORDINARY = Brief(WAITING_CASE, "pkh", "in_progress", calm=True)
WISHES = (
    *("jgn kirim pesan lg suami sy pulang", "jgn telp suami saya datang"),
    *("ojo nelpon, bojoku wis balik", "hp dipegang suami, takut dia baca"),
)


def told(speaker: Speaker) -> dict[object, str]:
    """Which case is told what by the last message."""
    found = [one for one in speaker.effects if isinstance(one, Do)]
    return {
        one.case: " ".join(one.command.story["texts"])  # type: ignore[arg-type]
        for one in found
        if isinstance(one.command, Add)
    }


@pytest.mark.parametrize("words", WISHES)
@pytest.mark.parametrize("roles", [(), (Role.VOLUNTEER,)])
@pytest.mark.parametrize("hours", [0, 5])
def test_only_the_sealed_case_reads_the_words(
    words: str, roles: tuple[Role, ...], hours: int
) -> None:
    """Whoever tells them, and also right below an officer's words about the other case."""
    speaker = Speaker(resident(*roles), cases=(SEALED, ORDINARY))
    speaker.at += timedelta(hours=hours)
    speaker.above = Above(WAITING_CASE, "reply", speaker.at)
    speaker.write(words)
    assert (speaker.keys, told(speaker)[CASE]) == (["quiet.kept"], words)
    assert words not in told(speaker)[WAITING_CASE]
    assert "suami" not in told(speaker)[WAITING_CASE]


def test_the_others_are_told_the_bare_wish() -> None:
    """Nobody of theirs calls: it is marked there, too, in words of ours that tell no reason."""
    speaker = Speaker(cases=(SEALED, ORDINARY)).write(WISHES[0])
    bare = speaker.did(Add)[1]
    read = worse_news.read(bare, CONTENT.words)
    assert isinstance(read, Add)
    assert (read.facts or {}) == {"quiet": "yes"}
    texts = CONTENT.texts
    for language in ("id", "en"):
        wish = texts.plain(language, text("quiet.wish"))
        assert classifier.fact_in(wish, CONTENT.words, "quiet") == "yes"


def test_without_a_sealed_one_all_read_it() -> None:
    """Nothing is kept from anybody there."""
    speaker = Speaker(cases=OPEN_CASES).write(WISHES[0])
    assert set(told(speaker).values()) == {WISHES[0]}


@pytest.mark.parametrize("first", [SEALED, ORDINARY])
def test_an_edit_goes_to_the_sealed_case(first: Brief) -> None:
    """Whichever of them was filed first."""
    rest = ORDINARY if first is SEALED else SEALED
    speaker = Speaker(cases=(first, rest)).write("jgn kirim pesan lg")
    speaker.edit(speaker.newest, WISHES[0])
    assert WAITING_CASE not in told(speaker)
