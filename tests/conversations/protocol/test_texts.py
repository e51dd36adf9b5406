"""The words: every text that the code asks for is there, in both languages, filled as the code
fills it, and short."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from bot.papers.workbooks import COLUMNS
from casework.actions.correcting.taking_back import KINDS as TAKEN_BACK
from casework.actions.ending.tone import Tone
from casework.actions.handover import NEWS, How
from casework.case.events import Illegible
from casework.case.intake import PERSON, Consent
from casework.case.model import CHAIN, Decision, Desk, Role, SaidBy, Stage, Status, Urgency, Verdict
from casework.case.stage import NONE
from casework.policy.offices import Channel
from casework.policy.triage import AlarmKind
from casework.reports.at_other_office import WORDS as OF_OFFICE
from casework.reports.figures import SPM, TABLES
from casework.reports.tally import FLOWS, STOCKS
from casework.search.queue_filter import View
from casework.trail import KINDS
from conversations.actions import between_offices
from conversations.actions.ending.confirmation import WHOSE_WORD
from conversations.actions.unmasked_workbook import PURPOSES
from conversations.case_pages.case import ACTIONS
from conversations.content import dates_ahead
from conversations.content import form as forms
from conversations.filling import along
from conversations.filling.question import KEYBOARDS
from conversations.handlers.commands import COMMANDS, WHOM
from conversations.handlers.emergencies.who.teller import COMFORTED
from conversations.handlers.page_turning import PAGES
from conversations.pages.morning_list import BESIDES, PARTS
from conversations.protocol.effects import text
from conversations.protocol.texts import Texts, flatten, mistakes
from tests.house.source import tree as syntax_of

ROOT = Path(__file__).parents[3]
TEXTS = ROOT / "conversations" / "texts"
LANGUAGES = ("id", "en")
NOTHING: frozenset[str] = frozenset()


def _toml(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text("utf-8"))


def _files(language: str) -> list[dict[str, str]]:
    return [flatten(_toml(path)) for path in sorted(TEXTS.rglob(f"*{language}.toml"))]


OWN = {
    language: {
        key: text
        for path in sorted(TEXTS.rglob(f"*{language}.toml"))
        if not path.name.startswith("services.")
        for key, text in flatten(_toml(path)).items()
    }
    for language in LANGUAGES
}
"""What this file looks at closely; the texts of services have tests of their own."""
ALL = {
    language: {key: text for file in _files(language) for key, text in file.items()}
    for language in LANGUAGES
}
FORMS = {
    path.stem: forms.read(path.stem, _toml(path))
    for path in (ROOT / "conversations" / "forms").rglob("*.toml")
}
FOLLOWUPS: list[dict[str, str]] = _toml(ROOT / "casework" / "policy" / "followups.toml")["followup"]  # type: ignore[assignment]
CLOCKS = _toml(ROOT / "casework" / "policy" / "clocks.toml")
ANSWERS: list[dict[str, str]] = _toml(ROOT / "casework" / "policy" / "answers.toml")["answer"]  # type: ignore[assignment]

# ---- what the code asks for ----------------------------------------------------------------------

_KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
_ASKING = (
    "Text",
    "text",
    "say",
    "_say",
    "told",
    "if_told",
    "button",
    "Refused",
    "Option",
    "whose_turn",
    "opened",
    "passed_on",
)
_GIVES = {
    ("actions/correcting/letting_go.py", "whose_turn"): {"number", "service", "due", "turn"},
    ("actions/correcting/opening_again.py", "opened"): {"number", "service", "due", "turn"},
    ("notices.py", "opened"): {"number", "service", "due", "turn"},
    ("actions/escalation.py", "passed_on"): {"number", "service", "turn"},
    ("actions/reminder.py", "passed_on"): {"number", "service", "turn"},
    ("handlers/commands.py", "_say"): {"numbers"},
    ("case_pages/case.py", "if_told"): {"value"},
    ("case_pages/staff_page.py", "told"): {"value"},
    ("case_pages/staff_page.py", "if_told"): {"value"},
    ("case_pages/agency.py", "told"): {"value"},
    ("case_pages/agency.py", "if_told"): {"value"},
    ("actions/person_data.py", "told"): {"value"},
    ("actions/person_data.py", "if_told"): {"value"},
}
"""What these small functions give to a text besides what they are told; ``notice.say`` gives the
same everywhere."""


def _gives(module: str, name: str) -> set[str]:
    return {"number", "service"} if name == "say" else _GIVES.get((module, name), set())


Asked = tuple[str, frozenset[str]]


def _keys(node: ast.AST) -> Iterator[str]:
    """Whole keys; the beginning of one that ends in a value belongs to a family."""
    begun = {
        id(part)
        for string in ast.walk(node)
        if isinstance(string, ast.JoinedStr)
        for part in string.values
    }
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in begun:
            yield from (key for key in [part.value] if _KEY.fullmatch(key))


def _calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in _ASKING
        ):
            yield call.func.id, call


def _literal(module: str, tree: ast.AST) -> Iterator[Asked]:
    """Keys written out where a text is asked for, and what it is filled with."""
    for name, call in _calls(tree):
        given = frozenset({word.arg for word in call.keywords if word.arg} | _gives(module, name))
        for argument in call.args:
            for key in _keys(argument):
                yield key, given


def _assigned(module: str, tree: ast.AST) -> Iterator[Asked]:
    """Keys put into a variable ``key`` first."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        by_variable = [(name, call) for name, call in _calls(function) if _by_variable(call)]
        given = {word.arg for _, call in by_variable for word in call.keywords if word.arg}
        given = given.union(*(_gives(module, name) for name, _ in by_variable))
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == "key" for t in node.targets
            ):
                yield from ((key, frozenset(given)) for key in _keys(node.value))


