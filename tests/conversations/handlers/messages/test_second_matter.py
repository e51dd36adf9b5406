"""Two matters in one message: the second is offered once the first is sent."""

import csv

import pytest

from conversations.handlers.messages.second_matter import second_matter
from conversations.protocol.effects import Say
from tests.casework.shipped import CATALOGUE, ROOT, WORDS
from tests.conversations.handlers.emergencies.test_several import raised
from tests.conversations.speaker import TEXTS, Speaker

TWO = "KIS saya mati, terus bantuan PKH ibu saya juga belum cair"
FIELDS = {key: service.sector for key, service in CATALOGUE.services.items()}
SECOND = "bantuan PKH ibu saya juga belum cair"


def sent(words: str = TWO, service: str = ":pbi_reactivation") -> Speaker:
    """A resident who has told this and sent it as a report about one service."""
    speaker = Speaker().write(words).press("o:new").press(":self").press(service)
    if speaker.asked == "depth":
        speaker.press(":later")
    return speaker.press(":open").write("RT 4").write("08123456789").press(":!:send")


def test_the_second_is_offered_with_its_words() -> None:
    """After the first is sent, one message with two buttons."""
    speaker = sent()
    assert len(speaker.filed) == 1
    assert speaker.keys[-1] == "second.heard"
    assert SECOND in TEXTS.plain("id", speaker.says[-1].text)
    assert [b.tap.data() for b in speaker.buttons if "o:" in b.tap.data()] == ["o:new:2", "o:no:2"]


@pytest.mark.parametrize("yes", ["o:new:2", "ya", "Laporkan juga"])
def test_nothing_is_typed_twice(yes: str) -> None:
    """One tap opens the second report with its story; address and number are known."""
    speaker = sent()
    speaker = speaker.press(yes) if ":" in yes else speaker.write(yes)
    assert (speaker.answers["story"]["texts"], speaker.asked) == ([SECOND], "who")
    speaker.press(":family").press(":pkh")
    if speaker.asked == "depth":
        speaker.press(":later")
    speaker.press(":open").press(":place:home").press(":!:send")
    assert [filed.service for filed in speaker.filed] == ["pbi_reactivation", "pkh"]
    assert "second.heard" not in speaker.keys


@pytest.mark.parametrize("no", ["o:no:2", "Sudah termasuk", "tidak", "ga usah"])
def test_it_is_part_of_the_first(no: str) -> None:
    """Then it waits no longer, and nobody is told that it was not kept."""
    speaker = sent()
    speaker = speaker.press(no) if ":" in no else speaker.write(no)
    assert (speaker.keys, speaker.talk.loose.empty) == (["second.kept"], True)


def test_the_other_one_when_the_second_was_chosen() -> None:
    """Whichever they choose first."""
    assert "KIS saya mati" in TEXTS.plain("id", sent(service=":pkh").says[-1].text)


def test_thanks_and_news_leave_it() -> None:
    """Thanks get their answer; other words are asked about by themselves."""
    assert sent().write("ok makasih bu").keys == ["chat.thanks"]
    speaker = sent().write("lampu jalan depan rumah mati sudah seminggu")
    assert speaker.talk.loose.texts == ("lampu jalan depan rumah mati sudah seminggu",)


@pytest.mark.parametrize(
    ("story", "service"),
    [
        ("KIS saya mati padahal harus kontrol", "pbi_reactivation"),
        ("KTP hilang, KK juga hilang", "identity_documents"),
        ("KIS mati, saya penerima PKH", "pbi_reactivation"),
        ("bpnt saya berhenti", "pkh"),
        (TWO, "rutilahu"),
        ("anak saya sudah berhenti sekolah, apa bisa dapat KIP", "school_dropout"),
        ("saya di PHK pabrik, mau usaha gorengan tapi tidak ada modal", "job"),
    ],
)
def test_one_matter_is_one(story: str, service: str) -> None:
    """What only names another service, or has nothing of the chosen one, is no second matter."""
    assert second_matter(story, service, WORDS, FIELDS) == ""


def test_few_stories_are_two() -> None:
    """Of the texts that were written for the classifier, hardly any is asked about."""
    with (ROOT / "tests/casework/texts.csv").open(encoding="utf-8") as lines:
        told = [row["text"] for row in csv.DictReader(lines)]
    services = list(WORDS.order)
    two = [t for t in told if any(second_matter(t, one, WORDS, FIELDS) for one in services)]
    assert len(two) <= 4, two


