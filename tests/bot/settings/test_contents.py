"""Forms, texts and policy as the program finds them: the packaged ones are sound, and a district's
own are checked."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from bot.settings import checks, config, contents, text_check
from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from casework.case.model import Urgency
from conversations.content import form as forms
from conversations.protocol.effects import text
from storage.db.vault import new_key

TODAY = date(2026, 11, 21)
Make = Callable[..., Config]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A configuration of Kota Cirebon, with sections to change it."""
    (tmp_path / "villages.csv").write_text(
        "32.74.05,Kesambi\n32.74.05.1003,Kesambi\n32.74.02.1001,Pegambiran\n"
    )
    (tmp_path / "own").mkdir()

    def made(**over: Mapping[str, Any]) -> Config:
        area = {"district": "32.74", "timezone": "Asia/Jakarta", "villages": "villages.csv"}
        given = {"telegram": {"token": "42:x"}, "keys": {"master": new_key()}, "area": area}
        return config.read({}, {**given, **over}, tmp_path)

    return made


def own(tmp_path: Path, **texts: str) -> Mapping[str, str]:
    """A folder with files of a district, as a section of the config."""
    for name, words in texts.items():
        (tmp_path / "own" / f"{name.replace('__', '.')}.toml").write_text(words)
    return {"folder": "own"}


def packaged(name: str) -> str:
    """The text of a packaged policy file."""
    return (files("casework") / "policy" / f"{name}.toml").read_text("utf-8")


def test_the_packaged_contents_have_no_mistake(make: Make) -> None:
    """What we ship passes the check that we offer."""
    assert contents.check(make(), TODAY) == []


def test_the_rooms_get_everything_as_values(make: Make) -> None:
    """Nothing is missing: services, forms, both languages, places, numbers, the version of the
    consent."""
    policy, content = contents.read(make(emergency={"numbers": ["119 (ambulans)", "110"]}), TODAY)
    assert (policy.district, content.district) == ("32.74", "32.74")
    assert list(content.texts.languages) == ["id", "en"]
    assert {"report", "neighbour", "resolve"} <= set(content.forms)
    assert content.numbers == "119 (ambulans) · 110"
    assert content.consent == content.texts.languages["id"]["consent.version"]
    assert content.places.name("32.74.02.1001") == "Pegambiran"
    assert policy.catalogue is content.catalogue


def test_every_text_that_the_code_names_exists(make: Make) -> None:
    """A key written in conversations or bot is a key of the default language."""
    _, content = contents.read(make(), TODAY)
    named = re.compile(r"""\btext\(\s*"([a-z_0-9]+(?:\.[a-z_0-9]+)+)\"""")
    sources = [
        path for room in ("conversations", "bot") for path in Path(str(files(room))).rglob("*.py")
    ]
    keys = {key for path in sources for key in named.findall(path.read_text("utf-8"))}
    assert len(keys) > 50
    assert [key for key in sorted(keys) if not content.texts.has(key)] == []


def test_hours_of_the_config_replace_those_of_the_policy(make: Make) -> None:
    """An office that is only open on Saturdays is due on Saturdays; national days are known two
    years ahead."""
    policy, _ = contents.read(
        make(hours={"week": {"saturday": ["08:00-10:00"]}, "special": []}), TODAY
    )
    assert policy.calendar.next_open(datetime(2026, 11, 23, tzinfo=UTC)) == datetime(
        2026, 11, 28, 1, tzinfo=UTC
    )
    monday_only, _ = contents.read(
        make(hours={"week": {"friday": ["08:00-10:00"]}, "breaks": {}}), TODAY
    )
    assert not monday_only.calendar.is_open(datetime(2026, 12, 25, 2, tzinfo=UTC))
    assert not monday_only.calendar.is_open(datetime(2028, 8, 17, 2, tzinfo=UTC))


