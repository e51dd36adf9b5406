"""The forms, texts and policy of a district, read from their files and handed to the rooms as
values. Which files they are is said in ``sources.py``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.settings import checks, hours_check, text_check
from bot.settings.config import (
    NUMBERS,
    AreaSection,
    Config,
    EmergencySection,
    PolicySection,
    TextsSection,
)
from bot.settings.mistakes import Mistakes, meant
from bot.settings.sources import Sources, Table, read_sources
from casework.clock import open_time
from casework.clock.hours import WEEKDAYS
from casework.clock.open_time import Calendar
from casework.policy import catalogue, classifier, duplicates, triage
from casework.policy import followups as followups_policy
from casework.policy import offices as offices_policy
from casework.policy import people as people_policy
from casework.policy.policy import Policy
from conversations.content import alarm_rows, form, ready_answers
from conversations.content.alarm_rows import AlarmWords
from conversations.content.content import Content
from conversations.content.form import Form
from conversations.content.ready_answers import Ready
from conversations.protocol.places import Places
from conversations.protocol.texts import Texts

P = ParamSpec("P")
R = TypeVar("R")


def read(config: Config, today: date, imported: Sequence[Table] = ()) -> tuple[Policy, Content]:
    """What may happen in this district, and what is said and asked.

    ``today`` (local) tells of which years the national days are needed: last year to two years
    ahead. ``imported``: offices that the district brought by CSV. ``Mistakes`` with everything that
    can't be read."""
    found: list[str] = []
    sources = replace(read_sources(config, found), offices=imported)
    rules, content, _ = _built(sources, config, today, found)
    if found or rules is None or content is None:
        raise Mistakes(*found)
    return rules, content


def packaged(today: date) -> tuple[Policy, Content]:
    """The policy and the texts as they are shipped, for a district that is nobody's: to measure
    with, not to run."""
    nowhere = AreaSection.model_construct(
        district="00.00", timezone=ZoneInfo("Asia/Jakarta"), villages=()
    )
    shipped = Config.model_construct(
        area=nowhere,
        hours={},
        policy=PolicySection.model_construct(folder=None, catalogue=None),
        texts=TextsSection.model_construct(folder=None, default_language="id"),
        emergency=EmergencySection.model_construct(numbers=NUMBERS),
    )
    return read(shipped, today)


def check(config: Config, today: date) -> list[str]:
    """Everything that is wrong with forms, texts and policy, also what would work somehow; nothing
    when all is well."""
    found: list[str] = []
    sources = read_sources(config, found)
    rules, content, read_forms = _built(sources, config, today, found)
    found += text_check.texts(sources.texts, config.texts.default_language)
    found += checks.followups(sources.policy["followups"], sources.places["followups"])
    rows, place = _hours_rows(sources, config)
    own = (*sources.policy["offices"].get("office", ()), *sources.offices)
    found += hours_check.weeks(rows, own, place)
    if content is not None:
        found += checks.forms(read_forms, content)
        found += ready_answers.wrong_texts(content.answers, content.texts)
        found += text_check.wanted(
            sources.texts[config.texts.default_language], read_forms, content
        )
    if rules is not None and content is not None:
        found += checks.policy(rules, content)
    return list(dict.fromkeys(found))


def notes(config: Config, today: date) -> list[str]:
    """What an operator should look at some day, of contents that are well."""
    policy, _ = read(config, today)
    special = policy.calendar.hours.special
    return [*hours_check.notes(special, today), *read_sources(config, []).notes]


