"""Emergency words in forms that no list has: stems of verbs of violence, and what is said of
newborns, of who wants to die and of who is not fed."""

import pytest

from conversations.content import alarm_rows, alarm_words
from tests.casework.shipped import CATALOGUE, WORDS, toml
from tests.conversations.content.test_alarm_words import ALARM

CRIES = {
    "tiap malem bapa ngegebug ade sampe bilur": "violence",
    "bapa ngegebug ade maning": "violence",
    "bapake nyekek aku": "violence",
    "laki gw nyekek leher gw": "violence",
    "bojoku ngantemi aku, getihen": "violence",
    "lakine mbak kae nendangi wetenge": "violence",
    "bapa tiri nu ngajotosan budak": "violence",
    "abah nyiksa adi saban peuting": "violence",
    "bapake nyabeti anake nganggo sabuk": "violence",
    "ipar abdi nonjokan si teteh ayeuna": "violence",
    "anak e tetangga dijotosi bapake tiap bengi, lebam2": "violence",
    "kula pun mboten kiat gesang": "crisis",
    "abdi tos teu kiat hirup": "crisis",
    "wis ah urip ora ana gunane, pamit ya": "crisis",
    "bayine biru bar lair": "medical",
    "eh bayine biru maning": "medical",
    "aki nyalira teu aya nu maraban geus lemes": "danger",
    "mbok dihajar mantune, ndase bocor": "violence",
    "kerongkongan e mang kae kesumbat bakso": "medical",
    "wong lanang ambruk ning pasar": "medical",
    "jantung bapak kumat": "medical",
    "rentenirnya nunggu di depan bawa clurit": "violence",
    "orangnya skrg di teras bawa linggis": "violence",
    "mantune nggowo arit ning ngarep umah": "violence",
    "guru cabuli murid sd": "violence",
    "kakak jambakin adek trs dibenturin ke tembok": "violence",
    "bapa mertua ngabacok salaki abdi": "violence",
    "mbah tiba ning sumur": "medical",
    "saya dihamilin guru saya": "violence",
    "ada ular gigit anak saya di sawah": "medical",
    "ada orang mau bakar diri di balai desa": "crisis",
    "uwa teu daek dahar saminggu sorangan di imah": "danger",
}
ASKED = {
    "ipar sy suka raba2 anak sy pas mandi": "violence",
    "kamari nu ngadegrepe bapa tiri": "violence",
    "paman suka masukin tangan ke rok keponakan": "violence",
    "adek dipaksa buka baju sama om": "violence",
    "guru ngaji nyium2in murid perempuan": "violence",
    "guru olahraga pegang2 dada anak saya": "violence",
    "om nya masuk kamar anak sy tiap malem": "violence",
    "tinggal bayine sing durung ditulungi": "medical",
    "pengen nyusul emak aja": "crisis",
    "nini ditinggal sorangan, gering parna": "medical",
    "bapa teu bisa kencing ti kamari": "medical",
}
CALM = [
    "anak saya juara, menyabet piala, mau daftar KIP",
    "adik saya main bola nendang pintu tetangga rusak",
    "baju bayi biru dari posyandu",
    "tas bayi warna biru hilang",
    "hp saya dibanting anak",
    "kakek tinggal sendirian mau daftar PKH",
    "bapak ngajar di sd",
    "kemarin bapak pukul 7 ke balai desa",
    "suami nyabet medali pencak silat",
    "rumah bapak saya mau ambruk",
    "dapur nenek ambruk semalam",
    "mau nyusul ibu ke pasar",
    "saluran air tersumbat sampah",
    "tolong colek admin",
    "warga bawa linggis untuk kerja bakti",
    "ibu mencium bau busuk dari selokan",
    "saya pegang surat keterangan dari guru",
    "anak saya tiba di rumah sumur kering",
    "mbah lanang dewekan neng omah, wis pikun, ora ana sing ngopeni",
]


@pytest.mark.parametrize("text", CRIES)
def test_a_cry_in_any_form_is_heard(text: str) -> None:
    """Whoever is beaten, throttled, blue or unfed is heard in the words of home."""
    found = alarm_words.hear(text, ALARM)
    assert found is not None
    assert (found.kind, found.certain) == (CRIES[text], True)


@pytest.mark.parametrize("text", ASKED)
def test_what_may_be_one_is_asked_about(text: str) -> None:
    """A hand where it should not be, a wish to follow the dead: a question costs a tap."""
    found = alarm_words.hear(text, ALARM)
    assert found is not None
    assert (found.kind, found.certain) == (ASKED[text], False)


@pytest.mark.parametrize("text", CALM)
def test_what_only_looks_like_one_is_calm(text: str) -> None:
    """The same stems in sport and sorrow, the same colours on clothes."""
    found = alarm_words.hear(text, ALARM)
    assert found is None or not found.certain


@pytest.mark.parametrize("form", ["ngagebugan", "nggebugi", "menggebuk", "digebugin", "digebugan"])
def test_one_stem_is_all_its_forms(form: str) -> None:
    """A district that writes a stem down need not write its forms."""
    words = "dipukul" if form.startswith("di") else "pukul"
    assert ALARM.vocabulary.words[form] == words


def test_mistakes_in_stems_are_told() -> None:
    """A row without its words, and one with more than it may have."""
    rows = toml("conversations/alarm.toml")
    rows["stems"] = {"beat": {"active": "pukul", "stems": ["gebug"]}}
    with pytest.raises(ValueError, match="alarm stems beat: must have active, passive"):
        alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
