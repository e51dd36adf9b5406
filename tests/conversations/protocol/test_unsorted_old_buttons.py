"""An old button does what stands on it, or says that it is old: it never acts on words that came
after it."""

import pytest

from casework.case.model import Role
from casework.case.number import number
from conversations.protocol.effects import Do, Show
from conversations.protocol.requests import RemindMe
from tests.conversations.speaker import CASE, WAITING_CASE, Speaker, resident

NAMED, OTHER = number(CASE), number(WAITING_CASE)
DOUBT = "dulu rumah kami pernah kebakaran"
FIRST_FIRE, SECOND_FIRE = "ada rumah kebakaran di RT 3", "banjir besar di RT 5 sekarang"


def officer() -> Speaker:
    return Speaker(resident(Role.FRONT_OFFICE, Role.COORDINATOR))


def ending(speaker: Speaker, end: str) -> str:
    """What the button of the last answer carries whose data holds this."""
    return next(b.tap.data() for b in speaker.buttons if end in b.tap.data())


def acted(speaker: Speaker) -> list[object]:
    """What the last answer did, or showed of the store; reminders of a form aside."""
    done = [e for e in speaker.effects if isinstance(e, Do | Show)]
    return [e for e in done if not (isinstance(e, Do) and isinstance(e.command, RemindMe))]


@pytest.mark.parametrize("first", ["cari kis", f"selesai {OTHER} sudah", "antrian"])
@pytest.mark.parametrize("then", [f"ambil {NAMED}", f"balas {NAMED} besok datang", "cari pkh"])
def test_the_card_of_a_command_runs_no_later_one(first: str, then: str) -> None:
    """It runs its own words, however late; tapped again it is old. Those that came last are run by
    their own card."""
    speaker = officer().write(first)
    old = ending(speaker, "o:do")
    own = ending(speaker.write(then), "o:do")
    assert acted(speaker.tap(old)) == acted(officer().write(f"/{first}"))
    assert speaker.tap(old).keys[0] == "outside.gone"
    speaker.tap(own)
    assert acted(speaker) == acted(officer().write(f"/{then}"))


def test_of_too_many_commands_the_oldest_is_old() -> None:
    """None is run together with another."""
    speaker = officer()
    cards = [ending(speaker.write(f"cari kis {n}"), "o:do") for n in range(9)]
    ran = [[e.args["words"] for e in acted(speaker.tap(card))] for card in cards]
    assert ran[-1] == ["kis 8"]
    assert all(words in ([], [f"kis {n}"]) for n, words in enumerate(ran))


def test_a_card_runs_nothing_that_an_edit_made_of_it() -> None:
    """The neighbour: the words were changed into another command; only the new card runs it."""
    speaker = officer().write("cari kis")
    old = ending(speaker, "o:do")
    speaker.edit(speaker.newest, f"ambil {NAMED}")
    new = ending(speaker, "o:do")
    assert acted(speaker.tap(old)) == []
    assert acted(speaker.tap(new)) == acted(officer().write(f"/ambil {NAMED}"))


def test_no_drops_no_later_command() -> None:
    """The neighbour: "Bukan" on the first card leaves the second alone."""
    speaker = officer().write("cari kis")
    old = ending(speaker, "o:no")
    own = ending(speaker.write(f"ambil {NAMED}"), "o:do")
    assert acted(speaker.tap(old)) == []
    assert acted(speaker.tap(own)) == acted(officer().write(f"/ambil {NAMED}"))


def two_dangers() -> tuple[Speaker, dict[str, str], dict[str, str]]:
    """Two dangers that an officer writes of, with the buttons of each card."""
    speaker = officer().write(FIRST_FIRE)
    first = {b.tap.data().split(":")[1]: b.tap.data() for b in speaker.buttons}
    speaker.write(SECOND_FIRE)
    return speaker, first, {b.tap.data().split(":")[1]: b.tap.data() for b in speaker.buttons}


def test_each_card_of_a_danger_is_about_its_own_words() -> None:
    """Recorded, searched for or let go are the words of that card; the others wait on."""
    for which, words in ((0, FIRST_FIRE), (1, SECOND_FIRE)):
        speaker, *cards = two_dangers()
        (filed,) = speaker.tap(cards[which]["yes"]).filed
        assert filed.intake.story["texts"] == (words,)
        speaker, *cards = two_dangers()
        (found,) = (e for e in speaker.tap(cards[which]["find"]).effects if isinstance(e, Show))
        assert found.args["words"] == words
        (filed,) = speaker.tap(cards[1 - which]["yes"]).filed
        assert filed.intake.story["texts"] == ((SECOND_FIRE, FIRST_FIRE)[which],)


def test_a_card_of_a_danger_that_is_dealt_with_is_old() -> None:
    """It records and searches for nothing that was written later."""
    speaker, first, second = two_dangers()
    speaker.tap(first["find"])
    for answer in ("yes", "no", "find"):
        speaker.tap(first[answer])
        assert (speaker.filed, acted(speaker)) == ([], [])
    assert speaker.tap(second["yes"]).filed


def test_a_cry_is_heard_by_an_old_button_too() -> None:
    """A resident's "yes, now" is about danger, whatever has become of the words of its card."""
    speaker = Speaker().write(DOUBT)
    assert ending(speaker, "e:yes")
    assert Speaker(talk=speaker.talk).tap("e:yes:9").filed


def test_each_list_of_a_photo_takes_its_own() -> None:
    """Two photos wait: the list below the first brings the first to the case, not the newest."""
    speaker = officer().photo("bukti kartu aktif")
    (first,) = (e for e in speaker.effects if isinstance(e, Show))
    speaker.photo("foto rumah roboh")
    (second,) = (e for e in speaker.effects if isinstance(e, Show))
    assert first.args["waits"] != second.args["waits"]
    speaker.tap(f"o:{CASE}:{first.args['waits']}")
    assert speaker.talk.draft is not None
    assert "bukti kartu aktif" in speaker.talk.draft.about["words"]
    speaker.tap(f"o:{CASE}:{first.args['waits']}")
    assert speaker.keys != ["words.to.ask"]
    assert speaker.filed == []