def _by_variable(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Name) and call.args[0].id == "key"


def _written() -> Iterator[Asked]:
    """Every key that stands in the code. In the pure rooms whatever looks like a key is one."""
    for room in ("casework", "conversations", "storage", "bot"):
        for path in (ROOT / room).rglob("*.py"):
            tree = syntax_of(path.relative_to(ROOT).as_posix())
            module = path.relative_to(ROOT / room).as_posix()
            found = [
                *_literal(module, tree),
                *(_assigned(module, tree) if room == "conversations" else ()),
            ]
            yield from found
            if room == "conversations":
                known = {key for key, _ in found}
                yield from (
                    (key, NOTHING)
                    for key in _keys(tree)
                    if key not in known and not key.endswith(".toml")
                )


def _of_forms() -> Iterator[Asked]:
    for name, form in FORMS.items():
        looks = form.review or name in along.FORMS - along.SORTED
        if looks:
            yield f"{name}.title", _about(name)
        for step in form.steps:
            given = set(_about(name))
            given |= {"told"} if name in ("words", "words_asked", "words_beside", "mend") else set()
            if step.choices != "question":
                yield (
                    f"{name}.{step.key}.ask",
                    frozenset(given | ({"question"} if name == "answer" else set())),
                )
            if looks:
                yield f"{name}.{step.key}.short", NOTHING
            yield from (
                (f"{name}.{step.key}.{c}", NOTHING)
                for c in step.choices
                if not isinstance(step.choices, str)
            )


def _about(name: str) -> frozenset[str]:
    """What a form's texts may say of the case that it is about, and of the office that is asked."""
    case = {"number"} if name in _ON_A_CASE else set()
    return frozenset(case | ({"office"} if name.startswith("refer") else set()))


_ON_A_CASE = (
    "answer",
    "add",
    "confirm",
    "reopen",
    "withdraw",
    "ask",
    "reply",
    "note",
    "resolve",
    "refer",
    "refer_without_consent",
    "return",
    "rate",
    "object",
    "public",
    "told",
    "merge",
    "split",
    "certify",
    "words",
    "words_asked",
    "words_beside",
    *between_offices.ACTIONS,
    "record_person",
    "correct",
    "give_back",
    "open_again",
    "wrong_result",
    "mend",
    "postpone",
)
"""Forms that are about one case, and are told its number."""

