"""A volunteer who files for one neighbour and names others meanwhile: each is a matter of its own,
each is asked about, and none is forgotten."""

import pytest

from casework.case.model import Role
from tests.conversations.speaker import TEXTS, Speaker, resident

UDIN = "pak udin rumahnya bocor"
OTHERS = (
    "bu siti blm dpt blt, anaknya 3",
    "bu rum akte lahir anaknya ga ada",
    "pak karto minta sembako",
)


def filing(depth: bool = True) -> Speaker:
    """A volunteer in the form for Pak Udin, at a question with buttons."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write(UDIN).press("o:new")
    speaker.write("Pak Udin")
    return speaker.press(":rutilahu") if depth else speaker


def shown(speaker: Speaker) -> str:
    return "\n".join(TEXTS.plain("id", say.text) for say in speaker.says)


def sent(speaker: Speaker) -> Speaker:
    """The open form answered to its end and sent."""
    for _ in range(12):
        ends = [b.tap.data() for b in speaker.buttons if b.tap.data().startswith("f:")]
        if any(end.endswith(":!:send") for end in ends):
            return speaker.press(":!:send")
        if speaker.asked in ("sufferer", "place"):
            speaker.write("Bu Anu" if speaker.asked == "sufferer" else "RT 3 RW 2")
        elif speaker.asked == "phone":
            speaker.write("08123456789")
        else:
            speaker.tap(next((end for end in ends if end.endswith(":no")), ends[0]))
    raise AssertionError(speaker.asked)


@pytest.mark.parametrize("words", OTHERS)
@pytest.mark.parametrize("depth", [False, True])
def test_another_neighbour_is_asked_about(words: str, depth: bool) -> None:
    """They do not join the story of the one who is written about, and the form goes on."""
    speaker = filing(depth).write(words)
    assert speaker.keys[0] == "resume.neighbour"
    assert len(speaker.keys) == 2
    assert words not in speaker.answers["story"]["texts"]
    assert words in shown(speaker)


@pytest.mark.parametrize(
    "words",
    [
        "pak udin juga belum dapat sembako",
        "anaknya pak karto yang bantu, rumah bocor",
        "bu belum dapat bantuan juga",
        "bu rumahnya mau roboh",
        "pak rt minta foto rumah",
        "bapak hamil 3 bulan bocor rumahnya",
        "rumah bocor sejak bulan lalu",
    ],
)
def test_more_about_the_same_one_joins(words: str) -> None:
    """Their own name, officials, and whoever is only spoken to are no other neighbours."""
    assert filing().write(words).answers["story"]["texts"][-1] == words


def test_who_presses_this_report_has_it_there() -> None:
    """The buttons offer both."""
    speaker = filing().write(OTHERS[0])
    (go_on,) = [b.tap.data() for b in speaker.buttons if b.tap.data().startswith("g:")]
    assert speaker.tap(go_on).answers["story"]["texts"][-1] == OTHERS[0]


def test_each_waits_by_itself_and_each_is_offered() -> None:
    """Three are named; after the report is sent they come one after the other, in the order in
    which they were told, until none is left."""
    speaker = filing()
    for words in OTHERS:
        speaker.write(words)
    sent(speaker)
    for words in OTHERS:
        assert words in shown(speaker)
        assert not any(other in shown(speaker) for other in OTHERS if other != words)
        (new,) = [b.tap.data() for b in speaker.buttons if b.tap.data().startswith("o:new")]
        sent(speaker.tap(new))
    assert [filed.intake.story["texts"] for filed in speaker.filed] == [
        [words] for words in (UDIN, *OTHERS)
    ]
    assert (speaker.talk.loose.empty, speaker.talk.unsorted) == (True, ())


def test_who_wants_one_of_them_not_still_hears_of_the_others() -> None:
    """ "Not a report" for one leads to the next."""
    speaker = filing()
    for words in OTHERS:
        speaker.write(words)
    assert OTHERS[0] in shown(sent(speaker))
    (no,) = [b.tap.data() for b in speaker.buttons if b.tap.data().startswith("o:no")]
    assert OTHERS[1] in shown(speaker.tap(no))


def test_alike_troubles_of_two_people_are_two() -> None:
    """That most words stand in the report that was sent does not make her trouble his."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("pak udin blm dpt blt 3 bulan")
    speaker.press("o:new").write("Pak Udin").press(":blt_dd")
    sent(speaker.write("bu siti blm dpt blt 3 bulan"))
    assert "bu siti" in shown(speaker)


