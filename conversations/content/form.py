"""Forms are data: steps, and the conditions under which they are asked. No words, no code.

Where a person is in a form is computed from the answers and stored nowhere: ``walk`` gives the
route, the answers that still count, and the first question without an answer. A changed branch
therefore leaves no ghosts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = frozenset(
    {
        "choice",
        "text",
        "name",
        "address",
        "nik",
        "kk",
        "jkn_number",
        "birth",
        "phone",
        "place",
        "date",
        "number",
        "photos",
        "voice",
        "story",
        "location",
        "confirm",
        "as_asked",
        "their_phone",
        "ticks",
    }
    | {"cases", "officer", "count"}
)


@dataclass(frozen=True)
class Option:
    """One answer to choose from: the value, and the key of its label (or, for ``plain``, the label
    itself)."""

    value: str
    label: str
    plain: bool = False


@dataclass(frozen=True)
class Step:
    """One question. ``choices``: values, or the name of a source of options. ``when``: step →
    values that hold. ``bare``: its answer speaks for itself on the card, and has no label there.
    ``beside``: a button below the question that does something with the form's case instead.
    ``ahead``: a date from tomorrow on, at most so many days from today; 0 for any date."""

    key: str
    kind: str
    choices: tuple[str, ...] | str = ()
    when: Mapping[str, tuple[str, ...]] | None = None
    optional: bool = False
    sensitive: bool = False
    bare: bool = False
    beside: str = ""
    ahead: int = 0


@dataclass(frozen=True)
class Form:
    """``review``: a card with every answer before it is sent. ``staff``: only for people who work
    here. ``lasting``: what it does can't be taken back, so that words hardly ever answer it
    (handlers/guarded.py)."""

    name: str
    steps: tuple[Step, ...]
    review: bool
    staff: bool
    lasting: bool = False

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)


Options = Callable[[Form, Step, Mapping[str, Any]], Sequence[Option]]


@dataclass(frozen=True)
class Walk:
    """The steps from the start to the first one without an answer (``current``; None: all are
    answered), and the answers on the way. What lies behind the gap is not known yet; its answers
    come back when the gap is filled. ``passed``: how many steps of the form lie before it."""

    route: tuple[Step, ...]
    kept: Mapping[str, Any]
    current: Step | None
    passed: int = 0


BEGINNING = Walk((), {}, None)


def walk(
    form: Form, answers: Mapping[str, Any], options: Options, before: Walk = BEGINNING
) -> Walk:
    """Follow the form along the answers, as far as they lead. ``before``: another walk through it
    with the same options; where its answers still stand, it goes on from there."""
    known = before if before.kept.items() <= answers.items() else BEGINNING
    route = [step for step in known.route if step is not known.current]
    kept = dict(known.kept)
    for passed, step in enumerate(form.steps[known.passed :], known.passed):
        if step.when and not _holds(step.when, kept):
            continue
        chooses = step.kind == "choice"
        offered = options(form, step, kept) if chooses else ()
        if chooses and not offered:
            continue
        route.append(step)
        key = step.key
        if key not in answers or (chooses and not _valid(step, answers[key], offered)):
            return Walk(tuple(route), kept, step, passed)
        kept[key] = answers[key]
    return Walk(tuple(route), kept, None, len(form.steps))


def back(form: Form, answers: Mapping[str, Any], options: Options) -> Mapping[str, Any]:
    """The answers without the last one before the current question."""
    walked = walk(form, answers, options)
    before = walked.route[:-1] if walked.current else walked.route
    last = before[-1].key if before else None
    return {key: value for key, value in answers.items() if key != last}


def _holds(when: Mapping[str, tuple[str, ...]], kept: Mapping[str, Any]) -> bool:
    return all([kept.get(key) in values for key, values in when.items()])


def _valid(step: Step, value: Any, offered: Sequence[Option]) -> bool:
    if step.optional and value is None:
        return True
    return value in [option.value for option in offered]


def read(name: str, raw: Mapping[str, Any]) -> Form:
    """The parsed ``forms/<name>.toml``. Raises ValueError that names the form and step of the first
    mistake."""
    steps = tuple(_step(name, row) for row in raw.get("step", ()))
    keys = [step.key for step in steps]
    if not steps or len(set(keys)) < len(keys):
        raise ValueError(f"form {name}: needs at least one step, and every step its own key")
    for i, step in enumerate(steps):
        unknown = set(step.when or ()) - set(keys[:i])
        if unknown:
            raise ValueError(
                f"form {name}, step {step.key}:"
                f" 'when' names {', '.join(unknown)}, which is not asked before"
            )
    marks = (bool(raw.get(mark, False)) for mark in ("review", "staff", "lasting"))
    return Form(name, steps, *marks)


def _step(form: str, row: Mapping[str, Any]) -> Step:
    unknown = set(row) - {
        "key",
        "kind",
        "choices",
        "when",
        "optional",
        "sensitive",
        "bare",
        "beside",
        "ahead",
    }
    if unknown or row.get("kind") not in KINDS or not isinstance(row.get("key"), str):
        raise ValueError(
            f"form {form}, step {row.get('key')}: unknown {', '.join(unknown) or 'kind of step'}"
        )
    choices = row.get("choices", ())
    when = {k: tuple(v) if isinstance(v, list) else (v,) for k, v in row.get("when", {}).items()}
    return Step(
        row["key"],
        row["kind"],
        choices if isinstance(choices, str) else tuple(choices),
        when or None,
        bool(row.get("optional", False)),
        bool(row.get("sensitive", False)),
        bool(row.get("bare", False)),
        str(row.get("beside", "")),
        int(row.get("ahead", 0)),
    )
