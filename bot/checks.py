"""What is wrong with forms, texts and policy beyond what their readers refuse: questions that nobody can reach, words
that are missing or too long for a button, follow-ups that end nowhere. Values in, one line per mistake out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain
from string import Formatter
from typing import Any

from casework.catalogue import Catalogue
from casework.events import KINDS
from casework.followups import Clocks, FollowUps
from casework.model import OPEN, Role, Status, Urgency
from casework.policy import Policy
from casework.triage import FIXED_REASONS, AlarmKind, Row
from conversations import options
from conversations import texts as wording
from conversations.forms import Form, Step
from conversations.house import House

LONGEST_TEXT = 4096  # UTF-16 units after the tags are taken away (Bot API, sendMessage)
LONGEST_BUTTON = 34  # what a small phone shows of a button over the whole width
TAGS = frozenset({"b", "i", "code"})

BUTTONS = re.compile(
    r"(act|menu)\.\w+|form\.(back|skip|cancel|send|edit|undo|go_on|anew|none_of_these)|field\.confirm\.(yes|no)"
    r"|alarm\.(yes|no)|outside\.(report|nothing)|page\.next|my_data\.erase|role\.\w+|sector\.\w+\.name|service\.\w+\.name"
    r"|question\.\w+\.choice\.\w+"
)
"""Keys of texts that stand on buttons, beside the choices and short names of forms."""


def texts(languages: Mapping[str, Mapping[str, str]], default: str) -> list[str]:
    """Missing and superfluous keys, placeholders, tags and lengths, in every language."""
    found = []
    broken = set()
    for language, key, template in _each(languages):
        complaints = list(_template(template))
        if complaints:
            broken.add(key)
        if BUTTONS.fullmatch(key) and len(template) > LONGEST_BUTTON and "{" not in template:
            complaints.append(_too_long(template))
        found += [f"text {key} ('{language}'): {complaint}" for complaint in complaints]
    sound = {name: {k: v for k, v in entries.items() if k not in broken} for name, entries in languages.items()}
    return found + (wording.mistakes(sound, default) if default in sound else [])


def _each(languages: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    return ((language, key, template) for language, entries in languages.items() for key, template in entries.items())


def _too_long(template: str) -> str:
    return f"has {len(template)} characters, and a button shows {LONGEST_BUTTON}; shorten it"


def _template(template: str) -> Iterator[str]:
    if not template:
        yield "is empty; write it, or take the key out"
    try:
        fields = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
    except ValueError:
        yield "has a brace without its partner; write {name}, or {{ for a brace itself"
        return
    if any(not str(name).isidentifier() or form or conversion for name, form, conversion in fields):
        yield "has a placeholder that is no plain {name}"
    tags = _Tags()
    tags.feed(template)
    tags.close()
    yield from tags.complaints()
    if len("".join(tags.words).encode("utf-16-le")) // 2 > LONGEST_TEXT:
        yield f"is longer than the {LONGEST_TEXT} characters of a Telegram message; shorten it"


class _Tags(HTMLParser):
    """Tags of a template, as Telegram takes them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or attrs:
            self.wrong.append(f"has the tag <{tag}>; only {', '.join(f'<{one}>' for one in sorted(TAGS))} are used")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"has </{tag}> where it does not belong; close the tags in reverse order")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def complaints(self) -> Iterator[str]:
        """What is wrong with the tags of the text that was fed."""
        yield from self.wrong
        if self.open and not self.wrong:
            yield f"has <{self.open[-1]}> and no </{self.open[-1]}>"
        if "<" in "".join(self.words):
            yield "has a bare <; write &lt;"


def wanted(default: Mapping[str, str], forms: Mapping[str, Form], house: House) -> list[str]:
    """Texts that forms and policy ask for and the default language does not have, and labels too long for a button."""
    labels = {key: label for form in forms.values() for key, label in _labels(form)}
    found = [f"text {key}: missing; {why} needs it" for key, why in chain(_of_forms(forms), _of_catalogue(house))
             if key not in default]  # fmt: skip
    for language, entries in house.texts.languages.items():
        found += [
            f"text {key} ('{language}'): {_too_long(entries[key])}"
            for key in labels
            if len(entries.get(key, "")) > LONGEST_BUTTON
        ]
    return found


