"""Emergencies: numbers first, then the case, then the questions; in doubt the question whether it
is now."""

from datetime import timedelta

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case.intake import Intake
from casework.case.model import Role
from casework.policy.triage import AlarmKind
from conversations.handlers.emergencies.raised import SAME_WITHIN
from conversations.protocol.effects import Do, Person, Say
from tests.conversations.speaker import (
    CONTENT,
    FORMS,
    OPEN_CASES,
    VILLAGE,
    Speaker,
    resident,
    stranger,
)

SURE = "tolong anak saya kejang"
DOUBT = "dulu rumah kami pernah kebakaran"


def kinds(speaker: Speaker) -> list[str]:
    """What followed, in order: texts by key, commands by name."""
    told = [effect for effect in speaker.effects if isinstance(effect, Say | Do)]
    return [
        effect.text.key if isinstance(effect, Say) else type(effect.command).__name__
        for effect in told
    ]


@pytest.mark.parametrize("who", [resident(), stranger(), resident(Role.VOLUNTEER)])
def test_numbers_then_the_case_then_questions(who: Person) -> None:
    """A sure emergency, from whoever does not work here, is answered with the numbers, filed at
    once, and only then asked about."""
    speaker = Speaker(who).write(SURE)
    assert kinds(speaker)[:2] == ["alarm.medical.say", "File"]
    assert kinds(speaker)[2].startswith("emergency.")
    (filed,) = speaker.filed
    assert (filed.facts["alarm"], (filed.intake.story or {})["texts"]) == ("medical", (SURE,))
    assert CONTENT.numbers in str(speaker.says[0].text.args)


@pytest.mark.parametrize("presses", [[], [":self"], [":self", ":health", ":pbi_reactivation"]])
def test_an_open_report_becomes_the_emergency(presses: list[str]) -> None:
    """In the middle of a report the report itself is filed as the emergency, with what was told,
    and not asked on."""
    speaker = Speaker().write("/lapor")
    for end in presses:
        speaker.press(end)
    assert speaker.talk.draft is not None
    report = speaker.talk.draft.id
    speaker.write(SURE)
    assert [filed.key for filed in speaker.filed] == [report]
    assert [draft.form for draft in speaker.talk.drafts] == ["emergency"]
    if len(presses) == 3:
        assert speaker.filed[0].service == "pbi_reactivation"


_ROLES = {"neighbour": (Role.VOLUNTEER,), "walk_in": (Role.FRONT_OFFICE,)}
"""Forms that only people with a role are in."""


@pytest.mark.parametrize(
    "form", sorted(name for name, form in FORMS.items() if not form.staff and name != "emergency")
)
def test_emergencies_are_heard_in_every_form_of_residents(form: str) -> None:
    """Whatever form a resident is in, an emergency goes first."""
    opened = {
        "hello": "/start",
        "report": "/lapor",
        "neighbour": "/lapor",
        "language": "/bahasa",
        "erase": "/hapus_saya",
        "answer": "c:answer:260000002",
        "confirm": "cf:260000001:no",
        "rate": "rt:260000003:5",
        "object": "c:object:260000003",
        "walk_in": "/catat",
    }.get(form, f"c:{form}:260000001")
    person = stranger() if form == "hello" else resident(*_ROLES.get(form, ()))
    speaker = Speaker(person, cases=OPEN_CASES)
    speaker.write(opened) if opened.startswith("/") else speaker.tap(opened)
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.form == form
    speaker.write(SURE)
    told = "alarm_counter.medical" if form == "walk_in" else "alarm.medical.say"
    assert kinds(speaker)[:2] == [told, "File"]


@pytest.mark.parametrize("action", ["note", "reply", "ask", "resolve"])
def test_what_officers_write_about_cases_is_no_alarm(action: str) -> None:
    """An officer who writes of a fire in a form of the office raises no alarm; a resident there
    would."""
    tap = f"c:{action}:260000001"
    assert Speaker(resident(Role.BACK_OFFICE)).tap(tap).write(SURE).filed == []
    assert len(Speaker(resident()).tap(tap).write(SURE).filed) == 1


