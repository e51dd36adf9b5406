"""Good news in the words of the village: somebody is found, fed, delivered, brought to safety."""

import pytest

from casework.actions.correspondence import Add
from conversations.content import alarm_words
from tests.conversations.handlers.emergencies.mourning.test_death import cried
from tests.conversations.speaker import CONTENT

BREATH, FLOOD, HUNGER, DROWNED = (
    "tolong sesek napas parah",
    "banjir masuk rumah",
    "mbah Wastinah ora mangan 3 dina, urip dewekan, ambruk",
    "adik sy klelep di kali",
)
NEWS = (
    ("anak saya kejang", "puguh geus leungit kejangna, ayeuna sare"),
    ("anak saya kejang", "leungit kejangna, ayeuna sare"),
    ("anak saya step", "wis ilang step e"),
    (FLOOD, "udah di evakuasi semua makasih"),
    (FLOOD, "sdh dievakuasi semua min"),
    (FLOOD, "kami semua sudah di posko pengungsian"),
    (BREATH, "wis metu bakso ne"),
    (HUNGER, "mbah Wastinah wis mangan, diwei bu Rt"),
    (HUNGER, "wis mangan"),
    ("pak Wardi arep gantung diri", "pak Wardi wis nang omah e, wis tenang"),
    ("anak saya hilang dari pagi, dicari belum ketemu", "wis nang omah e"),
    ("bi Sumi kejang2 meteng gede", "bi Sumi geus lahiran salamet"),
    ("bi Sumi kejang2 meteng gede", "geus lahiran salamet"),
    (DROWNED, "udah ketolong adik sy, ga usah dateng"),
    (DROWNED, "udah ketolong"),
)
NONE = (
    (FLOOD, "banyune wis nang omah"),
    (FLOOD, "belum dievakuasi semua"),
    ("suami saya pukul saya sekarang", "suami saya sudah di rumah"),
    (DROWNED, "belum ketolong"),
    (HUNGER, "belum makan juga"),
    (BREATH, "udah keluar darah"),
    ("anak saya kejang", "kejangna can leungit"),
    (FLOOD, "tunggu dievakuasi"),
)


@pytest.mark.parametrize(("cry", "words"), NEWS)
def test_good_news_is_heard_at_any_question(cry: str, words: str) -> None:
    """At the one for the place and at the one for a phone number; nothing rings."""
    for skips in (0, 1):
        speaker = cried(cry)
        for _ in range(skips):
            speaker.write("Lewati")
        assert speaker.talk.draft is not None
        speaker.write(words)
        assert [(told.over, told.cry) for told in speaker.did(Add)] == [(True, False)]


@pytest.mark.parametrize(("cry", "words"), NONE)
def test_no_good_news_is_taken_for_it(cry: str, words: str) -> None:
    """What is denied, wished or grows."""
    speaker = cried(cry).write(words)
    assert not [told for told in speaker.did(Add) if told.over]


def test_good_news_beside_another_form() -> None:
    """Who has begun a report still tells that the child is safe."""
    speaker = cried(DROWNED)
    while speaker.talk.draft:
        speaker.write("Lewati")
    speaker.write("/lapor").write("udah ketolong adik sy, ga usah dateng")
    assert [told.over for told in speaker.did(Add)] == [True]


@pytest.mark.parametrize(
    ("words", "kind"), [("makasih semua, selamat tinggal", "crisis"), ("tolong banjir", "disaster")]
)
def test_what_is_a_cry_stays_one(words: str, kind: str) -> None:
    """A farewell is heard as ever."""
    heard = alarm_words.hear(words, CONTENT.alarms)
    assert heard is not None
    assert heard.kind == kind