class _Reading:
    """Reads on after a mistake, so that all of them are told together."""

    def __init__(self, sources: Sources, found: list[str]) -> None:
        self.sources, self.found = sources, found

    def file(
        self,
        name: str,
        reader: Callable[Concatenate[Table, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | None:
        """What ``reader`` makes of the policy file of this name and what else it needs."""
        rows = self.sources.policy[name]
        return self.of(self.sources.places[name], reader, rows, *args, **kwargs)

    def of(self, place: str, reader: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """What ``reader`` makes of its arguments, or None with its complaints put down under
        ``place``."""
        try:
            return reader(*args, **kwargs)
        except ValueError as error:
            self.found += [f"{self._at(line, place)}: {line}" for line in str(error).splitlines()]
        except (TypeError, KeyError, AttributeError):
            self.found.append(
                f"{place}: has not the shape of the packaged file of this name; compare the two"
            )
        return None

    def _at(self, line: str, place: str) -> str:
        """Where the row of a mistake stands: ``place``, or the file that has added it."""
        return self.sources.places.get(line.partition(":")[0], place)


def _built(
    sources: Sources, config: Config, today: date, found: list[str]
) -> tuple[Policy | None, Content | None, Mapping[str, Form]]:
    reading, district = _Reading(sources, found), config.area.district
    services = reading.file("catalogue", catalogue.read)
    hours = _hours(_hours_rows(sources, config)[0], config, today)
    calendar = _calendar(reading, config, hours)
    if calendar is None:  # told already: the offices are read with hours that are no mistake
        hours = _hours({"week": {day: ["08:00-16:00"] for day in WEEKDAYS}}, config, today)
    times = _times(reading, calendar)
    forms = _forms(reading)
    words = reading.file("words", classifier.read, services) if services else None
    if services is None or words is None:
        return None, None, forms
    judged = reading.file("triage", triage.read, services, words.facts)
    duplicate_rules = reading.file("duplicates", duplicates.read, services)
    alarms = reading.file("alarm", alarm_rows.read, words.vocabulary, services.services)
    offices = reading.file(
        "offices", offices_policy.read, district, services, hours, sources.offices
    )
    answers = reading.file("answers", ready_answers.read, services.services)
    policy = content = None
    if times and judged and duplicate_rules and offices:
        clocks, followups, calendar, rota = times
        found += checks.clocks(services, clocks, sources.places["catalogue"])
        policy = Policy(
            district, services, judged, clocks, followups, calendar, offices, duplicate_rules, rota
        )
    if alarms and offices:
        content = _content(
            reading,
            config,
            forms=forms,
            services=services,
            words=words,
            alarms=alarms,
            offices=offices,
            answers=answers or (),
        )
    return policy, content, forms


def _times(
    reading: _Reading, calendar: Calendar | None
) -> (
    tuple[followups_policy.Clocks, followups_policy.FollowUps, Calendar, people_policy.Rota] | None
):
    """What says when something is due and who is asked: clocks, follow-ups, open time, rota."""
    rows = reading.sources.policy["followups"].get("followup", ())
    clocks = reading.file("clocks", followups_policy.read_clocks)
    followups = reading.of(
        reading.sources.places["followups"], followups_policy.read_followups, rows
    )
    rota = reading.file("people", people_policy.read)
    if clocks is None or followups is None or calendar is None or rota is None:
        return None
    return clocks, followups, calendar, rota


def _forms(reading: _Reading) -> Mapping[str, Form]:
    """The forms that can be read, by name."""
    read = {
        name: reading.of(f"form {name}", form.read, name, raw)
        for name, raw in reading.sources.forms.items()
    }
    return {name: made for name, made in read.items() if made is not None}


def _hours_rows(sources: Sources, config: Config) -> tuple[Table, str]:
    """The hours with those of the config laid over them, and where they stand."""
    laid_over = " or [hours] of the config" if config.hours else ""
    rows = {**sources.policy["hours"], **config.hours}
    return rows, sources.places["hours"] + laid_over


def _hours(rows: Table, config: Config, today: date) -> offices_policy.Hours:
    """Makes the calendar of an office: the district's days, with the office's own week and zone
    where it has them."""
    years = range(today.year - 1, today.year + 3)

    def made(week: Mapping[str, Any] | None, zone: str) -> Calendar:
        own = {"week": week, "special": ()} if week else {}
        return open_time.of_district({**rows, **own}, zone or config.area.timezone.key, years)

    return made


def _calendar(reading: _Reading, config: Config, hours: offices_policy.Hours) -> Calendar | None:
    """The calendar of the district itself."""
    return reading.of(_hours_rows(reading.sources, config)[1], hours, None, "")


def _content(
    reading: _Reading,
    config: Config,
    *,
    forms: Mapping[str, Form],
    services: catalogue.Catalogue,
    words: classifier.Words,
    alarms: AlarmWords,
    offices: offices_policy.Directory,
    answers: tuple[Ready, ...],
) -> Content | None:
    texts, default = reading.sources.texts, config.texts.default_language
    if default not in texts:
        reading.found.append(
            f"texts.default_language: there are no texts in {default!r};"
            f" {meant(default, list(texts))}"
        )
        return None
    if "consent.version" not in texts[default]:
        reading.found.append(f"text consent.version: missing in '{default}'")
    return Content(
        forms=forms,
        texts=Texts(texts, default, config.area.timezone),
        catalogue=services,
        words=words,
        alarms=alarms,
        places=Places.of(config.area.villages),
        directory=offices,
        numbers=" · ".join(config.emergency.numbers),
        consent=texts[default].get("consent.version", ""),
        district=config.area.district,
        answers=answers,
        letterheads=config.letterhead,
    )
