"""Answers that stand ready for the officer: offered above "write my own", shown whole before they are sent.

Whoever types instead of confirming has written their own: the form below stays open all the while. The resident gets
the text in their own language, filled in by the desk from the case as it is then.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING, Any

from casework import commands as c
from casework.model import Case, Decision
from casework.numbers import number
from conversations.effects import Button, Do, Effect, Say, Show, T, t
from conversations.fields import LONGEST, READERS
from conversations.notice import service_name
from conversations.requests import SendReady
from conversations.talk import Draft, Talk
from conversations.texts import Texts

if TYPE_CHECKING:
    from conversations.house import Answered, Turn

FORMS = ("ask", "reply", "resolve")
FILLED = frozenset({"number", "service", "due"})
"""What a text may be filled with."""

LONGEST_KEY = 40
"""A button carries the key (64 bytes with the form's id)."""

LONGEST_NAME = 34


@dataclass(frozen=True)
class Ready:
    """One row of answers.toml. ``wants``: the kind of answer asked for; ``decision``: how the case ends by it."""

    key: str
    form: str
    services: frozenset[str]
    wants: str = ""
    decision: Decision | None = None

    @property
    def answers(self) -> Mapping[str, str]:
        """What it answers of its form besides the text itself."""
        if self.form == "ask":
            return {"wants": self.wants}
        return {"decision": str(self.decision)} if self.form == "resolve" else {}

    def command(self, by: int, text: str) -> c.Command:
        """The ordinary command that sends it."""
        if self.form == "ask":
            return c.Ask(by, text, self.wants)
        if self.decision is not None:
            return c.Resolve(by, self.decision, text)
        return c.Reply(by, text)


# ---- reading ---------------------------------------------------------------------------------------------------------


def read(rows: Mapping[str, Any], services: Collection[str]) -> tuple[Ready, ...]:
    """The parsed ``answers.toml``; ``ValueError`` with one line per mistake."""
    given = rows.get("answer", [])
    mistakes = [f"answers: {name} is not a known key; only 'answer' is" for name in rows if name != "answer"]
    mistakes += [line for row in given for line in _mistakes(row, services)]
    keys = [row.get("key") for row in given]
    mistakes += [f"answers: {key!r} stands there twice" for key in dict.fromkeys(keys) if keys.count(key) > 1]
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
        f"{where}: {name} is not a known key; known are {', '.join(sorted(_ROW))}" for name in row.keys() - _ROW
    )
    if not isinstance(key, str) or not key.isidentifier() or len(key) > LONGEST_KEY:
        yield f"{where}: a key has letters, digits and _, at most {LONGEST_KEY}"
    if form not in FORMS:
        yield f"{where}: 'for' is {form!r}; known are {', '.join(FORMS)}"
    if (form == "ask") != (row.get("wants") in READERS):
        yield f"{where}: 'wants' stands in rows for ask, and there names a kind of answer"
    if (form == "resolve") != (row.get("decision") in set(Decision)):
        yield f"{where}: 'decision' stands in rows for resolve, and there names how the case ended"
    if not row.get("services"):
        yield f"{where}: 'services' is empty, so nobody is ever offered it"
    yield from (f"{where}: there is no service {s!r}" for s in row.get("services", ()) if s not in services)


def wrong_texts(answers: Sequence[Ready], texts: Texts) -> list[str]:
    """Texts that are missing, too long for their place, or ask to be filled with what nobody knows."""
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
            yield key, f"can't be filled with {', '.join(sorted(strange))}; known are {', '.join(sorted(FILLED))}"


# ---- offering and sending --------------------------------------------------------------------------------------------


def offered(answered: "Answered", form: str, case: int) -> "Answered":
    """A form that was just opened, with what stands ready shown above its question."""
    talk, effects = answered
    if form not in FORMS or talk.draft is None:
        return answered
    return talk, (Show("ready", {"case": case, "form": form, "draft": talk.draft.id}), *effects)


def tapped(turn: "Turn", talk: Talk, kind: str, draft_id: str, key: str) -> "Answered | None":
    """A tap on what stands ready: look (``k``), send (``ks``), back to the list (``kb``). None: the tap is stale."""
    draft, edit = talk.draft, turn.said.message_id
    if draft is None or draft.id != draft_id or draft.form not in FORMS:
        return None
    about: dict[str, object] = {"case": draft.about["case"], "form": draft.form, "draft": draft.id}
    if kind == "kb":
        return talk, (Show("ready", about, edit),)
    chosen = next((a for a in turn.house.answers if a.key == key and a.form == draft.form), None)
    if chosen is None:
        return None
    if kind == "k":
        return talk.with_draft(_begun(draft, chosen)), (Show("ready_text", {**about, "key": key}, edit),)
    sent: tuple[Effect, ...] = (Say(t("form.sent"), edit=edit), Do(SendReady(key), draft.about["case"]))
    return talk.closing(), sent


def _begun(draft: Draft, chosen: Ready) -> Draft:
    """The form as far as the answer goes: what is typed now is taken instead of its text."""
    return replace(draft, answers={**draft.answers, **chosen.answers}, editing="")


def fitting(answers: Sequence[Ready], form: str, service: str) -> list[Ready]:
    """What stands ready for a case of a service."""
    return [a for a in answers if a.form == form and service in a.services]


def listed(found: Sequence[Ready], draft: str) -> Say:
    """What stands ready, a button each."""
    return Say(t("ready.which"), tuple((Button(T(f"ready.{a.key}.name"), f"k:{draft}:{a.key}"),) for a in found))


def shown(case: Case, chosen: Ready, text: str, draft: str) -> Say:
    """The whole text as the resident will read it, to be sent or not."""
    ending = t("ready.ends", decision=T(f"decision.{chosen.decision}")) if chosen.decision else ""
    rows = (
        (Button(t("form.send"), f"ks:{draft}:{chosen.key}"),),
        (Button(t("ready.others"), f"kb:{draft}:{chosen.key}"),),
    )
    return Say(t("ready.sure", number=number(case.id), text=text, ending=ending), rows, case=case.id)


def text_for(case: Case, chosen: Ready, texts: Texts, language: str) -> str:
    """The text filled in, without markup, as if it had been typed."""
    filled = {"number": number(case.id), "service": service_name(case), "due": case.due_at}
    return texts.plain(language, T(f"ready.{chosen.key}.text", filled))
