"""The packaged forms, texts and policy, with the folders of the config laid over them, handed to the rooms as values.

A file in the policy folder replaces the packaged one of its name; a text in the texts folder replaces the one of its
key, and a file of another language there adds that language. Reads files at the start, and never again.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from bot import checks, letters, wording
from bot import config as configuration
from bot.config import Config
from bot.mistakes import Mistakes, meant
from casework import calendar, catalogue, duplicates, followups, offices, rota, triage, words
from casework.calendar import Calendar
from casework.policy import Policy
from conversations import alarm, answers, forms
from conversations.alarm import AlarmWords
from conversations.forms import Form
from conversations.house import House
from conversations.places import Places
from conversations.texts import Texts, flatten

POLICY = (
    "catalogue", "clocks", "duplicates", "followups", "hours", "offices", "triage", "words", "alarm", "answers",
    "people",
)  # fmt: skip
OWN_TEXTS = ("service", "sector", "question", "document", "party", "triage", "bell", "remind", "clock", "ready")
"""Texts of rows that a district may add; all other texts belong to the program, which knows no further keys."""

P = ParamSpec("P")
R = TypeVar("R")
Table = Mapping[str, Any]


@dataclass(frozen=True)
class Sources:
    """Parsed files. ``policy`` and ``forms`` by name, ``texts`` by language and key, ``places`` of policy files;
    ``offices``: rows that the district has imported."""

    policy: Mapping[str, Table]
    places: Mapping[str, str]
    forms: Mapping[str, Table]
    texts: Mapping[str, Mapping[str, str]]
    offices: Sequence[Table] = ()


def read(config: Config, today: date, imported: Sequence[Table] = ()) -> tuple[Policy, House]:
    """What may happen in this district, and what is said and asked.

    ``today`` (local) tells of which years the national days are needed: last year to two years ahead. ``imported``:
    offices that the district brought by CSV. ``Mistakes`` with everything that can't be read.
    """
    found: list[str] = []
    rules, house, _ = _built(replace(_sources(config, found), offices=imported), config, today, found)
    if found or rules is None or house is None:
        raise Mistakes(*found)
    return rules, house


def packaged(today: date) -> tuple[Policy, House]:
    """The policy and the texts as they are shipped, for a district that is nobody's: to measure with, not to run."""
    nowhere = configuration.Area.model_construct(district="00.00", timezone=ZoneInfo("Asia/Jakarta"), villages=())
    shipped = Config.model_construct(
        area=nowhere,
        hours={},
        policy=configuration.PolicyFolder.model_construct(folder=None),
        texts=configuration.Texts.model_construct(folder=None, default_language="id"),
        emergency=configuration.Emergency.model_construct(numbers=configuration.NUMBERS),
    )
    return read(shipped, today)


def check(config: Config, today: date) -> list[str]:
    """Everything that is wrong with forms, texts and policy, also what would work somehow; nothing when all is well."""
    found: list[str] = []
    sources = _sources(config, found)
    rules, house, read_forms = _built(sources, config, today, found)
    found += wording.texts(sources.texts, config.texts.default_language)
    found += checks.followups(sources.policy["followups"], sources.places["followups"])
    found += letters.check(config.letters.folder) if config.letters.folder else []
    if house is not None:
        found += checks.forms(read_forms, house)
        found += answers.wrong_texts(house.answers, house.texts)
        found += wording.wanted(sources.texts[config.texts.default_language], read_forms, house)
    if rules is not None and house is not None:
        found += checks.policy(rules, house)
    return list(dict.fromkeys(found))


