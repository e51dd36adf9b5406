"""A district that has rows of its own, and what it may do to them while cases live: remove, rename,
change.

``Rows`` are the parsed files before they are read, as one may edit them."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from bot.settings.sources import Sources

SERVICE, SECTOR, PARTY, CLOCK, OFFICE = "bumdes_loan", "desa", "bumdes", "desa", "/bumdes"
NAME = "Pinjaman BUMDes"
TEXTS: Mapping[str, str] = {
    f"service.{SERVICE}.name": NAME,
    f"service.{SERVICE}.decides": "Pengurus BUMDes yang memutuskan.",
    f"sector.{SECTOR}.name": "Urusan desa",
    f"party.{PARTY}": "Pengurus BUMDes",
    "document.buku_bumdes": "Buku BUMDes",
    "question.pinjaman.ask": "Pinjamannya bagaimana?",
    "question.pinjaman.choice.macet": "Macet",
    "question.pinjaman.choice.lancar": "Lancar",
    f"clock.{CLOCK}": "jam desa",
    "bell.desa_late": "belum selesai",
    "remind.desa_soon": "Laporan {number} masih kami kerjakan.",
    "triage.desa_row": "Urusan BUMDes.",
    "ready.desa_reply.name": "Sedang dicek",
    "ready.desa_reply.text": "Laporan {number} sedang dicek pengurus.",
}


@dataclass
class Rows:
    """``more``: offices that the district has imported."""

    policy: dict[str, Any]
    texts: dict[str, dict[str, str]]
    forms: dict[str, Any]
    more: list[dict[str, Any]] = field(default_factory=list)

    @property
    def services(self) -> dict[str, Any]:
        return dict.__getitem__(self.policy["catalogue"], "service")  # type: ignore[no-any-return]

    def forget_texts(self, *begins: str) -> None:
        """Take the texts out that begin so, in every language."""
        for texts in self.texts.values():
            for key in [key for key in texts if key.startswith(begins)]:
                del texts[key]

    def without(self, file: str, table: str, key: str, value: str) -> None:
        """Take the rows out of a list of tables whose ``key`` is ``value``."""
        rows = self.policy[file][table]
        self.policy[file][table] = [row for row in rows if row[key] != value]


Change = Callable[[Rows], None]


def changed(sources: Sources, *changes: Change) -> Sources:
    """The files with some changes in them; what was read stays as it is."""
    rows = Rows(
        deepcopy(dict(sources.policy)),
        {language: dict(texts) for language, texts in sources.texts.items()},
        deepcopy(dict(sources.forms)),
    )
    for change in changes:
        change(rows)
    return replace(
        sources,
        policy=rows.policy,
        texts=rows.texts,
        forms=rows.forms,
        offices=[*sources.offices, *rows.more],
    )


def own(rows: Rows) -> None:
    """Give the district a row of its own of every kind."""
    catalogue = rows.policy["catalogue"]
    catalogue["sectors"].append(SECTOR)
    catalogue["parties"].append(PARTY)
    catalogue["documents"].append("buku_bumdes")
    catalogue["questions"]["pinjaman"] = {"choices": ["macet", "lancar"]}
    rows.services[SERVICE] = {
        "sector": SECTOR,
        "desk": "socio_economic",
        "category": "programme",
        "party": PARTY,
        "urgency": "normal",
        "question": "pinjaman",
        "clock": CLOCK,
        "documents": ["buku_bumdes"],
        "keywords": ["pinjaman bumdes"],
    }
    rows.policy["clocks"][CLOCK] = deepcopy(rows.policy["clocks"]["standard"])
    rows.policy["offices"]["office"].append(
        {
            "code": OFFICE,
            "name": "BUMDes Kesambi",
            "kind": "agency",
            "channel": "bot",
            "handles": [SECTOR],
        }
    )
    rows.policy["triage"]["party"].append(
        {"key": "desa_row", "when": {"service": SERVICE}, "party": PARTY}
    )
    rows.policy["followups"]["followup"] += [
        _followup("desa_late", "climb", "40 days"),
        _followup("desa_soon", "remind", "3 days"),
    ]
    rows.policy["answers"]["answer"].append(
        {"key": "desa_reply", "for": "reply", "services": [SERVICE]}
    )
    rows.forms["survey"] = {"step": [{"key": "words", "kind": "nik"}]}
    for texts in rows.texts.values():
        texts.update({**TEXTS, "survey.words.ask": "Ceritakan."})


def _followup(kind: str, does: str, after: str) -> dict[str, Any]:
    while_in = ["received", "reviewed", "in_progress", "referred"]
    starts = ["filed", "reopened"]
    return {"kind": kind, "starts": starts, "while": while_in, "does": does, "after": [after]}


# ---- what may happen to them ---------------------------------------------------------------------


def _service_removed(rows: Rows) -> None:
    del rows.services[SERVICE]
    rows.policy["triage"]["party"].pop()
    rows.without("answers", "answer", "key", "desa_reply")
    rows.forget_texts(f"service.{SERVICE}.", "ready.desa_reply", "triage.desa_row")


def _all_removed(rows: Rows) -> None:
    """The service, and everything that there was for it alone."""
    _service_removed(rows)
    _office_removed(rows)
    catalogue = rows.policy["catalogue"]
    catalogue["sectors"].remove(SECTOR)
    catalogue["parties"].remove(PARTY)
    catalogue["documents"].remove("buku_bumdes")
    del catalogue["questions"]["pinjaman"], rows.policy["clocks"][CLOCK]
    rows.forget_texts(*TEXTS)


def _service_renamed(rows: Rows) -> None:
    rows.services["bumdes_credit"] = rows.services[SERVICE]
    _service_removed(rows)
    for texts in rows.texts.values():
        texts["service.bumdes_credit.name"] = "Kredit BUMDes"
        texts["service.bumdes_credit.decides"] = "Pengurus BUMDes yang memutuskan."


def _service_set(**fields: Any) -> Change:
    def change(rows: Rows) -> None:
        rows.services[SERVICE].update(fields)

    return change


def _sector_removed(rows: Rows) -> None:
    rows.services[SERVICE]["sector"] = "other"
    rows.policy["catalogue"]["sectors"].remove(SECTOR)
    _office_removed(rows)
    rows.forget_texts(f"sector.{SECTOR}.")


def _party_removed(rows: Rows) -> None:
    rows.services[SERVICE]["party"] = "puskesos"
    rows.policy["triage"]["party"].pop()
    rows.policy["catalogue"]["parties"].remove(PARTY)
    rows.forget_texts(f"party.{PARTY}", "triage.desa_row")


def _document_removed(rows: Rows) -> None:
    rows.services[SERVICE]["documents"] = []
    rows.policy["catalogue"]["documents"].remove("buku_bumdes")
    rows.forget_texts("document.buku_bumdes")


def _question_removed(rows: Rows) -> None:
    rows.services[SERVICE]["question"] = ""
    del rows.policy["catalogue"]["questions"]["pinjaman"]
    rows.forget_texts("question.pinjaman")


def _profile_removed(rows: Rows) -> None:
    rows.services[SERVICE]["clock"] = "standard"
    del rows.policy["clocks"][CLOCK]
    rows.forget_texts(f"clock.{CLOCK}")


def _standard_clock_removed(rows: Rows) -> None:
    """The service goes, and with it the clock that answers for services that are gone."""
    _service_removed(rows)
    for row in rows.services.values():
        row["clock"] = CLOCK
    del rows.policy["clocks"]["standard"]
    rows.forget_texts("clock.standard")


def _office_removed(rows: Rows) -> None:
    rows.without("offices", "office", "code", OFFICE)


def _office_set(**fields: Any) -> Change:
    def change(rows: Rows) -> None:
        office = next(row for row in rows.policy["offices"]["office"] if row["code"] == OFFICE)
        office.update(fields)

    return change


def _followups_removed(rows: Rows) -> None:
    rows.without("followups", "followup", "kind", "desa_late")
    rows.without("followups", "followup", "kind", "desa_soon")
    rows.forget_texts("bell.desa_late", "remind.desa_soon")


def _followups_renamed(rows: Rows) -> None:
    """Every kind of bell gets another name, and the texts go along."""
    for row in rows.policy["followups"]["followup"]:
        row["starts"] = [
            f"{label}_2" if label.startswith("reminded:") else label for label in row["starts"]
        ]
        row["kind"] = f"{row['kind']}_2"
    for texts in rows.texts.values():
        for key in [key for key in texts if key.startswith(("bell.", "remind."))]:
            texts[f"{key}_2"] = texts.pop(key)


def _form_removed(rows: Rows) -> None:
    """A form goes that is open (tests/support/living_cases.py)."""
    del rows.forms["survey"]


def _step_renamed(rows: Rows) -> None:
    """A step has another name now, while the form is open at it."""
    for step in rows.forms["report"]["step"]:
        step["key"] = {"place": "place_2"}.get(step["key"], step["key"])
    for texts in rows.texts.values():
        for rest in ("ask", "short"):
            texts[f"report.place_2.{rest}"] = texts[f"report.place.{rest}"]


def _step_removed(rows: Rows) -> None:
    """A step is asked no more, while the form is open at it."""
    steps = rows.forms["report"]["step"]
    rows.forms["report"]["step"] = [step for step in steps if step["key"] != "place"]


def _texts_removed(rows: Rows) -> None:
    """The rows stay, their words are gone."""
    rows.forget_texts(*TEXTS)


def _language_removed(rows: Rows) -> None:
    del rows.texts["en"]


def _hours_changed(rows: Rows) -> None:
    rows.policy["hours"]["week"] = {"saturday": ["08:00-10:00"]}
    rows.policy["hours"]["special"] = []


CHANGES: Mapping[str, Change] = {
    "nothing": lambda rows: None,
    "service removed": _service_removed,
    "everything removed": _all_removed,
    "service renamed": _service_renamed,
    "service made sensitive": _service_set(sensitive=True),
    "service accuses an official": _service_set(accuses_official=True),
    "service at another desk": _service_set(desk="health"),
    "service more urgent": _service_set(urgency="emergency"),
    "sector removed": _sector_removed,
    "party removed": _party_removed,
    "document removed": _document_removed,
    "question removed": _question_removed,
    "clock profile removed": _profile_removed,
    "standard clock removed": _standard_clock_removed,
    "office removed": _office_removed,
    "office renamed": _office_set(code="/bumdes_2"),
    "office by letter": _office_set(channel="letter"),
    "office outside": _office_set(kind="partner"),
    "office handles something else": _office_set(handles=["health"]),
    "follow-ups removed": _followups_removed,
    "follow-ups renamed": _followups_renamed,
    "form removed": _form_removed,
    "step removed": _step_removed,
    "step renamed": _step_renamed,
    "texts removed": _texts_removed,
    "language removed": _language_removed,
    "hours changed": _hours_changed,
}
"""What may be done to rows under live cases."""