def test_a_policy_file_of_the_district_replaces_the_packaged_one(
    make: Make, tmp_path: Path
) -> None:
    """Clocks of the district's own count; the other files stay as packaged."""
    own(tmp_path, clocks=packaged("clocks").replace('read = "20 minutes"', 'read = "5 minutes"'))
    policy, _ = contents.read(make(policy={"folder": "own"}), TODAY)
    assert policy.clocks["standard"][Urgency.EMERGENCY].read.amount == 5
    assert "pkh" in policy.catalogue.services


def test_one_sentence_can_be_changed_and_a_language_added(make: Make, tmp_path: Path) -> None:
    """Texts are laid over by key; a new language is offered once it has every key."""
    _, content = contents.read(make(), TODAY)
    english = content.texts.languages["en"]
    sundanese = "\n".join(f"{key} = {_quoted(words)}" for key, words in english.items())
    changed = make(texts=own(tmp_path, id='[sector.health]\nname = "Kesehatan"\n', su=sundanese))
    assert contents.check(changed, TODAY) == []
    _, content = contents.read(changed, TODAY)
    assert content.texts.html("id", text("sector.health.name")) == "Kesehatan"
    assert list(content.texts.languages) == ["id", "en", "su"]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


OWN_POLICY = {
    "broken TOML": ("clocks", "[standard", "clocks.toml: can't be read:"),
    "unknown file": ("clock", "", "clock.toml is no policy file; did you mean clocks.toml?"),
    "not the shape": (
        "followups",
        "followup = 3\n",
        "followups.toml: write each row under [[followup]]",
    ),
    "no clock": (
        "clocks",
        packaged("clocks").replace("[spm.", "[smp."),
        "there is no clock 'spm'; known are",
    ),
    "no climb": (
        "clocks",
        re.sub(r'climb = \["30 minutes", .*\]', "climb = []", packaged("clocks")),
        "[standard.emergency]: climb is empty, so a late case would stay where it is; name a delay",
    ),
    "delay": (
        "clocks",
        packaged("clocks").replace('"20 minutes"', '"soon"'),
        "'soon' is no delay; write for example",
    ),
    "unknown event": (
        "followups",
        packaged("followups").replace('starts = ["asked"]', 'starts = ["aksed"]'),
        "kind 'question': nothing ever happens that is called 'aksed'",
    ),
    "unknown status": (
        "followups",
        packaged("followups").replace('while = ["waiting"]', 'while = ["wait"]'),
        "kind 'question': 'wait' is not a valid Status",
    ),
    "twice": (
        "followups",
        packaged("followups").replace('kind = "unread"', 'kind = "late"'),
        "followups.toml: 'late' stands there twice",
    ),
    "unknown key": (
        "followups",
        packaged("followups").replace("only =", "onyl ="),
        "kind 'unread': onyl is not a known key",
    ),
    "nobody looks": (
        "followups",
        packaged("followups").replace('while = ["waiting"]', 'while = ["resolved"]'),
        "no row looks after a case that is waiting; let one name it in 'while'",
    ),
    "never climbs": (
        "followups",
        packaged("followups").replace('does = "climb"', 'does = "remind"'),
        "a new case that is emergency and stays unread climbs nowhere; add a row that climbs",
    ),
    "falls silent after an answer": (
        "followups",
        packaged("followups").replace('starts = ["filed", "answered", ', 'starts = ["filed", '),
        "a case that is low falls silent: after 'answered' it is in_progress and nothing climbs;",
    ),
    "never rings": (
        "followups",
        packaged("followups").replace('while = ["waiting"]', 'while = ["resolved"]'),
        "kind 'unanswered': never rings: 'asked' leads to waiting, and 'while' names only resolved",
    ),
    "morning": (
        "people",
        'digest = "half past"',
        "people.toml: digest: 'half past' is no time of day",
    ),
    "foreign office": (
        "people",
        '[balance]\noffices = ["33.01.01.1001"]',
        "balance.offices: '33.01.01.1001' is no office of 32.74",
    ),
    "row without words": (
        "followups",
        packaged("followups").replace('kind = "unread"', 'kind = "unseen"'),
        "text bell.unseen: missing; follow-up unseen needs it",
    ),
    "unknown party": (
        "catalogue",
        packaged("catalogue").replace('party = "bpjs"', 'party = "bpsj"'),
        "service jkn_data_error: party 'bpsj' is not one of",
    ),
    "question that nobody asks": (
        "catalogue",
        packaged("catalogue").replace(
            "[questions.school]", '[questions.rain]\nchoices=["a","b"]\n[questions.school]'
        ),
        "question rain is asked by no service",
    ),
    "service without words": (
        "catalogue",
        packaged("catalogue").replace("[service.pkh]", "[service.pkh_new]"),
        "text service.pkh_new.name: missing; service pkh_new needs it",
    ),
    "hidden row": (
        "triage",
        packaged("triage").replace(
            'when = { danger = "now" }', 'when = { alarm = "crisis", danger = "now" }'
        ),
        "danger_now is never reached, because alarm_now comes first",
    ),
    "value that is never told": (
        "triage",
        packaged("triage").replace('school = "stopped"', 'school = "closed"'),
        "school is never 'closed'",
    ),
}