def test_outside_a_form_they_are_two_as_well() -> None:
    """Minutes apart, each has its own question."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write(OTHERS[0]).write(OTHERS[1])
    assert speaker.talk.loose.texts == (OTHERS[1],)
    assert [one.story.texts for one in speaker.talk.unsorted] == [(OTHERS[0],)]


def test_of_one_who_is_told_in_pieces_nothing_is_torn() -> None:
    """The second message only says her name."""
    speaker = Speaker(resident()).write("tetangga saya rumahnya bocor").write("bu siti namanya")
    assert speaker.talk.loose.texts == ("tetangga saya rumahnya bocor", "bu siti namanya")


def at_the_card() -> Speaker:
    speaker = filing()
    for _ in range(12):
        ends = [b.tap.data() for b in speaker.buttons if b.tap.data().startswith("f:")]
        if any(end.endswith(":!:send") for end in ends):
            return speaker
        if speaker.asked in ("sufferer", "place", "phone"):
            speaker.write("08123456789" if speaker.asked == "phone" else "RT 3 RW 2")
        else:
            speaker.tap(next((end for end in ends if end.endswith(":no")), ends[0]))
    raise AssertionError(speaker.asked)


@pytest.mark.parametrize(
    "words",
    [
        "eh bentar, tadi pa Warsa jg anaknya ga sekolah",
        "bi Onah rumahnya bocor semua",
        "tadi mak Icih blm dpt sembako",
    ],
)
def test_at_the_card_another_waits_by_itself(words: str) -> None:
    """Whatever stands before the name, and however one calls them."""
    speaker = at_the_card().write(words)
    assert speaker.keys[0] == "resume.neighbour"
    assert words not in speaker.answers["story"]["texts"]


@pytest.mark.parametrize(
    "words",
    [
        "bu Karsem jg blm dpt PKH, trus bi Onah rumahnya mau rubuh",
        "bu karsem blm dpt pkh, pak warsa anaknya ga sekolah",
        "bu karsem blm dpt pkh trus tadi pak karto minta sembako",
    ],
)
def test_two_in_one_message_are_two_matters(words: str) -> None:
    """Both are offered, one after the other, each with its own words."""
    speaker = sent(at_the_card().write(words))
    seen = []
    for _ in range(2):
        seen.append(shown(speaker))
        (new,) = [b.tap.data() for b in speaker.buttons if b.tap.data().startswith("o:new")]
        sent(speaker.tap(new))
    first, second = (filed.intake.story["texts"] for filed in speaker.filed[1:])
    assert "pkh" in first[0].casefold()
    assert "pkh" not in second[0].casefold()


@pytest.mark.parametrize("joint", ["karo", "kalih", "jeung", "sareng", "lan", "terus"])
def test_whoever_is_joined_by_a_word_of_the_rows_is_another(joint: str) -> None:
    """In any language of the place: a message that begins with the joint, and one that goes on."""
    other = f"{joint} pak Dasim ktp e ilang"
    alone = filing().write(other)
    assert alone.keys[0] == "resume.neighbour"
    both = filing().write(f"bi Karsem durung oleh pkh, {other}")
    assert both.talk.loose.texts == (other,)
    assert "bi Karsem" not in both.answers["story"]["texts"]


@pytest.mark.parametrize(
    ("told", "other"),
    [
        ("bi Karsem durung oleh pkh, karo pak Dasim ktp e ilang", "pak Dasim ktp e ilang"),
        ("bi Wasti karo mang Kadir loro2ne durung oleh sembako", "mang Kadir loro2ne"),
        ("bi Wasti durung oleh sembako, anake papat", ""),
        ("bi Wasti sareng bi Wasti durung oleh sembako", ""),
    ],
)
def test_two_neighbours_in_one_story(told: str, other: str) -> None:
    """After the report of the first is sent, the other is offered with their words."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write(told).press("o:new").write("Bi Karsem")
    speaker = speaker.tap(
        next(b.tap.data() for b in speaker.buttons if ":suggested:" in b.tap.data())
    )
    keys = sent(speaker).keys
    assert ("second.heard" in keys) is bool(other)
    assert other in shown(speaker)


ALSO = [
    "pak karto jg",
    "bu siti juga ya bu",
    "bu ning jg",
    "sama pak karto juga ya",
    "bu siti sama seperti tadi, tetangganya pak karto",
    "mas eko sami mawon",
]


@pytest.mark.parametrize("words", ALSO)
@pytest.mark.parametrize("card", [False, True])
def test_who_has_the_same_is_another(words: str, *, card: bool) -> None:
    """Who is named with no more than "also" has a matter of their own; nothing joins the story."""
    speaker = (at_the_card() if card else filing()).write(words)
    assert (speaker.keys[0], speaker.talk.loose.texts) == ("resume.neighbour", (words,))
    assert words not in speaker.answers["story"]["texts"]


@pytest.mark.parametrize("words", ["bu saya jg bingung", "pak rt juga sudah tahu", "bu, belum jg"])
def test_who_is_only_spoken_to_is_no_other(words: str) -> None:
    """A title in front of any other word, or an official, names nobody."""
    assert "resume.neighbour" not in filing().write(words).keys


def offered(speaker: Speaker) -> list[str]:
    """What is offered as a report, one after the other, until none is left; none is wanted."""
    seen = []
    for _ in range(6):
        no = [b.tap.data() for b in speaker.buttons if b.tap.data().startswith("o:no")]
        if not no:
            return seen
        seen.append(shown(speaker))
        speaker.tap(no[0])
    raise AssertionError(seen)


@pytest.mark.parametrize("at_story", [False, True])
def test_two_who_have_the_same_are_two_reports(*, at_story: bool) -> None:
    """Beside the question, or in the story of the first: each is offered by themselves."""
    told = "pak karto jg. bu ning jg"
    if at_story:
        speaker = Speaker(resident(Role.VOLUNTEER)).write(f"{UDIN}, {told}").press("o:new")
        speaker = speaker.write("Pak Udin").press(":rutilahu")
    else:
        speaker = filing().write(told)
    seen = offered(sent(speaker))
    assert len(seen) == 2
    assert ("pak karto jg" in seen[0], "bu ning jg" in seen[0]) == (True, False)
    assert ("pak karto jg" in seen[1], "bu ning jg" in seen[1]) == (False, True)
