"""Answers that stand ready: the rows of answers.toml, read and checked. What is done with them is
in actions/ready_answers.py."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from casework.actions.correspondence import Reply
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask, kinds
from casework.case import commands as c
from casework.case.model import Decision
from conversations.content.fields import LONGEST, READERS
from conversations.protocol.texts import Texts

OFFERED_AT = {"ask": "wants", "reply": "text", "resolve": "result"}
"""At which question of its form what stands ready is offered: of a result only once it is said how
the case ends."""

FORMS = tuple(OFFERED_AT)
FILLED = frozenset({"number", "service", "due"})
"""What a text may be filled with."""

LONGEST_KEY = 40
"""A button carries the key (64 bytes with the form's id)."""

LONGEST_NAME = 34


@dataclass(frozen=True)
class Ready:
    """One row of answers.toml. ``wants``: the kind of answer asked for, or several with ``AND``
    between them; ``decision``: how the case ends by it."""

    key: str
    form: str
    services: frozenset[str]
    wants: str = ""
    decision: Decision | None = None

    @property
    def answers(self) -> Mapping[str, Any]:
        """What it answers of its form besides the text itself."""
        if self.form != "ask":
            return {}
        wanted = kinds(self.wants)
        return {"wants": "several", "kinds": wanted} if len(wanted) > 1 else {"wants": self.wants}

    def fits(self, form: str, decision: str) -> bool:
        """Whether it is for this form and, as a result, for how the officer says the case ends
        ("" before they have)."""
        return self.form == form and (self.decision is None or self.decision == decision)

    def command(self, by: int, text: str) -> c.Command:
        """The ordinary command that sends it."""
        if self.form == "ask":
            return Ask(by, text, self.wants)
        if self.decision is not None:
            return Resolve(by, self.decision, text)
        return Reply(by, text)


def read(rows: Mapping[str, Any], services: Collection[str]) -> tuple[Ready, ...]:
    """The parsed ``answers.toml``; ``ValueError`` with one line per mistake."""
    given = rows.get("answer", [])
    mistakes = [
        f"answers: {name} is not a known key; only 'answer' is" for name in rows if name != "answer"
    ]
    mistakes += [line for row in given for line in _mistakes(row, services)]
    keys = [row.get("key") for row in given]
    mistakes += [
        f"answers: {key!r} stands there twice" for key in dict.fromkeys(keys) if keys.count(key) > 1
    ]
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return tuple(_row(row) for row in given)


def _row(row: Mapping[str, Any]) -> Ready:
    decision = Decision(row["decision"]) if "decision" in row else None
    return Ready(row["key"], row["for"], frozenset(row["services"]), row.get("wants", ""), decision)


_ROW = frozenset({"key", "for", "services", "wants", "decision"})


def _mistakes(row: Mapping[str, Any], services: Collection[str]) -> Iterator[str]:
    key, form = row.get("key"), row.get("for")
    where = f"answers, {key!r}"
    yield from (
        f"{where}: {name} is not a known key; known are {', '.join(sorted(_ROW))}"
        for name in row.keys() - _ROW
    )
    if not isinstance(key, str) or not key.isidentifier() or len(key) > LONGEST_KEY:
        yield f"{where}: a key has letters, digits and _, at most {LONGEST_KEY}"
    if form not in FORMS:
        yield f"{where}: 'for' is {form!r}; known are {', '.join(FORMS)}"
    wants = kinds(row.get("wants", ""))
    if (form == "ask") != (set(wants) <= READERS.keys()):
        yield f"{where}: 'wants' stands in rows for ask, and there names kinds of answers"
    if (form == "resolve") != (row.get("decision") in set(Decision)):
        yield f"{where}: 'decision' stands in rows for resolve, and there names how the case ended"
    if not row.get("services"):
        yield f"{where}: 'services' is empty, so nobody is ever offered it"
    yield from (
        f"{where}: there is no service {s!r}" for s in row.get("services", ()) if s not in services
    )


def wrong_texts(answers: Sequence[Ready], texts: Texts) -> list[str]:
    """Texts that are missing, too long for their place, or ask to be filled with what nobody
    knows."""
    return [
        f"text {key} ('{language}'): {complaint}"
        for language, templates in texts.languages.items()
        for answer in answers
        for key, complaint in _complaints(answer, templates)
    ]


def _complaints(answer: Ready, templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    longest = {"name": LONGEST_NAME, "text": LONGEST - 100}  # the text grows when it is filled in
    for key in (f"ready.{answer.key}.name", f"ready.{answer.key}.text"):
        template, most = templates.get(key, ""), longest[key.rpartition(".")[2]]
        if not template:
            yield key, f"missing; the answer {answer.key} needs it"
        if len(template) > most:
            yield key, f"has {len(template)} characters; at most {most} fit"
        filled = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        if strange := filled - (FILLED if key.endswith(".text") else frozenset()):
            yield (
                key,
                f"can't be filled with {', '.join(sorted(strange))};"
                f" known are {', '.join(sorted(FILLED))}",
            )