def test_in_doubt_somebody_is_asked() -> None:
    """Words of doubt show the numbers and ask; nothing is filed and nothing is lost."""
    speaker = Speaker().write(DOUBT)
    assert kinds(speaker) == ["alarm.maybe", "alarm.disaster.ask"]
    assert (speaker.filed, speaker.talk.loose.texts) == ([], (DOUBT,))


def test_it_is_now() -> None:
    """Yes, it is: that files the words that were kept."""
    speaker = Speaker().write(DOUBT).press("e:yes")
    (filed,) = speaker.filed
    assert (filed.facts["alarm"], (filed.intake.story or {})["texts"]) == ("disaster", (DOUBT,))
    assert speaker.talk.loose.empty


def test_it_is_not_now() -> None:
    """No offers a plain report, which is then no emergency and not even a doubt."""
    speaker = Speaker().write(DOUBT).press("e:no")
    assert (speaker.keys, speaker.filed) == (["outside.offer"], [])
    speaker.press("o:calm")
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.about["calm"] is True


def test_not_now_in_the_middle_of_a_report() -> None:
    """Words of doubt in a report, once they are calmed, are part of that report and open no second
    one."""
    speaker = Speaker().write("/lapor")
    speaker.press(":self").press(":health").press(":pbi_reactivation").press(":later")
    speaker.write(DOUBT).press("e:no")
    assert (len(speaker.talk.drafts), speaker.asked) == (1, "secret")
    assert (speaker.answers["story"]["texts"], speaker.talk.loose.empty) == ([DOUBT], True)
    speaker.press(":open").write("RT 4").write("Lewati").press(":send")
    assert "unsure" not in speaker.filed[0].facts


def test_an_old_question_of_doubt_is_stale() -> None:
    """The button of a doubt that was settled shows whom to call once more, and alarms nobody."""
    speaker = Speaker().write(DOUBT).press("e:yes")
    assert speaker.tap("e:yes").keys == ["alarm.maybe", "emergency.place.ask"]
    assert len(speaker.filed) == 1


def test_more_words_join_the_same_emergency() -> None:
    """More words of alarm within two hours are added to the case; after that they are a new one."""
    speaker = Speaker(resident(village="")).write(SURE)
    key = speaker.filed[0].key
    speaker.write("anak saya masih kejang, tolong cepat")
    assert next((type(e.command), e.case) for e in speaker.effects if isinstance(e, Do)) == (
        Add,
        key,
    )
    assert len(speaker.filed) == 1
    speaker.write(SURE, after=SAME_WITHIN / timedelta(seconds=1))
    assert len(speaker.filed) == 2


FIRE = "rumah tetangga kebakaran sekarang"


def test_another_danger_is_another_emergency() -> None:
    """A fire shortly after a fit is a case of its own; more of the fire then joins the fire."""
    speaker = Speaker(resident(village="")).write(SURE).write(FIRE)
    assert [filed.facts["alarm"] for filed in speaker.filed] == ["medical", "disaster"]
    speaker.write("kebakaran makin besar, tolong")
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [speaker.filed[1].key]
    assert (len(speaker.did(Add)), len(speaker.filed)) == (1, 2)


def test_a_volunteers_next_neighbour_is_another_emergency() -> None:
    """While the short form is open a volunteer still speaks of the same neighbour; afterwards of
    the next."""
    speaker = Speaker(resident(Role.VOLUNTEER, village="")).write(SURE)
    assert len(speaker.write("anaknya masih kejang, tolong cepat").did(Add)) == 1
    speaker.write("kesambi").write("RT 4").write("08123456789")
    assert (len(speaker.filed), speaker.talk.drafts) == (1, ())
    speaker.write("bayi tetangga kejang, tolong")
    assert len({filed.key for filed in speaker.filed}) == 2


def test_a_residents_second_word_after_the_short_form_is_the_same_emergency() -> None:
    """Who is no volunteer and writes again after the short form still speaks of the one they
    raised."""
    speaker = (
        Speaker(resident(village=""))
        .write(SURE)
        .write("kesambi")
        .write("RT 4")
        .write("08123456789")
    )
    assert speaker.talk.drafts == ()
    speaker.write("anak saya kejang lagi, tolong")
    assert (len(speaker.did(Add)), len(speaker.filed)) == (1, 1)


