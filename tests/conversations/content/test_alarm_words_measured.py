"""How many cries for help are heard, and how many calm words are taken for one.

``cries/first.csv`` (124 cries, 52 calm texts) and ``unseen.csv`` (62 ordinary reports) were written
before any word was changed for them, without a look at the words. Before: 50 cries alarmed, 74
were met with silence; of the calm ones 10 alarmed and 8 were asked about. Every second row (the
1st, 3rd …) was then used to add words: after it 61 of those 62 cries alarm and 1 is asked about;
of the other half, which was not used, 62 of 62 (before: 27), and no calm text (before: 3). One
hand wrote texts and words, so this half flatters.

``cries/later.csv`` was written after that, in two goes, each measured before it was used. First
62 rows: of 44 cries 23 alarmed, 4 were asked about, 17 met with silence (with the words of
before: 8, 0, 36), and of 18 calm ones 3 alarmed (2). Last 44 rows: of 32 cries 23, 4 and 5, and
of 12 calm ones 2 alarmed.

``cries/third.csv`` (40 cries, 20 calm texts) was written before the words of that day were looked
at: at first sight 34 cries alarmed, 1 was asked about, 5 met with silence; no calm text alarmed, 5
were asked about. After it was used 40 alarm, and the calm ones are as before.
``cries/fourth.csv`` (20 and 10) was written after that and not used: 15, 3 and 2; no calm text
alarmed, 3 were asked about. These are the figures to expect of words yet unseen; what is asked here
guards against loss.

Five more sets were written later, each without a look at the words, and measured before it was
used. Alarmed, asked, silence of the cries (of those heard, as the wrong kind); alarmed, asked of
the calm ones: ``cries/fifth.csv`` 23, 1, 6 of 30 (4); 5, 9 of 25. ``cries/sixth.csv`` in three
goes of 27 rows: 8, 3, 4 of 15 (1); 3, 5 of 12. Then 12, 0, 3 of 15 (0); 3, 4 of 12. Then 8, 0, 7
of 15 (0); 2, 0 of 12. ``cries/seventh.csv``, not used: 11, 1, 0 of 12 (0); 0, 2 of 10. One hand
wrote them all: of strangers expect the three goes, not the last. Of the 25, 13 and 13 reports of
``unseen_later.csv`` 19, 10 and 12 found their service first at first sight.

``cries/eighth.csv``, written before its words were looked for, holds calm news that rang red (an
ambulance has somebody, a house that fell yesterday, a card that is "mati bae") with cries beside
it. At first sight 14 of 14 cries alarmed, and 12 of 22 calm ones; after it was used 14, 0, 0 of the
cries; 0, 5 of the calm ones. No other set has lost a cry or won a question by it.

``cries/ninth.csv``, written before its words were looked for, holds those who do not breathe or
wake, fits and bleeding in the polite Javanese of the coast ("boten"), Sundanese and Cirebon. Of 23
cries 12 alarmed, 4 were asked about and 7 met with silence; of 14 calm texts 1 alarmed and 2 were
asked about. After it was used 23, 0, 0; 0 and 2. No other set has changed.

Of the reports in ``unseen.csv`` sector, urgency and party came first in 58, 57 and 56 of 62 at
first sight, and in 60, 58 and 58 after the odd rows were used; of the even rows, which were not,
in 29, 27 and 27 of 31. None of them alarms; one is asked about."""

from itertools import pairwise

import pytest

from conversations.content import alarm_words
from tests.casework.shipped import stories
from tests.conversations.content.test_alarm_words import ALARM

USED = ("cries/fifth.csv", "cries/sixth.csv", "cries/eighth.csv", "cries/ninth.csv")
FILES = ("cries/first.csv", "cries/later.csv", "cries/third.csv", *USED)


def heard(text: str) -> str:
    found = alarm_words.hear(text, ALARM)
    return "silence" if found is None else "alarm" if found.certain else "asked"


@pytest.mark.parametrize("name", FILES)
def test_cries_are_heard(name: str) -> None:
    """No cry is met with silence, and at least 95 % alarm without a question."""
    told = {s["text"]: heard(s["text"]) for s in stories(name) if s["family"] != "calm"}
    assert [text for text, how in told.items() if how == "silence"] == []
    assert sum(how == "alarm" for how in told.values()) >= 0.95 * len(told)


@pytest.mark.parametrize("name", FILES)
def test_calm_words_do_not_alarm(name: str) -> None:
    """No calm text alarms, and at most 40 % of those that speak of danger lead to a question."""
    told = {s["text"]: heard(s["text"]) for s in stories(name) if s["family"] == "calm"}
    assert [text for text, how in told.items() if how == "alarm"] == []
    assert sum(how == "asked" for how in told.values()) <= 0.4 * len(told)


@pytest.mark.parametrize(("name", "silences"), [("cries/fourth.csv", 2), ("cries/seventh.csv", 0)])
def test_words_that_were_not_used(name: str, silences: int) -> None:
    """Of a set that no word was taken from, no more is lost than at first sight."""
    told = [(s["family"] == "calm", heard(s["text"])) for s in stories(name)]
    assert told.count((False, "silence")) <= silences
    assert told.count((True, "alarm")) == 0