_NOTICE = frozenset({"number", "service"})
_OF_VALUES: Mapping[str, tuple[object, frozenset[str]]] = {
    "about_office.weekday": (tuple(map(str, range(7))), NOTHING),
    "form.ahead": (dates_ahead.offered(date(2026, 11, 24), 31), frozenset({"day"})),
    "staff.also": (AlarmKind, NOTHING),
    "field.same": (
        ("address", "phone", "address_taken", "phone_taken", "address_told", "phone_told"),
        frozenset({"value"}),
    ),
    "gone": (
        (
            *("party", "document", "clock", "bell", "remind", "triage"),
            *("sector.name", "service.name", "service.short"),
        ),
        frozenset({"was", "number"}),
    ),
    "refer": (("files_office.ask", "files_both.ask"), NOTHING),
    "refer_without_consent": (("files_office.ask", "files_both.ask"), NOTHING),
    # Asked for as service.KEY.decides and so on, of a row that is gone.
    "gone.service": (("decides",), NOTHING),
    "gone.question": (("ask", "card", "choice"), frozenset({"was"})),
    "gone.ready": (("name", "text"), frozenset({"was", "number"})),
    "alarm_counter": (AlarmKind, frozenset({"numbers"})),
    "status": (Status, NOTHING),
    "found": (("some.title", "newest.title"), frozenset({"lines", "total"})),
    "mend.what": (("words", "wrong", "drop", "nothing"), NOTHING),
    "views": (
        ("waiting", "too_long", "referred", "resolved", "closed", "services", "officers"),
        NOTHING,
    ),
    "told_in_pages": (("history", "story"), frozenset({"number", "lines"})),
    "queue_line.state": (set(Status) - {Status.REVIEWED, Status.IN_PROGRESS}, NOTHING),
    "refused.status": (Status, frozenset({"number"})),
    "urgency": (Urgency, NOTHING),
    "mark": (Urgency, NOTHING),
    "decision": (Decision, NOTHING),
    "role": (Role, NOTHING),
    "desk": (Desk, NOTHING),
    "consent": (Consent, NOTHING),
    "level": (range(len(CHAIN)), NOTHING),
    "turn": (("watch", "know", "whose", "asked"), frozenset({"who"})),
    "turn.level": (range(len(CHAIN)), NOTHING),
    "who": (("self", "family", "neighbour", "unsaid", "walk_in"), NOTHING),
    "event": ((*KINDS, Illegible.kind), NOTHING),
    "bell": ([row["kind"] for row in FOLLOWUPS if row["does"] != "wake"], NOTHING),
    "remind": ([row["kind"] for row in FOLLOWUPS if row["does"] == "remind"], _NOTICE | {"due"}),
    "notice": ([f"confirmed_{verdict}" for verdict in Verdict], _NOTICE),
    "confirmation": ([f"{who}_{tone}" for who in ("asked", "staff") for tone in Tone], _NOTICE),
    "resume": (
        [f"{begun}{why}" for begun in ("", "go_on_") for why in ("wonder", "which", "beside")],
        frozenset({"told", "question", "numbers"}),
    ),
    "duplicates.button": (("add", "again", "join"), frozenset({"n"})),
    "act": (
        [
            *ACTIONS,
            *("related", "story", "map", "more", "back"),
            "ask_nik",
            "person",
            "history",
            "queue",
            "receipt",
            "letter",
            "why",
        ],
        NOTHING,
    ),
    "person.name": (PERSON, NOTHING),
    "archive.how": (("done", "returned", "recalled", "not_needed"), NOTHING),
    "form.ends_referral": (Stage, frozenset({"case", "office"})),
    "archive.sum": (OF_OFFICE, frozenset({"n"})),
    "agency": (Stage, NOTHING),
    "agency.due": (Stage, frozenset({"due"})),
    "done": ([f"offered_{channel}" for channel in Channel], _NOTICE | {"office"}),
    "refer.said": (("not_asked", "asked", "no", "withdrawn"), NOTHING),
    "referral": ([f"{stage}_line" for stage in Stage], frozenset({"office", "due", "late"})),
    "refused.referral": ((NONE, *Stage), frozenset({"number"})),
    "case": (
        (
            "reopen",
            "answer",
            "add",
            "withdraw",
            "agreed",
            "declined",
            "receipt",
            "why",
            "nudge",
            "raise",
        ),
        NOTHING,
    ),
    "commands": (COMMANDS, NOTHING),
    "command.whom": (WHOM.values(), NOTHING),
    "alarm_other": (COMFORTED, frozenset({"numbers"})),
    "called_off": (("village.ask", "place.ask", "phone.ask"), NOTHING),
    "despair": (("village.ask", "place.ask", "phone.ask"), NOTHING),
    "doubt": (COMFORTED, frozenset({"numbers"})),
    "files.kind": (("photo", "voice", "audio", "video", "video_note", "document"), NOTHING),
    "file": (("big", "paper", "sound", "film", "many"), NOTHING),
    "keyboard": (KEYBOARDS, NOTHING),
    "figures": (
        (
            *(*FLOWS, *STOCKS),
            *(f"{by}_sheet" for by in TABLES),
            *("sums_sheet", "sheet", "count", "total"),
            *("by_village", "by_office", "by_field"),
        ),
        NOTHING,
    ),
    "unmasked_workbook.purpose": (PURPOSES, NOTHING),
    "figures.column": (COLUMNS, NOTHING),
    "figures.spm_name": (SPM, NOTHING),
    "confirm.said_by": (WHOSE_WORD, NOTHING),
    "said_by": (SaidBy, NOTHING),
    "ready": ([f"{row['key']}.name" for row in ANSWERS], NOTHING),
    "queue_filter.view": (View, NOTHING),
    "queue_filter.tap": (View, NOTHING),
    "queue_filter.any": ("odv", NOTHING),
    "queue_filter": (("first", "whole", "next"), NOTHING),
    "queue_line.referral": ((*Stage, "asks"), frozenset({"office"})),
    "queue_line.own": ((*Stage, "asks"), frozenset()),
    "tasks": (("answer", "consent", "hear"), frozenset({"number", "who"})),
    "morning.below": (
        ("emergency", "late", "late_there", "today", "unread", "late_waiting", "waiting"),
        frozenset({"count"}),
    ),
    "morning": (
        ("emergency", "late", "late_there", "today_there", "today", *BESIDES, *PARTS),
        frozenset({"count"}),
    ),
    "chat": (("greeting", "thanks", "nod", "anger"), NOTHING),
    "clock": (CLOCKS, NOTHING),
    "delay": (
        [
            f"{working}{unit}{s}"
            for working in ("", "working_")
            for unit in ("minute", "hour", "day")
            for s in ("", "s")
        ],
        frozenset({"count"}),
    ),
    "errand.news": (NEWS, NOTHING),
    "told.how": (How, NOTHING),
    "day": ("open special holiday local_day day_off break out_of_hours paused".split(), NOTHING),  # noqa: SIM905
}
"""Families of keys that end in a value: the values, and what the texts are filled with."""