def test_doubt_is_asked_about_even_while_an_emergency_is_open() -> None:
    """Words of doubt after a sure alarm are asked about first, and neither added nor filed."""
    speaker = Speaker(resident(village="")).write(SURE).write(DOUBT)
    assert (speaker.keys[:2], [e for e in speaker.effects if isinstance(e, Do)]) == (
        ["alarm.maybe", "alarm.disaster.ask"],
        [],
    )
    assert (len(speaker.filed), speaker.talk.loose.texts) == (1, (DOUBT,))
    assert len(speaker.press("e:yes").filed) == 2


def test_the_short_form_completes_the_case() -> None:
    """Village, place and phone reach the case that is open already, each as soon as it is given."""
    speaker = Speaker(stranger()).write(SURE)
    key = speaker.filed[0].key
    told = []
    for words in ("kesambi", "RT 4 dekat masjid", "08123456789"):
        (done,) = [e for e in speaker.write(words).effects if isinstance(e, Do)]
        told.append((done.case, done.command))
    assert told == [
        (key, Complete(8, VILLAGE, Intake())),
        (key, Complete(8, "", Intake(place="RT 4 dekat masjid"))),
        (key, Complete(8, "", Intake(phone="+628123456789"))),
    ]
    assert (len(speaker.filed), speaker.keys[-1]) == (1, "emergency.done")


def test_an_unfinished_short_form_has_told_what_it_knows() -> None:
    """Who stops after the first answer has told it; what is passed over tells nothing."""
    speaker = Speaker(stranger()).write(SURE).write("kesambi")
    assert speaker.did(Complete) == [Complete(8, VILLAGE, Intake())]
    assert speaker.write("Lewati").did(Complete) == []
    assert speaker.write("Lewati").did(Complete) == []
    assert speaker.keys[-1] == "emergency.done"


@pytest.mark.parametrize(
    ("presses", "who"), [([], "unsaid"), ([":self"], "self"), ([":family"], "family")]
)
def test_nobody_guesses_who_suffers(presses: list[str], who: str) -> None:
    """For whom an emergency is stands in the case only when a form was told."""
    speaker = Speaker() if not presses else Speaker().write("/lapor")
    for end in presses:
        speaker.press(end)
    assert speaker.write(SURE).filed[0].intake.who == who


def test_an_answer_may_be_an_emergency() -> None:
    """In hospital now: for an inactive card is an emergency the moment it is tapped."""
    speaker = (
        Speaker()
        .write("/lapor")
        .press(":self")
        .press(":health")
        .press(":pbi_reactivation")
        .press(":in_hospital")
    )
    assert kinds(speaker)[:2] == ["alarm.medical.say", "File"]
    assert speaker.filed[0].service == "pbi_reactivation"


def test_the_answer_stands_behind_the_words() -> None:
    """Who is called reads why it rings: the story alone speaks of a card."""
    story = "kartu KIS saya mati, mau kontrol paru"
    speaker = Speaker().write(story)
    for end in (":new", ":self", ":pbi_reactivation", ":in_hospital"):
        speaker = speaker.press(end)
    (filed,) = speaker.filed
    assert (filed.intake.story or {})["texts"] == (story, "Sekarang di RS/IGD")


def test_back_at_the_question_of_urgency_is_only_back() -> None:
    """Going back at the question that may be an emergency goes back to the service."""
    speaker = (
        Speaker()
        .write("/lapor")
        .press(":self")
        .press(":health")
        .press(":pbi_reactivation")
        .press(":<")
    )
    assert speaker.asked == "service"


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_kind_of_alarm_has_its_words(kind: AlarmKind) -> None:
    """Every kind of emergency has words that say whom to call, and a question for the doubt."""
    assert all(CONTENT.texts.has(f"alarm.{kind}.{end}") for end in ("say", "ask"))
