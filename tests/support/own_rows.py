"""A district that has rows of its own of every kind.

``Rows`` are the parsed files before they are read, as one may edit them; what may be done to them
stands in ``row_changes.py``."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from bot.settings.sources import Sources

SERVICE, SECTOR, PARTY, CLOCK, OFFICE = "bumdes_loan", "desa", "bumdes", "desa", "/bumdes"
NAME = "Pinjaman BUMDes"
STUCK: Mapping[str, str] = {"pinjaman": "macet"}
"""What the stories of the cases tell: an answer to the district's own question."""

CROCODILE = "buaya masuk kampung"
"""An emergency that the district has words for."""

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
    "triage.desa_urgent": "Pinjamannya macet.",
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

    def without_fact(self) -> None:
        """Take out whatever asks for the district's own fact."""
        self.without("triage", "urgency", "key", "desa_urgent")
        self.without("words", "cue", "fact", next(iter(STUCK)))
        self.forget_texts("triage.desa_urgent")

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
    rows.policy["triage"]["urgency"].append(
        {"key": "desa_urgent", "when": STUCK, "urgency": "high"}
    )
    rows.policy["duplicates"]["shared"].append(SERVICE)
    _own_words(rows)
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


def _own_words(rows: Rows) -> None:
    """How people here write and what their stories tell, and words of an emergency."""
    words = rows.policy["words"]
    words["words"]["kreditan"] = "pinjaman"
    words["phrases"]["dana bergulir desa"] = "pinjaman bumdes"
    (fact, value), *_ = STUCK.items()
    words["cue"].append({"fact": fact, "value": value, "any": ["angsuran bumdes macet"]})
    rows.policy["alarm"]["call"].append(
        {"kind": "danger", "service": "disaster", "words": [CROCODILE]}
    )


def _followup(kind: str, does: str, after: str) -> dict[str, Any]:
    while_in = ["received", "reviewed", "in_progress", "referred"]
    starts = ["filed", "reopened"]
    return {"kind": kind, "starts": starts, "while": while_in, "does": does, "after": [after]}