_OF_FIELDS = {
    **{
        f"held.{begun}{what}": given
        for what in TAKEN_BACK.values()
        for begun, given in {
            "": frozenset({"number", "words", "until"}),
            "taken_": frozenset({"number", "words"}),
            "name_": NOTHING,
            "still_": frozenset({"until"}),
            "anew_": NOTHING,
        }.items()
    },
    **{
        f"notice.reworded_{what}": frozenset({"number", "service", "words"})
        for what in TAKEN_BACK.values()
    },
    **dict.fromkeys(("notice.moved_owner", "notice.alarm_moved_away"), frozenset({"number"})),
    **{
        f"field.{kind}.count": frozenset({"count"})
        for kind in ("photo", "voice", "video", "document")
    },
    **{f"field.{kind}.none": NOTHING for kind in ("photo", "voice")},
    **{f"field.{kind}.name": NOTHING for kind in ("nik", "kk", "jkn_number", "card", "phone")},
    **{f"field.address.{answer}": NOTHING for answer in ("right", "wrong")},
}

_OF_THE_BOT = {
    **dict.fromkeys(
        ("held.overtaken_question", "held.overtaken_result"),
        frozenset({"number", "why", "words"}),
    ),
    **dict.fromkeys(("held.why_merge", "held.why_withdraw", "held.why_resolve"), NOTHING),
    "invite.made": frozenset({"code", "link", "role", "place", "days"}),
    "invite.welcome": frozenset({"role", "place"}),
    "files.caption": frozenset({"number"}),
    "files.lost": frozenset({"number"}),
    **dict.fromkeys(
        ("notice.storm_line", "notice.storm_alarm"), frozenset({"number", "service", "why"})
    ),
    "notice.alarm_again": frozenset({"number", "why", "count", "since"}),
    "figures.answers": frozenset({"total", "fixed", "partly", "no"}),
    "refused.assign.unfit": frozenset({"number"}),
    "refused.assign.upwards": frozenset({"number"}),
    "handover.made": frozenset({"number", "link", "code", "until"}),
    "handover.offer": frozenset({"number", "topic", "who", "at"}),
    "paper.slip": frozenset({"number"}),
    **dict.fromkeys(
        (
            "handover.given_kept",
            "handover.given_ended",
            "errand.please",
            "errand.colleague",
            "errand.remind",
            "errand.raised",
            "refused.nothing_to_tell",
            "refused.handover.own",
        ),
        frozenset({"number"}),
    ),
    **dict.fromkeys(("refused.handover.slow", "paper.no_result"), NOTHING),
    "refused.confirm.noted": frozenset({"number"}),
    "refused.ready.gone": frozenset({"number"}),
    "refused.bulk.not_all": frozenset({"why"}),
    "refused.bulk.emergency": frozenset({"number"}),
    "refused.bulk.size": frozenset({"most"}),
    **dict.fromkeys(("bulk.left", "bulk.taken"), frozenset({"number"})),
    "bulk.undone": frozenset({"count"}),
    **{f"ready.{row['key']}.text": frozenset({"number", "service", "due"}) for row in ANSWERS},
    "notice.digest": frozenset({"lines"}),
    **dict.fromkeys(
        ("notice.stand_in", "notice.unreached", "notice.good_news"), frozenset({"text"})
    ),
    **dict.fromkeys(
        (
            f"notice.sharing_{how}{to}"
            for how in ("declined", "withdrawn", "too_late")
            for to in ("", "_staff")
        ),
        frozenset({"number", "office"}),
    ),
    **dict.fromkeys(
        (
            "refused.invite.wrong",
            "refused.invite.scope",
            "error.sorry",
            "files.none",
            "form.remind",
            "resend.mark",
            "consent.version",
            "group.hello",
            "bot.description",
            "bot.short_description",
        ),
        NOTHING,
    ),
}
"""What the desk, the loops and the start of the program tell by themselves."""