@pytest.mark.parametrize(
    ("story", "service", "other"),
    [
        (
            "pkh ga cair dr april, trus anak saya ga sekolah krn ga ada biaya",
            "pkh",
            "anak saya ga sekolah krn ga ada biaya",
        ),
        (
            "krtu bpjs sy mti\ntrus jg bantuan sembako blm msk 2 bln\ndua dua nya",
            "pbi_reactivation",
            "bantuan sembako blm msk 2 bln",
        ),
        ("kis sy mati jg kk nya hilang", "pbi_reactivation", "kk nya hilang"),
        ("kis ibu mati sama pkh nya ga cair", "pbi_reactivation", "pkh nya ga cair"),
        ("pkh ga cair abis itu kk nya hilang", "pkh", "kk nya hilang"),
        ("kis mati, pkh ga cair, kk hilang", "pbi_reactivation", "pkh ga cair, kk hilang"),
    ],
)
def test_matters_are_joined_as_people_write(story: str, service: str, other: str) -> None:
    """By the short words of a phone; of three the rest is offered, and after it the last."""
    assert second_matter(story, service, WORDS, FIELDS) == other


@pytest.mark.parametrize("begun", ["", "nenek keracunan", "lampu jalan depan rumah mati"])
def test_whatever_else_waits_it_is_offered(begun: str) -> None:
    """Below an emergency that still asks, and beside another message that waits."""
    speaker = Speaker()
    if begun:
        speaker.write(begun)
    speaker.write(f"/lapor {TWO}", after=1200)
    speaker.press(":self").press(":pbi_reactivation").press(":later").press(":open")
    speaker.write("RT 4").write("08123456789").press(":!:send")
    assert "second.heard" in speaker.keys
    heard = next(say for say in speaker.says if say.text.key == "second.heard")
    speaker.tap(heard.buttons[0][0].tap.data())
    assert speaker.answers["story"]["texts"] == [SECOND]


def test_what_waited_longer_is_asked_about_by_its_own_button() -> None:
    """Both are asked about at once, and each button means its own words."""
    speaker = Speaker().write("lampu jalan depan rumah mati").write(f"/lapor {TWO}", after=1200)
    speaker.press(":self").press(":pbi_reactivation").press(":later").press(":open")
    speaker.write("RT 4").write("08123456789").press(":!:send")
    offer = next(say for say in speaker.says if say.text.key == "outside.offer")
    new = next(b.tap.data() for row in offer.buttons for b in row if ":new" in b.tap.data())
    assert speaker.tap(new).answers["story"]["texts"] == ["lampu jalan depan rumah mati"]


def test_an_address_is_no_second_matter() -> None:
    """Words about which it was asked which emergency they mean are never offered as one."""
    speaker = raised("nenek keracunan", "rumah tetangga kebakaran sekarang", asking=1)
    speaker.write("cepat pak takut", after=900).write("rt 2 rw 3")
    while speaker.talk.draft is not None:
        speaker.write("Lewati")
    assert "second.heard" not in [e.text.key for e in speaker.all if isinstance(e, Say)]


MATTERS = ["ktp saya juga hilang", "genteng rumah bocor", "bpjs anak saya nunggak"]


@pytest.mark.parametrize("words", MATTERS)
@pytest.mark.parametrize("after", [60.0, 3600.0])
def test_another_matter_in_loose_words_is_asked_about(words: str, after: float) -> None:
    """Whoever tells of another service, however soon, says whether it is something new; the report
    that it becomes tells of nothing else, and what was told before goes on waiting."""
    speaker = Speaker().write("pkh saya berhenti").write(words, after=after)
    assert speaker.keys == ["outside.another"]
    assert "pkh" not in str(speaker.says[0].text)
    speaker.press("o:new")
    assert speaker.answers["story"]["texts"] == [words]
    assert [one.story.texts for one in speaker.talk.unsorted] == [("pkh saya berhenti",)]


def test_what_goes_on_with_it_is_one_story() -> None:
    """One tap puts both together, in their order; the offer stands for all of it."""
    speaker = Speaker().write("pkh saya berhenti").write("udah tiga bulan").write(MATTERS[0])
    speaker.press("o:more")
    told = ("pkh saya berhenti", "udah tiga bulan", MATTERS[0])
    assert (speaker.keys, speaker.talk.loose.texts, speaker.talk.unsorted) == (
        ["outside.offer"],
        told,
        (),
    )


@pytest.mark.parametrize("words", ["udah tiga bulan", "anak sekolah dua", "kks nya juga ilang"])
def test_what_names_no_other_field_goes_on_by_itself(words: str) -> None:
    """A piece of the same story, or another service of the same field."""
    speaker = Speaker().write("pkh saya berhenti").write(words)
    assert (speaker.keys, len(speaker.talk.loose.texts)) == (["outside.offer"], 2)


def test_lines_of_one_burst_are_one_story() -> None:
    """What comes within seconds, before our answer to it, belongs together whatever it names; what
    comes hours later is a message of its own, and nothing is asked about both."""
    speaker = Speaker().write("pkh saya berhenti").write(MATTERS[0], after=2)
    assert (speaker.effects, len(speaker.talk.loose.texts)) == ((), 2)
    late = Speaker().write("pkh saya berhenti").write(MATTERS[0], after=4 * 3600)
    assert (late.keys, late.talk.loose.texts) == (["outside.offer"], (MATTERS[0],))