def _labels(form: Form) -> Iterator[tuple[str, str]]:
    """Key and need of each text of a form that stands on a button."""
    for step in form.steps:
        where = f"step {step.key} of form {form.name}"
        if form.review:
            yield f"{form.name}.{step.key}.short", where
        if not isinstance(step.choices, str):
            yield from ((f"{form.name}.{step.key}.{choice}", where) for choice in step.choices)


def _of_forms(forms: Mapping[str, Form]) -> Iterator[tuple[str, str]]:
    for form in forms.values():
        if form.review:
            yield f"{form.name}.title", f"form {form.name}"
        for step in form.steps:
            if step.choices != "question":
                yield f"{form.name}.{step.key}.ask", f"step {step.key} of form {form.name}"
        yield from _labels(form)


def _of_catalogue(house: House) -> Iterator[tuple[str, str]]:
    known = house.catalogue
    for service in known.services.values():
        yield from ((key, f"service {service.key}") for key in (service.name, service.decides))
    for question in known.questions.values():
        yield from ((key, f"question {question.key}") for key in (question.text, *(c.text for c in question.choices)))
    yield from ((f"sector.{sector}.name", f"sector {sector}") for sector in known.sectors)
    yield from ((f"document.{document}", f"document {document}") for document in known.documents)
    yield from ((f"party.{party}", f"party {party}") for party in known.parties)
    yield from ((f"role.{role}", f"role {role}") for role in Role)
    for kind in AlarmKind:
        yield from ((f"alarm.{kind}.{name}", f"alarm {kind}") for name in ("name", "say", "ask"))


def forms(read: Mapping[str, Form], house: House) -> list[str]:
    """Sources of choices that do not exist, conditions that never hold, and questions that nobody is ever asked."""
    found = []
    for form in read.values():
        strange = [s for s in form.steps if isinstance(s.choices, str) and s.choices not in options.SOURCES]
        found += [f"form {form.name}, step {s.key}: there is no source of choices {s.choices!r}" for s in strange]
        if not strange:
            found += _conditions(form, house) or _unreachable(form, house)
    return found


def _conditions(form: Form, house: House) -> list[str]:
    found = []
    for step in form.steps:
        for key, values in (step.when or {}).items():
            possible = _answers(form.step(key), house)
            found += [
                f"form {form.name}, step {step.key}: {key} is never {value!r}; known are {', '.join(sorted(possible))}"
                for value in values
                if value not in possible
            ]
    return found


def _answers(step: Step, house: House) -> frozenset[str]:
    """Every answer that a step can get and a condition can name."""
    if step.kind == "confirm":
        return frozenset({"yes", "no"})
    if step.kind != "choice":
        return frozenset()
    known = house.catalogue
    sources: dict[str, Iterable[str]] = {
        "sectors": known.sectors,
        "services": known.services,
        "suggested": (*known.services, options.NONE),
        "question": (choice.key for question in known.questions.values() for choice in question.choices),
        "languages": house.texts.languages,
        "roles": (role.value for role in Role),
    }
    return frozenset(sources[step.choices] if isinstance(step.choices, str) else step.choices)


def _unreachable(form: Form, house: House) -> list[str]:
    """Steps whose conditions never hold together: every way through the answers that conditions name is walked."""
    deciding = {key for step in form.steps for key in step.when or ()}
    ways: set[frozenset[tuple[str, str]]] = {frozenset()}
    found = []
    for step in form.steps:
        reached = {way for way in ways if all(dict(way).get(k) in v for k, v in (step.when or {}).items())}
        if not reached:
            found.append(f"form {form.name}, step {step.key}: nobody is ever asked; its conditions never hold together")
        if step.key in deciding:
            skipped = reached if step.optional or isinstance(step.choices, str) else set()
            answered = {way | {(step.key, answer)} for way in reached for answer in _answers(step, house)}
            ways = (ways - reached) | answered | skipped
    return found