LISTS = (
    PAGES
    - {"figures", "figures_rest", "chart", "report_pdf", "workbook", "shared", "poster"}
    - {"narrow", "history", "story", "views", "duty", "leaving"}
)
"""The pages that are lists of cases; the others are papers, or of one case."""


@cache
def _asked() -> dict[str, frozenset[str]]:
    """Every key that can be asked for, and what every asker of it gives."""
    pages = [
        (f"{page}.{end}", frozenset({"lines", "total"}))
        for page in LISTS
        for end in ("title", "none")
    ]
    values = [(f"{family}.{v}", given) for family, (vs, given) in _OF_VALUES.items() for v in vs]  # type: ignore[attr-defined]
    asked: dict[str, frozenset[str]] = {}
    for key, given in (*_written(), *_of_forms(), *pages, *values, *_OF_FIELDS.items()):
        asked[key] = asked.get(key, given) & given
    return asked | _OF_THE_BOT


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same_things() -> None:
    """Both languages have the same keys, and the same placeholders in each."""
    assert mistakes(OWN, "id") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_given_twice(language: str) -> None:
    """A key stands in one file only."""
    counts = Counter(key for file in _files(language) for key in file)
    assert [key for key, n in counts.items() if n > 1] == []


def test_every_text_that_is_asked_for_exists() -> None:
    """No key in the code, in a form or in the policy is without a text."""
    assert sorted(set(_asked()) - set(ALL["id"])) == []


def test_no_text_is_left_over() -> None:
    """Every text is asked for somewhere."""
    assert sorted(set(OWN["id"]) - set(_asked())) == []


def test_texts_are_filled_with_what_the_code_gives() -> None:
    """No text has a placeholder that somebody who asks for it leaves empty."""
    own = set(OWN["id"]) & set(_asked())
    assert {
        key: empty for key in own if (empty := _placeholders(OWN["id"][key]) - _asked()[key])
    } == {}


# ---- how they look -------------------------------------------------------------------------------