@pytest.mark.parametrize("case", OWN_POLICY)
def test_a_mistake_in_the_policy_of_a_district_is_named(
    make: Make, tmp_path: Path, case: str
) -> None:
    """The line names the file or the row, and what is meant."""
    name, text, expected = OWN_POLICY[case]
    assert text == "" or text != packaged(name)
    found = contents.check(make(policy=own(tmp_path, **{name: text})), TODAY)
    assert any(expected in line for line in found), found


def test_what_cannot_be_read_stops_the_start(make: Make, tmp_path: Path) -> None:
    """All files are read before the program gives up, so that all mistakes are told."""
    with pytest.raises(Mistakes) as caught:
        contents.read(
            make(policy=own(tmp_path, clocks="[x", triage="x = 1"), hours={"week": 3}), TODAY
        )
    for name in ("clocks.toml", "triage.toml", "hours.toml or [hours] of the config: week"):
        assert name in str(caught.value)


OWN_TEXTS = {
    "unknown key": (
        "id",
        'form.cancle = "x"',
        "text form.cancle ('id') is not known; did you mean form.cancel?",
    ),
    "only one language": ("id", 'service.new.name = "x"', "text service.new.name: missing in 'en'"),
    "no text": ("id", "form.cancel = 3", "text form.cancel must be in quotes"),
    "placeholder": (
        "en",
        'remind.still = "Case {nubmer}"',
        "text remind.still: other placeholders in 'en'",
    ),
    "brace": (
        "id",
        'form.cancel = "{x"',
        "text form.cancel ('id'): has a brace without its partner",
    ),
    "strange placeholder": (
        "id",
        'form.cancel = "{0.x!r}"',
        "has a placeholder that is no plain {name}",
    ),
    "unknown tag": (
        "id",
        'chat.thanks = "<u>x</u>"',
        "text chat.thanks ('id'): has the tag <u>; only <b>,",
    ),
    "open tag": ("id", 'chat.thanks = "<b>x"', "text chat.thanks ('id'): has <b> and no </b>"),
    "crossed tags": ("id", 'chat.thanks = "<b><i>x</b></i>"', "has </b> where it does not belong"),
    "bare bracket": (
        "id",
        'chat.thanks = "3 < 4"',
        "text chat.thanks ('id'): has a bare <; write &lt;",
    ),
    "empty": ("id", 'chat.thanks = ""', "text chat.thanks ('id'): is empty"),
    "too long": (
        "id",
        f'chat.thanks = "{"x" * 4097}"',
        "is longer than the 4096 characters of a Telegram message",
    ),
    "long button": (
        "id",
        f'form.cancel = "{"x" * 35}"',
        "text form.cancel ('id'): has 35 characters, and",
    ),
    "long choice": (
        "id",
        f'report.who.self = "{"x" * 40}"',
        "text report.who.self ('id'): has 40 characters",
    ),
    "unfinished language": ("su", 'form.cancel = "x"', "text form.back: missing in 'su'"),
    "no language": ("zz", 'form.cancel = "x"', "'zz' is no language"),
}