def policy(rules: Policy, house: House) -> list[str]:
    """Rows of the policy that can never matter, and those that lead nowhere."""
    known = rules.catalogue
    found = [f"catalogue: question {key} is asked by no service" for key in _unasked(known)]
    found += [f"catalogue: sector {sector} has no service" for sector in known.sectors if not known.by_sector(sector)]
    for name, rows in (("urgency", rules.triage.urgency), ("party", rules.triage.party)):
        found += [
            f"triage {name}: {later} is never reached, because {first} comes first" for first, later in _hidden(rows)
        ]
    reasons = [row.key for row in (*rules.triage.urgency, *rules.triage.party)]
    told = {f"triage.{key}": f"triage row {key}" for key in (*FIXED_REASONS, *reasons)}
    told |= {f"bell.{r.kind}": f"follow-up {r.kind}" for r in rules.followups.values() if r.does == "climb"}
    told |= {f"remind.{r.kind}": f"follow-up {r.kind}" for r in rules.followups.values() if r.does == "remind"}
    found += [f"text {key}: missing; {why} needs it" for key, why in told.items() if not house.texts.has(key)]
    for answer in house.alarms.answers:
        question = known.questions.get(answer.question)
        strange = answer.choices - {choice.key for choice in question.choices} if question else answer.choices
        found += [f"alarm answer: {answer.question} is never {choice!r}" for choice in sorted(strange)]
    return found + _chains(rules.followups)


def _unasked(known: Catalogue) -> list[str]:
    asked = {service.question for service in known.services.values()}
    return [key for key in known.questions if key not in asked]


def _hidden(rows: tuple[Row, ...]) -> Iterator[tuple[str, str]]:
    for n, later in enumerate(rows):
        for first in rows[:n]:
            if all(later.when.get(fact, frozenset({None})) <= values for fact, values in first.when.items()):
                yield first.key, later.key


def clocks(known: Catalogue, profiles: Clocks, place: str) -> list[str]:
    """Services whose clock does not exist, and profiles that never climb."""
    found = [
        f"{place}: service {service.key}: there is no clock {service.clock!r}; known are {', '.join(profiles)}"
        for service in known.services.values()
        if service.clock not in profiles
    ]
    return found + [
        f"clocks.toml [{profile}.{urgency}]: climb is empty, so a late case would stay where it is; name a delay"
        for profile, by_urgency in profiles.items()
        for urgency, clock in by_urgency.items()
        if not clock.climb
    ]


_ROW = ("kind", "starts", "while", "does", "after", "only", "spares")


def followups(raw: Mapping[str, Any], place: str) -> list[str]:
    """Rows of follow-ups that are written twice, never start, or name what does not exist."""
    rows = raw.get("followup", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return [f"{place}: write each row under [[followup]]"]
    kinds = [row.get("kind") for row in rows]
    labels = {*KINDS, *(f"reminded:{row.get('kind')}" for row in rows if row.get("does") == "remind")} - {"reminded"}
    found = [f"{place}: {kind!r} stands there twice" for kind in dict.fromkeys(kinds) if kinds.count(kind) > 1]
    found += [f"{place}: {name} is not a known key; only 'followup' is" for name in raw if name != "followup"]
    for row in rows:
        where = f"{place}, kind {row.get('kind')!r}"
        found += [
            f"{where}: {name} is not a known key; known are {', '.join(_ROW)}" for name in row if name not in _ROW
        ]
        found += [
            f"{where}: nothing ever happens that is called {s!r}" for s in row.get("starts", ()) if s not in labels
        ]
        found += [f"{where}: {name} is empty" for name in ("starts", "while", "after", "only") if row.get(name) == []]
    return found


def _chains(rows: FollowUps) -> list[str]:
    """Places where a case could lie for ever with nobody told."""
    found = [
        f"followups: no row looks after a case that is {status}; let one name it in 'while'"
        for status in Status
        if status in OPEN and not any(status in row.while_in for row in rows.values())
    ]
    for urgency in Urgency:
        climbs = [r for r in rows.values() if r.does == "climb" and "filed" in r.starts and urgency in r.only]
        if not any(Status.RECEIVED in row.while_in for row in climbs):
            found.append(
                f"followups: a new case that is {urgency} and stays unread climbs nowhere; add a row that climbs"
            )
    return found
