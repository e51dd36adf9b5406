"""Checks forms and policy for what their readers do not refuse.

Questions that nobody can reach, rows that never matter, follow-ups that leave a case in silence.
Values in, a line per mistake out.

Tested in tests/bot/settings/test_contents.py."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from bot.settings import silence_check
from casework.access.visibility import covers
from casework.case.model import OPEN, Role, Status, Urgency
from casework.policy.catalogue import Catalogue
from casework.policy.followups import Clocks, FollowUps
from casework.policy.policy import Policy
from casework.policy.triage import FIXED_REASONS, TriageRow
from casework.trail import KINDS
from conversations.actions.correcting.rewording import MENDED
from conversations.actions.ending.confirmation import WHOSE_WORD
from conversations.content.alarm_rows import AlarmWords
from conversations.content.content import Content
from conversations.content.form import Form, Step
from conversations.filling import options


def forms(read: Mapping[str, Form], content: Content) -> list[str]:
    """Sources of choices that do not exist, conditions that never hold, and questions that nobody
    is ever asked."""
    found = []
    for form in read.values():
        strange = [
            s for s in form.steps if isinstance(s.choices, str) and s.choices not in options.SOURCES
        ]
        found += [
            f"form {form.name}, step {s.key}: there is no source of choices {s.choices!r}"
            for s in strange
        ]
        if not strange:
            found += _conditions(form, content) or _unreachable(form, content)
    return found


def _conditions(form: Form, content: Content) -> list[str]:
    found = []
    for step in form.steps:
        for key, values in (step.when or {}).items():
            possible = _answers(form.step(key), content)
            found += [
                f"form {form.name}, step {step.key}: {key} is never {value!r};"
                f" known are {', '.join(sorted(possible))}"
                for value in values
                if value not in possible
            ]
    return found


def _answers(step: Step, content: Content) -> frozenset[str]:
    """Every answer that a step can get and a condition can name."""
    if step.kind == "confirm":
        return frozenset({"yes", "no"})
    if step.kind != "choice":
        return frozenset()
    known = content.catalogue
    sources: dict[str, Iterable[str]] = {
        "sectors": known.sectors,
        "services": known.services,
        "suggested": (*known.services, options.NONE),
        "fitting": (*known.services, options.NONE),
        "question": (
            choice.key for question in known.questions.values() for choice in question.choices
        ),
        "languages": content.texts.languages,
        "roles": (role.value for role in Role),
        "whose_word": WHOSE_WORD,
        "mending": MENDED,
    }
    return frozenset(sources[step.choices] if isinstance(step.choices, str) else step.choices)


def _unreachable(form: Form, content: Content) -> list[str]:
    """Steps whose conditions never hold together: every way through the answers that conditions
    name is walked."""
    deciding = {key for step in form.steps for key in step.when or ()}
    ways: set[frozenset[tuple[str, str]]] = {frozenset()}
    found = []
    for step in form.steps:
        reached = {
            way for way in ways if all(dict(way).get(k) in v for k, v in (step.when or {}).items())
        }
        if not reached:
            found.append(
                f"form {form.name}, step {step.key}:"
                " nobody is ever asked; its conditions never hold together"
            )
        if step.key in deciding:
            skipped = reached if step.optional or isinstance(step.choices, str) else set()
            answered = {
                way | {(step.key, answer)} for way in reached for answer in _answers(step, content)
            }
            ways = (ways - reached) | answered | skipped
    return found


def policy(rules: Policy, content: Content) -> list[str]:
    """Rows of the policy that can never matter, and those that lead nowhere."""
    return [
        *_idle_rows(rules),
        *_untold(rules, content),
        *_strange_alarms(content.alarms, rules.catalogue),
        *_strange_offices(rules),
        *_chains(rules.followups),
        *silence_check.silences(rules.followups),
    ]


def _idle_rows(rules: Policy) -> Iterator[str]:
    """Questions, sectors and rows of the triage that can never matter."""
    known = rules.catalogue
    yield from (f"catalogue: question {key} is asked by no service" for key in _unasked(known))
    for sector in known.sectors:
        if not known.by_sector(sector):
            yield f"catalogue: sector {sector} has no service"
    for name, rows in (("urgency", rules.triage.urgency), ("party", rules.triage.party)):
        for first, later in _hidden(rows):
            yield f"triage {name}: {later} is never reached, because {first} comes first"


def _untold(rules: Policy, content: Content) -> Iterator[str]:
    """Rows that need a text which is not there."""
    followups = rules.followups.values()
    reasons = [row.key for row in (*rules.triage.urgency, *rules.triage.party)]
    told = {f"triage.{key}": f"triage row {key}" for key in (*FIXED_REASONS, *reasons)}
    told |= {f"bell.{r.kind}": f"follow-up {r.kind}" for r in followups if r.does in _CLIMBING}
    told |= {f"remind.{r.kind}": f"follow-up {r.kind}" for r in followups if r.does == "remind"}
    told |= {f"clock.{profile}": f"clock {profile}" for profile in rules.clocks}
    for key, why in told.items():
        if not content.texts.has(key):
            yield f"text {key}: missing; {why} needs it"


def _strange_alarms(alarms: AlarmWords, known: Catalogue) -> Iterator[str]:
    """Answers that should raise an alarm and that no question offers."""
    for answer in alarms.answers:
        question = known.questions.get(answer.question)
        offered = {choice.key for choice in question.choices} if question else set()
        for choice in sorted(answer.choices - offered):
            yield f"alarm answer: {answer.question} is never {choice!r}"


def _strange_offices(rules: Policy) -> Iterator[str]:
    """Offices that share out their work and do not lie in the district."""
    for code in sorted(rules.rota.balanced):
        if not covers(rules.district, code):
            yield (
                f"people: balance.offices: {code!r} is no office of {rules.district};"
                " write a code of the district or a village"
            )


def _unasked(known: Catalogue) -> list[str]:
    asked = {service.question for service in known.services.values()}
    return [key for key in known.questions if key not in asked]


def _hidden(rows: tuple[TriageRow, ...]) -> Iterator[tuple[str, str]]:
    for n, later in enumerate(rows):
        for first in rows[:n]:
            if all(
                later.when.get(fact, frozenset({None})) <= values
                for fact, values in first.when.items()
            ):
                yield first.key, later.key


def clocks(known: Catalogue, profiles: Clocks, place: str) -> list[str]:
    """Services whose clock does not exist, and profiles without a time for the escalation."""
    found = [
        f"{place}: service {service.key}:"
        f" there is no clock {service.clock!r}; known are {', '.join(profiles)}"
        for service in known.services.values()
        if service.clock not in profiles
    ]
    return found + [
        f"clocks.toml [{profile}.{urgency}]:"
        " climb is empty, so a late case would stay where it is; name a delay"
        for profile, by_urgency in profiles.items()
        for urgency, clock in by_urgency.items()
        if not clock.climb
    ]


_CLIMBING = ("climb", "tell")
"""What a row does when it asks somebody at a higher level, and needs a text that says why."""

_ROW = ("kind", "starts", "while", "does", "after", "only", "spares")


def followups(raw: Mapping[str, Any], place: str) -> list[str]:
    """Rows of follow-ups that are written twice, never start, or name what does not exist."""
    rows = raw.get("followup", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return [f"{place}: write each row under [[followup]]"]
    kinds = [row.get("kind") for row in rows]
    labels = {
        *KINDS,
        "moved",
        *(f"reminded:{row.get('kind')}" for row in rows if row.get("does") == "remind"),
    } - {"reminded"}
    found = [
        f"{place}: {kind!r} stands there twice"
        for kind in dict.fromkeys(kinds)
        if kinds.count(kind) > 1
    ]
    found += [
        f"{place}: {name} is not a known key; only 'followup' is"
        for name in raw
        if name != "followup"
    ]
    for row in rows:
        where = f"{place}, kind {row.get('kind')!r}"
        found += [f"{where}: {wrong}" for wrong in _wrong_in_row(row, labels)]
    return found


def _wrong_in_row(row: Mapping[str, Any], labels: Collection[str]) -> Iterator[str]:
    for name in row:
        if name not in _ROW:
            yield f"{name} is not a known key; known are {', '.join(_ROW)}"
    for label in row.get("starts", ()):
        if label not in labels:
            yield f"nothing ever happens that is called {label!r}"
    for name in ("starts", "while", "after", "only"):
        if row.get(name) == []:
            yield f"{name} is empty"
    yield from silence_check.pointless(row)


def _chains(rows: FollowUps) -> list[str]:
    """Statuses in which a case could lie for ever with nobody told."""
    found = [
        f"followups: no row looks after a case that is {status}; let one name it in 'while'"
        for status in Status
        if status in OPEN and not any(status in row.while_in for row in rows.values())
    ]
    for urgency in Urgency:
        climbs = [
            r
            for r in rows.values()
            if r.does == "climb" and "filed" in r.starts and urgency in r.only
        ]
        if not any(Status.RECEIVED in row.while_in for row in climbs):
            found.append(
                f"followups: a new case that is {urgency} and stays unread"
                " climbs nowhere; add a row that climbs"
            )
    return found
