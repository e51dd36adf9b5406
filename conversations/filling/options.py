"""Where the options of a choice come from: written in the form, or a named source that looks at the
answers so far."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from casework.case.model import Urgency
from casework.policy import classifier
from conversations.content.content import Content, Turn
from conversations.content.dates_ahead import offered
from conversations.content.form import Form, Option, Options, Step
from conversations.protocol.effects import text

NONE = "none"
"""The option "none of these" of the suggested services."""

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}

Source = Callable[[Content, Mapping[str, Any]], Sequence[Option]]


@cache
def _option(value: str, label: str, plain: bool = False) -> Option:
    """An option; made once, as every question of a form looks at those of the steps before it."""
    return Option(value, label, plain)


@cache
def _named(kind: str, codes: tuple[str, ...]) -> tuple[Option, ...]:
    """Options for rows of a kind; their labels are the names of the rows."""
    return tuple(_option(code, f"{kind}.{code}.name") for code in codes)


def _sectors(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    if kept.get("suggested", NONE) != NONE:
        return ()
    return _named("sector", content.catalogue.sectors)


def _services(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    services = content.catalogue.by_sector(kept["sector"]) if "sector" in kept else ()
    return _named("service", tuple([service.key for service in services]))


def _suggested(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    """The likely services of a story that was told before the form began."""
    known = [content.catalogue.service(s) for s in kept.get("likely", ())]
    likely = [service for service in known if not service.gone]
    return (
        [*(_option(s.key, s.name) for s in likely), _option(NONE, "form.none_of_these")]
        if likely
        else ()
    )


def _fitting(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    """The likely services of what was just written in the form itself."""
    likely = [s.service for s in classifier.suggest(str(kept.get("what", "")), content.words)]
    return _suggested(content, {"likely": likely})


def _question(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    service = chosen_service(kept)
    question = content.catalogue.question(service) if service else None
    return [_option(c.key, c.text) for c in question.choices] if question else ()


def tapped_answer(content: Content, kept: Mapping[str, Any], value: str) -> str:
    """The label (a text key) of an answer to the question of the chosen service; "" for none."""
    return next((one.label for one in _question(content, kept) if one.value == value), "")


def _languages(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    return [
        _option(code, LANGUAGES.get(code, code), plain=True) for code in content.texts.languages
    ]


def _roles(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    return [_option(role, f"role.{role}") for role in kept.get("likely", ())]


def _offices(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    """The offices of other people: all but the SLRT itself."""
    return [
        _option(code, o.name, plain=True)
        for code, o in content.directory.offices.items()
        if code != content.district
    ]


def _whose_word(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    """Nothing to choose for who told their own trouble."""
    return [_option(word, f"confirm.said_by.{word}") for word in kept.get("likely", ())]


def _mending(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    """What a changed message may mean."""
    return [_option(what, f"mend.what.{what}") for what in kept.get("likely", ())]


def _levels(content: Content, kept: Mapping[str, Any]) -> Sequence[Option]:
    """How urgent a case is whose alarm was none; nothing where the service is an emergency by
    itself."""
    itself = content.catalogue.service(chosen_service(kept)).urgency is Urgency.EMERGENCY
    levels = () if itself else kept.get("likely", ())
    return [_option(level, f"correct.urgency.{level}") for level in levels]


SOURCES: Mapping[str, Source] = {
    "sectors": _sectors,
    "services": _services,
    "suggested": _suggested,
    "fitting": _fitting,
    "question": _question,
    "languages": _languages,
    "roles": _roles,
    "offices": _offices,
    "whose_word": _whose_word,
    "mending": _mending,
    "levels": _levels,
}


def chosen_service(kept: Mapping[str, Any]) -> str:
    """The service that the answers so far lead to, or ""."""
    suggested = kept.get("suggested", NONE)
    return str(kept.get("service", "")) if suggested == NONE else str(suggested)


@cache
def _written(form: str, step: str, choices: tuple[str, ...]) -> tuple[Option, ...]:
    """The choices that stand in the form itself; their labels are ``<form>.<step>.<choice>``."""
    return tuple(_option(choice, f"{form}.{step}.{choice}") for choice in choices)


def options(content: Content, likely: Sequence[str] = ()) -> Options:
    """What ``forms.walk`` asks for options. ``likely``: services that fit a story told before the
    form began."""

    def of(form: Form, step: Step, kept: Mapping[str, Any]) -> Sequence[Option]:
        if isinstance(step.choices, str):
            return SOURCES[step.choices](content, {**kept, "likely": likely} if likely else kept)
        return _written(form.name, step.key, step.choices)

    return of


def days_ahead(turn: Turn, step: Step, due: str | None) -> Sequence[Option]:
    """Days to choose from for a date that must lie ahead, each with its date, in the speaker's
    language; only those behind the day (ISO 8601) on which its case is due."""
    texts = turn.content.texts
    today = turn.said.at.astimezone(texts.zone).date()
    days = offered(today, step.ahead, date.fromisoformat(due) if due else None)
    return [
        Option(
            day.isoformat(),
            texts.plain(turn.person.language, text(f"form.ahead.{name}", day=day)),
            plain=True,
        )
        for name, day in days.items()
    ]