_CHOICES = frozenset(
    f"{name}.{step.key}.{choice}"
    for name, form in FORMS.items()
    for step in form.steps
    if not isinstance(step.choices, str)
    for choice in step.choices
)
_BUTTONS = re.compile(
    r"act\..+|menu\..+|role\..+|keyboard\..+|page\.next|my_data\.erase|field\.confirm\.(yes|no)|.+\.short"
    r"|form\.(back|skip|cancel|send|edit|go_on|anew|undo|none_of_these)|outside\.(report|nothing)"
    r"|case\.(open|claim_alarm|answer|add|withdraw|reopen|why|nudge|raise|leave)|twice\.button\..+"
)
_PROMISES = re.compile(
    r"pasti (dapat|cair|diterima|lolos)|dijamin|guarantee|will (certainly|surely) (get|receive)",
    re.I,
)
_OTHER_ADDRESS = re.compile(r"\b(kamu|anda|kalian|saudara)\b|Bapak/Ibu")


def _well_formed(text: str) -> bool:
    """Only <b>, <i> and <code>, closed in the order in which they were opened."""
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)(b|i|code)>", text):
        if closing and (not open_tags or open_tags.pop() != tag):
            return False
        open_tags += [] if closing else [tag]
    return not open_tags and not re.search(r"[<>&]", re.sub(r"</?(?:b|i|code)>", "", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_can_be_sent(language: str) -> None:
    """A text has only tags that Telegram knows, is not empty, and stays far below Telegram's
    limit."""
    assert {
        k: v for k, v in OWN[language].items() if not (_well_formed(v) and 0 < len(v) <= 1500)
    } == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_words_do_no_harm(language: str) -> None:
    """A filled text shows what a person has typed as it was typed, markup and all."""
    texts = Texts(OWN, "id", ZoneInfo("Asia/Jakarta"))
    for key, words in OWN[language].items():
        names = _placeholders(words)
        filled = texts.html(language, text(key, **dict.fromkeys(names, "<u>&")))
        assert filled.count("&lt;u&gt;&amp;") >= len(names)
        assert "<u>" not in filled


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_promise_nothing(language: str) -> None:
    """No text promises that somebody will get something."""
    assert {k: v for k, v in OWN[language].items() if _PROMISES.search(v)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_fit_a_small_phone(language: str) -> None:
    """A button has one plain line of 28 characters at most."""
    buttons = {k: v for k, v in OWN[language].items() if _BUTTONS.fullmatch(k) or k in _CHOICES}
    assert {k: v for k, v in buttons.items() if len(v) > 28 or re.search(r"[<\n]", v)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_short(language: str) -> None:
    """A question has two lines at most; only the text to agree to has more."""
    questions = {k: v.split("\n") for k, v in OWN[language].items() if k.endswith(".ask")}
    assert len(questions.pop("hello.consent.ask")) <= 8
    assert {k: v for k, v in questions.items() if len(v) > 2 or max(map(len, v)) > 100} == {}


def test_people_are_addressed_alike() -> None:
    """In Indonesian everybody is "Anda"."""
    assert {k: v for k, v in OWN["id"].items() if _OTHER_ADDRESS.search(v)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_profile_fits_telegram(language: str) -> None:
    """The descriptions of the bot and of its commands keep within the limits of setMyDescription
    and a menu line."""
    texts = OWN[language]
    assert len(texts["bot.description"]) <= 512
    assert len(texts["bot.short_description"]) <= 120
    assert {
        key: text for key, text in texts.items() if key.startswith("commands.") and len(text) > 60
    } == {}


def test_consent_text_has_one_version() -> None:
    """Both languages ask for consent to the same version."""
    assert OWN["id"]["consent.version"] == OWN["en"]["consent.version"]


def test_who_has_chosen_no_language_reads_days_in_that_of_the_words() -> None:
    """Before first contact is over a date is said in the language of the text around it."""
    texts = Texts({"id": {"due": "Batas: {due}"}}, "id", ZoneInfo("Asia/Jakarta"))
    told = texts.plain("", text("due", due=datetime(2026, 11, 23, 5, tzinfo=UTC)))
    assert told == "Batas: Senin, 23 November, 12.00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_counts_on_a_line_break_at_its_edge(language: str) -> None:
    """It is cut off when the texts are read, so a part of a message has its own line there."""
    at_edge = re.compile(r'= "\\n|[^\\]\\n"$', re.MULTILINE)
    files = (ROOT / "conversations" / "texts").rglob(f"*{language}.toml")
    assert [file.name for file in files if at_edge.search(file.read_text("utf-8"))] == []