@pytest.mark.parametrize("case", OWN_TEXTS)
def test_a_mistake_in_the_texts_of_a_district_is_named(
    make: Make, tmp_path: Path, case: str
) -> None:
    """The line names the key and the language."""
    name, text, expected = OWN_TEXTS[case]
    found = contents.check(make(texts=own(tmp_path, **{name: text})), TODAY)
    assert any(expected in line for line in found), found


def test_an_unknown_default_language_is_a_mistake(make: Make) -> None:
    """Nobody could be spoken to."""
    with pytest.raises(
        Mistakes, match=r"texts\.default_language: there are no texts in 'jv'; known are"
    ):
        contents.read(make(texts={"default_language": "jv"}), TODAY)


FORMS = {
    "unknown source": (
        '[[step]]\nkey = "a"\nkind = "choice"\nchoices = "sekters"',
        "no source of choices 'sekters'",
    ),
    "never that value": (
        '[[step]]\nkey = "a"\nkind = "choice"\nchoices = ["x", "y"]\n'
        '[[step]]\nkey = "b"\nkind = "text"\nwhen = { a = "z" }',
        "step b: a is never 'z'; known are x, y",
    ),
    "never that role": (
        '[[step]]\nkey = "a"\nkind = "choice"\nchoices = "roles"\n'
        '[[step]]\nkey = "b"\nkind = "text"\nwhen = { a = "mayor" }',
        "step b: a is never 'mayor'",
    ),
    "condition on words": (
        '[[step]]\nkey = "a"\nkind = "text"\n[[step]]\nkey = "b"\nkind = "text"\n'
        'when = { a = "x" }',
        "step b: a is never 'x'",
    ),
    "unreachable": (
        '[[step]]\nkey = "a"\nkind = "choice"\nchoices = ["x", "y"]\n'
        '[[step]]\nkey = "b"\nkind = "confirm"\nwhen = { a = "x" }\n'
        '[[step]]\nkey = "c"\nkind = "text"\nwhen = { a = "y", b = "yes" }',
        "step c: nobody is ever asked; its conditions never hold together",
    ),
}


@pytest.mark.parametrize("case", FORMS)
def test_a_question_that_nobody_reaches_is_found(make: Make, case: str) -> None:
    """Sources, values and combinations of conditions are checked."""
    _, content = contents.read(make(), TODAY)
    text, expected = FORMS[case]
    form = forms.read("trial", tomllib.loads(text))
    (line,) = checks.forms({"trial": form}, content)
    assert expected in line


def test_reachable_branches_are_not_complained_about(make: Make) -> None:
    """Optional answers, skipped sources and nested branches all count as ways."""
    _, content = contents.read(make(), TODAY)
    text = (
        '[[step]]\nkey = "a"\nkind = "choice"\nchoices = ["x", "y"]\noptional = true\n'
        '[[step]]\nkey = "b"\nkind = "confirm"\nwhen = { a = ["x", "y"] }\n'
        '[[step]]\nkey = "c"\nkind = "text"\nwhen = { a = "y", b = "yes" }'
    )
    assert checks.forms({"trial": forms.read("trial", tomllib.loads(text))}, content) == []


def test_a_form_without_its_words_is_found(make: Make) -> None:
    """Questions, labels, short names and the title of the review card are all asked for."""
    _, content = contents.read(make(), TODAY)
    text = 'review = true\n[[step]]\nkey = "a"\nkind = "choice"\nchoices = ["x"]'
    lines = text_check.wanted({}, {"trial": forms.read("trial", tomllib.loads(text))}, content)
    for key in ("trial.title", "trial.a.ask", "trial.a.short", "trial.a.x"):
        assert any(line.startswith(f"text {key}: missing; ") for line in lines)
