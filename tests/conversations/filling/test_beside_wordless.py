"""A card, a sticker, a dice where something must be written or tapped: what came is named, and
nobody reads that they have written something wrong."""

import pytest

from tests.conversations.filling.test_beside import asked, at
from tests.conversations.speaker import TEXTS, Speaker, reporting, stranger

CARD = {"card": "+6281234567890", "called": "Pak RT"}
OWN = {"phone": "+6281234567890"}


def told(speaker: Speaker) -> str:
    return TEXTS.plain("id", speaker.says[0].text)


def at_village() -> Speaker:
    """Somebody new, who has agreed and is asked where they live."""
    return Speaker(person=stranger()).write("/start").press(":agree")


@pytest.mark.parametrize("card", [CARD, OWN])
def test_a_card_is_no_wrong_name_of_a_village(card: dict[str, str]) -> None:
    """It is told that a card is not kept, and the village is asked for again."""
    speaker = at_village()
    speaker.write("", **card)
    assert speaker.asked == "village"
    assert "Kartu kontak itu tidak kami simpan" in told(speaker)
    assert "Desa/kelurahan mana?" in told(speaker)
    assert "belum kami temukan" not in told(speaker)


def test_a_sticker_is_no_wrong_name_of_a_village() -> None:
    """What holds no words is called that, and the village is asked for again."""
    speaker = at_village().write("")
    assert speaker.asked == "village"
    assert "tidak ada tulisannya" in told(speaker)
    assert "Desa/kelurahan mana?" in told(speaker)
    assert "belum kami temukan" not in told(speaker)


@pytest.mark.parametrize("wants", ["nik", "kk", "number", "date"])
def test_it_is_no_wrong_number_either(wants: str) -> None:
    """Asked for a number or a date, nobody reads how many figures a sticker has."""
    assert "tidak ada tulisannya" in told(asked(wants).write(""))
    assert "Kartu kontak itu tidak kami simpan" in told(asked(wants).write("", **CARD))


@pytest.mark.parametrize("step", ["sector", "secret"])
def test_beside_buttons_a_card_is_named_too(step: str) -> None:
    """ "That text" would be no word for it."""
    assert "Kartu kontak itu tidak kami simpan" in told(at(step).write("", **CARD))
    assert "tidak ada tulisannya" in told(at(step).write(""))


def test_what_says_itself_what_is_wanted_stays() -> None:
    """Where a photo or a story is asked for, that is what is said to a sticker."""
    assert "Kami belum melihat fotonya" in told(asked("photos").write(""))
    story = reporting(":self", ":health", ":pbi_reactivation").press(":later")
    assert "Kirim tulisan, foto, atau pesan suara" in told(story.write(""))


def test_words_that_name_no_village_are_told_so() -> None:
    """The control: what is written is read as a name."""
    assert "belum kami temukan" in told(at_village().write("Xyzxyz"))