@pytest.mark.parametrize(
    "text",
    [
        "jalannya rusak, sudah dua motor jatuh. yang tahu ibu warung depan pos",
        "lubang di gang belum ditambal, motor jatuh di situ",
    ],
)
def test_a_damaged_road_is_no_emergency(text: str) -> None:
    """Words of two sentences are not read as one, and motorbikes fall on bad roads."""
    assert heard(text) == "silence"


@pytest.mark.parametrize("name", USED)
def test_each_cry_is_heard_as_what_it_is(name: str) -> None:
    """Whom to call, and what to do, depends on the kind; where somebody bleeds or is burnt, the
    ambulance comes first."""
    told = [(s["text"], s["family"]) for s in stories(name) if s["family"] != "calm"]
    found = [(alarm_words.hear(text, ALARM), text, family) for text, family in told]
    wrong = [text for alarm, text, family in found if alarm is None or alarm.kind != family]
    assert [text for text in wrong if not any(h in text for h in ("getih", "melepuh"))] == []


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("3 orang ketutup longsoran tanah di belakang rumah", "alarm"),
        ("airnya masuk terus kami sekeluarga naik di atas lemari", "alarm"),
        ("tetangga njerit njerit ampun ampun digebugi", "alarm"),
        ("bayi sy keminum minyak telon", "alarm"),
        ("bojo mules bayine wis ketok endase", "alarm"),
        ("anak saya umur 5 hilang di pasar", "alarm"),
        ("kakek ngilang ti sawah ti tabuh tilu", "alarm"),
        ("listrik naik terus bikin saya pingsan", "silence"),
        ("kambing saya mau lahiran, ada mantri hewan?", "silence"),
        ("anak keracunan habis makan ayam", "alarm"),
        ("anak saya digigit anjing kejang", "alarm"),
        ("ibu gabangun dari tadi gasadar", "alarm"),
        ("nenek gabisa napas", "alarm"),
        ("bapak ditusukan jalma di pasar", "alarm"),
        ("adik dibacokan preman", "alarm"),
        ("longsorannya nutup rumah, ada orang di dalam", "alarm"),
        ("bapak kelindes truk", "alarm"),
        ("cah wadon digawa pacare ket wingi, digoleki ora ketemu", "alarm"),
        ("orok teu daek nyusu awakna leuleus", "alarm"),
        ("tiap taun banjir langganan, kapan ada tanggul", "asked"),
        ("mau lihat banjiran diskon di toko", "silence"),
        ("mendadak bapak ngomongnya pelo tangannya kebas", "alarm"),
        ("ujug-ujug bapa leumpuh sabeulah awakna", "alarm"),
        ("adik saya odgj kabur dari rumah, dicari ga ketemu", "alarm"),
        ("kakek kaluar imah ti kamari can balik, geus pikun", "alarm"),
        ("bapak sudah lama lumpuh separuh badan butuh kursi roda", "silence"),
        ("copet di pasar ketangkap terus dipukuli orang, kemarin", "silence"),
        ("ada maling bawa golok masuk rumah", "alarm"),
        ("ada lowongan pemadam kebakaran?", "asked"),
        ("itu namanya bunuh diri politik pak", "silence"),
        ("kk hilang waktu kebanjiran tahun lalu, mau bikin lagi", "silence"),
        ("kebanjiran lagi pak, kk sama ktp hanyut", "alarm"),
        ("sejak kecelakaan tahun lalu bapak pakai kruk", "silence"),
        ("minggu kemarin ada yang gantung diri di desa sebelah", "asked"),
        ("buku tabungan anak hilang di pasar", "silence"),
    ],
)
def test_neighbours_of_what_was_misheard(text: str, how: str) -> None:
    """Other words for what was missed once, and for what was once taken for a cry."""
    assert heard(text) == how


@pytest.mark.parametrize(
    "text",
    [
        "jalan licin, sudah tiga kali motor jatuh di situ",
        "sudah berkali-kali motor jatuh di got depan rumah",
        "beberapa kali anak jatuh. yang tahu ibu warung",
        "sudah dua motor jatuh. di depan pos",
        "obat habis. darah saya tinggi",
    ],
)
def test_how_often_is_no_river(text: str) -> None:
    """ "kali" is a river, and "times"; what two sentences say is not read as one."""
    assert heard(text) != "alarm"


@pytest.mark.parametrize("name", ["texts.csv", "unseen.csv", "unseen_later.csv"])
def test_reports_are_seldom_asked_about(name: str) -> None:
    """Of the ordinary reports, at most 2 % alarm and at most 5 % are asked whether it is now."""
    told = [heard(s["text"]) for s in stories(name) if s["urgency"] != "emergency"]
    assert told.count("alarm") <= 0.02 * len(told)
    assert told.count("asked") <= 0.05 * len(told)


def test_looking_only_near_anchors_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kept text, alone and with the one after it, is heard as if every row was tried on it."""
    names = ("texts.csv", "unseen.csv", "examples.csv", *FILES)
    texts = [story["text"] for name in names for story in stories(name)]
    texts += [story[side] for story in stories("twice.csv") for side in ("a", "b")]
    texts += [f"{one}. {other}" for one, other in pairwise(texts)]
    found = [alarm_words.hear(text, ALARM) for text in texts]
    assert any(found)
    everything = {row: call.words for row, call in enumerate(ALARM.calls)}
    monkeypatch.setattr(alarm_words, "_near", lambda story, words: everything)
    assert found == [alarm_words.hear(text, ALARM) for text in texts]
