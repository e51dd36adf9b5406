"""Checks texts: missing and superfluous keys, placeholders, tags, texts too long for their place.

Values in, a line per mistake out.

Tested in tests/bot/settings/test_contents.py."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain
from string import Formatter

from casework.case.model import Role
from casework.policy.triage import AlarmKind
from conversations.content.content import Content
from conversations.content.form import Form
from conversations.protocol.texts import mistakes

LONGEST_TEXT = 4096  # UTF-16 units after the tags are taken away (Bot API, sendMessage)
LONGEST_BUTTON = 34  # what a small phone shows of a button over the whole width
TAGS = frozenset({"b", "i", "code"})

BUTTONS = re.compile(
    r"(act|menu)\.\w+|form\.(back|skip|cancel|send|edit|undo|go_on|anew|none_of_these)"
    r"|field\.confirm\.(yes|no)|alarm\.(yes|no)|outside\.(report|nothing)|page\.next"
    r"|my_data\.erase|role\.\w+|sector\.\w+\.name|service\.\w+\.name"
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
    sound = {
        name: {k: v for k, v in entries.items() if k not in broken}
        for name, entries in languages.items()
    }
    return found + (mistakes(sound, default) if default in sound else [])


def _each(languages: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    return (
        (language, key, template)
        for language, entries in languages.items()
        for key, template in entries.items()
    )


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
            self.wrong.append(
                f"has the tag <{tag}>;"
                f" only {', '.join(f'<{one}>' for one in sorted(TAGS))} are used"
            )
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(
                f"has </{tag}> where it does not belong; close the tags in reverse order"
            )

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def complaints(self) -> Iterator[str]:
        """What is wrong with the tags of the text that was fed."""
        yield from self.wrong
        if self.open and not self.wrong:
            yield f"has <{self.open[-1]}> and no </{self.open[-1]}>"
        if "<" in "".join(self.words):
            yield "has a bare <; write &lt;"


def wanted(default: Mapping[str, str], forms: Mapping[str, Form], content: Content) -> list[str]:
    """Texts that forms and policy ask for and the default language does not have, and labels too
    long for a button."""
    labels = {key: label for form in forms.values() for key, label in _labels(form)}
    found = [
        f"text {key}: missing; {why} needs it"
        for key, why in chain(_of_forms(forms), _of_catalogue(content))
        if key not in default
    ]
    for language, entries in content.texts.languages.items():
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


def _of_catalogue(content: Content) -> Iterator[tuple[str, str]]:
    known = content.catalogue
    for service in known.services.values():
        yield from ((key, f"service {service.key}") for key in (service.name, service.decides))
    for question in known.questions.values():
        yield from (
            (key, f"question {question.key}")
            for key in (question.text, *(c.text for c in question.choices))
        )
    yield from ((f"sector.{sector}.name", f"sector {sector}") for sector in known.sectors)
    yield from ((f"document.{document}", f"document {document}") for document in known.documents)
    yield from ((f"party.{party}", f"party {party}") for party in known.parties)
    yield from ((f"role.{role}", f"role {role}") for role in Role)
    for kind in AlarmKind:
        yield from ((f"alarm.{kind}.{name}", f"alarm {kind}") for name in ("name", "say", "ask"))