class _Reading:
    """Reads on after a mistake, so that all of them are told together."""

    def __init__(self, found: list[str]) -> None:
        self.found = found

    def of(self, place: str, reader: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """What ``reader`` makes of its arguments, or None with its complaints put down under ``place``."""
        try:
            return reader(*args, **kwargs)
        except ValueError as error:
            self.found += [f"{place}: {line}" for line in str(error).splitlines()]
        except (TypeError, KeyError, AttributeError):
            self.found.append(f"{place}: has not the shape of the packaged file of this name; compare the two")
        return None


def _built(
    sources: Sources, config: Config, today: date, found: list[str]
) -> tuple[Policy | None, House | None, Mapping[str, Form]]:
    reading, raw, at = _Reading(found), sources.policy, sources.places
    services = reading.of(at["catalogue"], catalogue.read, raw["catalogue"])
    clocks = reading.of(at["clocks"], followups.read_clocks, raw["clocks"])
    bells = reading.of(at["followups"], followups.read_followups, raw["followups"].get("followup", ()))
    hours = _hours(sources, config, today)
    open_time = _open_time(reading, sources, config, hours)
    day = reading.of(at["people"], rota.read, raw["people"])
    built = {name: reading.of(f"form {name}", forms.read, name, raw) for name, raw in sources.forms.items()}
    all_forms = {name: form for name, form in built.items() if form is not None}
    if services is None:
        return None, None, all_forms
    vocabulary = reading.of(at["words"], words.read, raw["words"], services)
    if vocabulary is None:
        return None, None, all_forms
    table = reading.of(at["triage"], triage.read, raw["triage"], services, vocabulary.facts)
    twice = reading.of(at["duplicates"], duplicates.read, raw["duplicates"], services)
    alarms = reading.of(at["alarm"], alarm.read, raw["alarm"], vocabulary.vocabulary, services.services)
    rules = house = None
    directory = reading.of(
        at["offices"], offices.read, raw["offices"], config.area.district, services, hours, sources.offices
    )
    if table and clocks is not None and bells is not None and open_time and directory and twice and day:
        found += checks.clocks(services, clocks, at["catalogue"])
        rules = Policy(config.area.district, services, table, clocks, bells, open_time, directory, twice, day)
    if alarms and directory:
        house = _house(sources, config, all_forms, (services, vocabulary, alarms, directory), found)
    prepared = reading.of(at["answers"], answers.read, raw["answers"], services.services)
    house = replace(house, answers=prepared or ()) if house else None
    return rules, house, all_forms


def _hours(sources: Sources, config: Config, today: date) -> offices.Hours:
    """Makes the calendar of an office: the district's days, with the office's own week and zone where it has them."""
    years = range(today.year - 1, today.year + 3)
    rows = {**sources.policy["hours"], **config.hours}

    def made(week: Mapping[str, Any] | None, zone: str) -> Calendar:
        own = {"week": week, "special": ()} if week else {}
        return calendar.of_district({**rows, **own}, zone or config.area.timezone.key, years)

    return made


def _open_time(reading: _Reading, sources: Sources, config: Config, hours: offices.Hours) -> Calendar | None:
    place = sources.places["hours"] + (" or [hours] of the config" if config.hours else "")
    return reading.of(place, hours, None, "")


def _house(
    sources: Sources,
    config: Config,
    all_forms: Mapping[str, Form],
    spoken: tuple[catalogue.Catalogue, words.Words, AlarmWords, offices.Directory],
    found: list[str],
) -> House | None:
    services, vocabulary, alarms, directory = spoken
    default = config.texts.default_language
    if default not in sources.texts:
        found.append(
            f"texts.default_language: there are no texts in {default!r}; {meant(default, list(sources.texts))}"
        )
        return None
    if "consent.version" not in sources.texts[default]:
        found.append(f"text consent.version: missing in '{default}'")
    return House(
        forms=all_forms,
        texts=Texts(sources.texts, default, config.area.timezone),
        catalogue=services,
        words=vocabulary,
        alarms=alarms,
        places=Places.of(config.area.villages),
        directory=directory,
        numbers=" · ".join(config.emergency.numbers),
        consent=sources.texts[default].get("consent.version", ""),
        district=config.area.district,
    )


def _sources(config: Config, found: list[str]) -> Sources:
    policy, places = _policy(config.policy.folder, found)
    packaged_forms = {
        name.removesuffix(".toml"): file for name, file in _tomls(files("conversations") / "forms").items()
    }
    return Sources(
        policy=policy,
        places=places,
        forms={name: _parsed(file, found) for name, file in packaged_forms.items()},
        texts=_texts(config.texts.folder, config.texts.default_language, found),
    )


def _policy(folder: Path | None, found: list[str]) -> tuple[dict[str, Table], dict[str, str]]:
    here, alarms = files("casework") / "policy", files("conversations") / "alarm.toml"
    chosen = {f"{name}.toml": alarms if name == "alarm" else here / f"{name}.toml" for name in POLICY}
    own = _tomls(folder) if folder else {}
    found += [f"{folder}: {name} is no policy file; {meant(name, list(chosen))}" for name in own if name not in chosen]
    chosen |= {name: file for name, file in own.items() if name in chosen}
    parsed: dict[str, Table] = {name.removesuffix(".toml"): _parsed(file, found) for name, file in chosen.items()}
    return parsed, {name.removesuffix(".toml"): str(file) if name in own else name for name, file in chosen.items()}


def _texts(folder: Path | None, default: str, found: list[str]) -> dict[str, dict[str, str]]:
    """Language → key → template, the default language first."""
    packaged = _flat(files("conversations") / "texts", found)
    known = {key for texts in packaged.values() for key in texts}
    merged = {language: dict(texts) for language, texts in packaged.items()}
    for language, texts in _flat(folder, found).items() if folder else ():
        if not _locale(language):
            found.append(f"{folder}: {language!r} is no language; name files like 'id.toml', 'services.id.toml'")
        for key in texts.keys() - known:
            if not key.startswith(tuple(f"{name}." for name in OWN_TEXTS)):
                found.append(f"{folder}, text {key} ('{language}') is not known; {meant(key, sorted(known))}")
        merged[language] = {**merged.get(language, {}), **texts}
    return {language: merged[language] for language in sorted(merged, key=lambda name: (name != default, name))}


def _flat(folder: Traversable, found: list[str]) -> dict[str, dict[str, str]]:
    """The texts of a folder: ``id.toml`` and ``services.id.toml`` make the language ``id``."""
    languages: dict[str, dict[str, str]] = {}
    for name, file in _tomls(folder).items():
        texts = languages.setdefault(name.split(".")[-2], {})
        try:
            texts |= flatten(_parsed(file, found))
        except TypeError as error:
            found.append(f"{file}: {error}")
    return languages


def _locale(language: str) -> bool:
    try:
        return bool(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return False


def _tomls(folder: Traversable) -> dict[str, Traversable]:
    return {file.name: file for file in sorted(folder.iterdir(), key=lambda f: f.name) if file.name.endswith(".toml")}


def _parsed(file: Traversable, found: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        found.append(f"{file}: can't be read: {reason}; texts stand in quotes, lists in square brackets")
        return {}
