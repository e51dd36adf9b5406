"""``puskesos classify``: how well words alone find sector, urgency and first party. Measures;
changes nothing.

The file has the columns text, sector, urgency, destination (others are ignored). Values are the
keys of the policy, or the names that the field uses for them."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings.mistakes import Mistakes
from casework.case.model import Urgency
from casework.policy import classifier
from casework.policy.policy import Policy
from conversations.content import alarm_words
from conversations.content.content import Content

COLUMNS = ("text", "sector", "urgency", "destination")
JUDGED = COLUMNS[1:]
OTHER = "other"
TOP = 3

NAMES: Mapping[str, str] = {
    "pendidikan": "education",
    "kesehatan": "health",
    "sosial ekonomi": "socio_economic",
    "adminduk": "civil_registry",
    "data bansos": "aid_data",
    "ppks-spm": "social_protection",
    "lain": "other",
    "lainnya": "other",
    "tinggi": "high",
    "normal": "normal",
    "rendah": "low",
    "slrt kabupaten": "slrt",
    "puskesos desa": "puskesos",
    "pemerintah desa": "village_gov",
    "baznas kabupaten": "baznas",
    "pendamping pkh": "pkh_facilitator",
    "disperkim": "disperkim",
    "disnaker": "disnaker",
}
"""What the field calls things (Indonesian), and the key for it. "darurat" is a sector and an
urgency: see ``meant``."""


@dataclass(frozen=True)
class Guess:
    """What one suggested service would lead to."""

    service: str
    sector: str
    urgency: str
    destination: str


@dataclass(frozen=True)
class Judged:
    """One text with what it should be and what was suggested, best first."""

    text: str
    wanted: Mapping[str, str]
    guesses: tuple[Guess, ...]
    alarmed: bool


def measure(path: Path, policy: Policy, content: Content) -> Iterator[str]:
    """The lines to print: each text with its suggestions, then the accuracy of each column.
    Mistakes name bad lines."""
    judged = [_judge(row, policy, content) for row in rows(path, policy, content)]
    for one in judged:
        yield one.text
        for n, guess in enumerate(one.guesses, 1):
            yield f"  {n}. {guess.service}: {guess.sector} · {guess.urgency} · {guess.destination}"
    yield ""
    yield from accuracy(judged)


def accuracy(judged: Sequence[Judged]) -> Iterator[str]:
    """How often the first, and one of the first three suggestions, is right; and how many
    emergencies were recognised."""
    for column in JUDGED:
        hits = [[getattr(g, column) == one.wanted[column] for g in one.guesses] for one in judged]
        first, any_ = sum(hit[0] for hit in hits), sum(map(any, hits))
        yield f"{column:<12} top-1 {first}/{len(judged)}   top-3 {any_}/{len(judged)}"
    emergencies = [one for one in judged if one.wanted["urgency"] == Urgency.EMERGENCY]
    yield f"emergencies flagged {sum(one.alarmed for one in emergencies)}/{len(emergencies)}"
    calm = [one for one in judged if one.wanted["urgency"] != Urgency.EMERGENCY]
    yield f"false alarms {sum(one.alarmed for one in calm)}/{len(calm)}"


def _judge(row: Mapping[str, str], policy: Policy, content: Content) -> Judged:
    text = row["text"]
    heard = alarm_words.hear(text, content.alarms)
    facts = classifier.facts_from(text, content.words)
    if heard is not None:
        facts["alarm" if heard.certain else "unsure"] = str(heard.kind)
    found = [s.service for s in classifier.suggest(text, content.words, TOP)] or [
        heard.service if heard else OTHER
    ]
    guesses = tuple(_guess(service, facts, policy) for service in found)
    return Judged(
        text,
        {column: row[column] for column in JUDGED},
        guesses,
        heard is not None and heard.certain,
    )


def _guess(service: str, facts: Mapping[str, str], policy: Policy) -> Guess:
    # Any village of the district will do: what is judged is whether the village's own office is
    # asked first.
    route = policy.route(service, facts, f"{policy.district}.01.1001")
    return Guess(service, policy.catalogue.service(service).sector, str(route.urgency), route.party)


def meant(column: str, value: str, policy: Policy, content: Content) -> str | None:
    """The key that a value of the file means, or None."""
    known: Mapping[str, Iterable[str]] = {
        "sector": policy.catalogue.sectors,
        "urgency": tuple(Urgency),
        "destination": policy.catalogue.parties,
    }
    word = value.strip().casefold()
    if word == "darurat":
        word = "emergency"
    parties = {
        content.texts.languages["id"].get(f"party.{p}", p).casefold(): p
        for p in policy.catalogue.parties
    }
    key = NAMES.get(word) or (parties.get(word) if column == "destination" else None) or word
    return key if key in known[column] else None


def rows(path: Path, policy: Policy, content: Content) -> list[dict[str, str]]:
    """The rows of the file with the policy's keys. Mistakes names every line that can't be
    judged."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise Mistakes(
                    f"{path}: no column {', '.join(missing)};"
                    f" the first line must name {', '.join(COLUMNS)}"
                )
            read = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Mistakes(f"{path}: can't be read ({error}); give a CSV file in UTF-8") from error
    wrong = [
        f"{path}, line {line}: {column} {row[column]!r} is none of the policy's;"
        " write one of its keys or names"
        for line, row in read
        for column in JUDGED
        if meant(column, row[column] or "", policy, content) is None
    ]
    if wrong or not read:
        raise Mistakes(*(wrong or [f"{path}: has no texts; add lines under the first one"]))
    return [
        {"text": row["text"] or ""} | {c: meant(c, row[c], policy, content) or "" for c in JUDGED}
        for _, row in read
    ]
