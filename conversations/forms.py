"""Forms are data: steps, and the conditions under which they are asked. No words, no code.

Where a person is in a form is computed from the answers and stored nowhere: ``walk`` gives the route, the answers that
still count, and the first question without an answer. A changed branch therefore leaves no ghosts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = frozenset(
    {"choice", "text", "nik", "kk", "phone", "place", "date", "number", "photos", "voice", "story", "location",
     "confirm", "as_asked"}
)  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One answer to choose from: the value, and the key of its label (or, for ``plain``, the label itself)."""

    value: str
    label: str
    plain: bool = False


@dataclass(frozen=True)
class Step:
    """One question. ``choices``: values, or the name of a source of options. ``when``: step → values that hold."""

    key: str
    kind: str
    choices: tuple[str, ...] | str = ()
    when: Mapping[str, tuple[str, ...]] | None = None
    optional: bool = False
    sensitive: bool = False


@dataclass(frozen=True)
class Form:
    """``review``: a card with every answer before it is sent. ``staff``: only for people who work here."""

    name: str
    steps: tuple[Step, ...]
    review: bool
    staff: bool

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)


Options = Callable[[Form, Step, Mapping[str, Any]], Sequence[Option]]


@dataclass(frozen=True)
class Walk:
    """The steps that are asked, the answers on them, and the first step without one (None: all are answered)."""

    route: tuple[Step, ...]
    kept: Mapping[str, Any]
    current: Step | None


def walk(form: Form, answers: Mapping[str, Any], options: Options) -> Walk:
    """Follow the form along the answers."""
    route: list[Step] = []
    kept: dict[str, Any] = {}
    current: Step | None = None
    for step in form.steps:
        if not _holds(step, kept):
            continue
        offered = [o.value for o in options(form, step, kept)] if step.kind == "choice" else []
        if step.kind == "choice" and not offered:
            continue
        route.append(step)
        if step.key in answers and _valid(step, answers[step.key], offered):
            kept[step.key] = answers[step.key]
        else:
            current = current or step
    return Walk(tuple(route), kept, current)


def back(form: Form, answers: Mapping[str, Any], options: Options) -> Mapping[str, Any]:
    """The answers without the last one before the current question."""
    walked = walk(form, answers, options)
    before = walked.route[: walked.route.index(walked.current)] if walked.current else walked.route
    last = before[-1].key if before else None
    return {k: v for k, v in walked.kept.items() if k != last}


def _holds(step: Step, kept: Mapping[str, Any]) -> bool:
    return all(kept.get(key) in values for key, values in (step.when or {}).items())


def _valid(step: Step, value: Any, offered: Sequence[str]) -> bool:
    return step.kind != "choice" or value in offered or (step.optional and value is None)


def read(name: str, raw: Mapping[str, Any]) -> Form:
    """The parsed ``forms/<name>.toml``. Raises ValueError that names the form and step of the first mistake."""
    steps = tuple(_step(name, row) for row in raw.get("step", ()))
    keys = [step.key for step in steps]
    if not steps or len(set(keys)) < len(keys):
        raise ValueError(f"form {name}: needs at least one step, and every step its own key")
    for i, step in enumerate(steps):
        unknown = set(step.when or ()) - set(keys[:i])
        if unknown:
            raise ValueError(
                f"form {name}, step {step.key}: 'when' names {', '.join(unknown)}, which is not asked before"
            )
    return Form(name, steps, bool(raw.get("review", False)), bool(raw.get("staff", False)))


def _step(form: str, row: Mapping[str, Any]) -> Step:
    unknown = set(row) - {"key", "kind", "choices", "when", "optional", "sensitive"}
    if unknown or row.get("kind") not in KINDS or not isinstance(row.get("key"), str):
        raise ValueError(f"form {form}, step {row.get('key')}: unknown {', '.join(unknown) or 'kind of step'}")
    choices = row.get("choices", ())
    when = {k: tuple(v) if isinstance(v, list) else (v,) for k, v in row.get("when", {}).items()}
    return Step(
        row["key"], row["kind"], choices if isinstance(choices, str) else tuple(choices), when or None,
        bool(row.get("optional", False)), bool(row.get("sensitive", False)),
    )  # fmt: skip
