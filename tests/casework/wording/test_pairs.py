"""Words that say something only together."""

import pytest

from casework.policy import classifier
from casework.wording import pairs
from tests.casework.shipped import WORDS

ROW = {"first": ["jangan", "tidak usah"], "between": ["dulu", "di"], "then": ["balas", "kirim wa"]}


@pytest.mark.parametrize(
    ("story", "told"),
    [
        *((" jangan balas ", True), (" tidak usah dulu di balas ya ", True)),
        *((" jangan kirim wa ", True), (" jangan kirim ", False), (" balas jangan ", False)),
        *((" jangan saya balas ", False), (" jangan balasan ", False)),
    ],
)
def test_whole_words_in_a_row(story: str, told: bool) -> None:
    """With those between that are listed, and no others."""
    found = pairs.read(ROW, WORDS.vocabulary)
    assert found is not None
    assert found.found_in(story) is told


def test_without_any_there_are_none() -> None:
    """Most rows have plain phrases alone."""
    assert pairs.read({"any": ["balas"]}, WORDS.vocabulary) is None


WISHES = """
tolong jangan balas pesan ini, suami pegang hp · jangan dibalas · jgn balas, suami pegang hp
tlg jgn bales, suami lg baca hp sy · bojoku nesu ojo bales · jgn bls · jgn balas wa ini
sst jgn bales dulu · jgn hubungi sy · hp mau diambil suami · ojo chat aku sik · aja chat kula dikit
ojo di bales bojoku moco hp ku · ulah dibales salaki aya · ampun diwales nggih, bojo kulo maos hp
ojo wa sik bojoku ning omah · aja dibales, lakine balik · iki aku meneh ojo chat dulu bojoku balik
sampun diwales riyin · tong dibales heula · entong chat heula · ga usah dibales ya, dia di sebelah
teu kedah diwaler · jangan kirim apa2 lagi · jgn hub sy dulu · jgn ngechat · jgn di chat ya dia liat
dia pegang hp saya · suami lagi megang hpku · hp direbut suami · dia baca chat ini · ojo ngewa
don't reply he has my phone · please do not answer, he is here · aja bales wa kien
ojo dijawab ya, bojoku ndelok · jangan ada balasan · jangan hubungi nomor ini dulu · jangan dm sy
hpne arep dijupuk bojoku · jgn telp balik · diem dulu jgn bales · ojo mbales sik
"""
CALM = """
jangan balas dendam pak · belum dibalas · kok ora dibales · kenapa tidak dibalas · tolong dibalas
pesan saya jangan lama2 dibalasnya · durung dibales nganti saiki · jangan dikirim ke desa ya
jangan kirim petugas laki2 · chat saya kok tidak dibalas · jangan lupa balas ya · ojo lali bales pak
jangan hubungi pak rt · jangan hubungi suami saya · jangan hubungi keluarga saya · kapan dibales pak
jangan telat balasnya · can dibales wae ti kamari · suami tidak balas wa saya · hp dicuri kemarin
hp saya hilang diambil maling · saya tidak bisa baca surat di hp · jangan dijawab asal asalan
anak saya pegang hp terus · jangan kirim foto dulu ya bu, belum ada · jangan sampai tidak dibalas ya
wis telpon 113 ga diangkat · sudah chat tadi · sampun telpon · sudah dibalas · sudah wa kemarin
suwun sampun dibales · langsung aja chat saya · boleh aja dibales di sini
jangan balas di sini pak, telpon saja · jangan chat pak rt, dia galak · aja kesuwen balese
"""


def told(texts: str) -> list[str]:
    """One text each: they are parted by a dot or a line."""
    return texts.strip().replace("\n", " · ").split(" · ")


@pytest.mark.parametrize("words", told(WISHES))
def test_a_wish_for_no_messages_is_heard(words: str) -> None:
    """Written before the words were looked for: of 58 such wishes 52 were missed, of 20 more that
    were written after it 3."""
    assert classifier.fact_in(words, WORDS, "quiet") == "yes"


@pytest.mark.parametrize("words", told(CALM))
def test_calm_words_are_none(words: str) -> None:
    """Who waits for an answer, or speaks of somebody else's."""
    assert classifier.fact_in(words, WORDS, "quiet") == ""
