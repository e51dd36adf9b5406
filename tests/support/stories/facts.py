"""How a case of a story stands, in the words of the product: each fact with the spellings that name
it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.program import Program
from casework.case.model import Case, Stage, Status
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import text
from tests.support.rig import DISTRICT


@dataclass(frozen=True)
class Look:
    """A case, the program that holds it, and what the story calls people (by id) and cases (by
    id)."""

    case: Case
    program: Program
    people: Mapping[int, str]
    numbers: Mapping[int, int]

    def word(self, key: str) -> str:
        return self.told(key)

    def told(self, key: str, **args: object) -> str:
        return self.program.content.texts.plain("id", text(key, **args))

    def named(self, prefix: str, value: Any, suffix: str = "") -> Sequence[str]:
        """A value of a list by its code and by what people read."""
        return (str(value), self.word(f"{prefix}.{value}{suffix}")) if value else ("-",)

    def place(self, code: str) -> Sequence[str]:
        return (
            (code, "kabupaten/kota")
            if code == DISTRICT
            else (code or "-", self.program.content.places.name(code))
        )

    @property
    def story(self) -> Story:
        told: Any = self.case.intake.story
        return Story.load(told) if told else Story()


def _status(look: Look) -> Sequence[str]:
    code, label = look.named("status", look.case.status)
    return code, label, label.partition(" (")[0]


def _holder(case: Case) -> str:
    """The code of the office that must act next: the sender's until another has accepted."""
    return case.referred_to if case.stage is Stage.ACCEPTED else case.office


FACTS: Mapping[str, Callable[[Look], Sequence[str]]] = {
    "status": _status,
    "tingkat": lambda x: x.named("urgency", x.case.urgency),
    "layanan": lambda x: x.named("service", x.case.service, ".name"),
    "bidang": lambda x: x.named(
        "sector", x.program.content.catalogue.services[x.case.service].sector, ".name"
    ),
    "meja": lambda x: x.named("desk", x.case.desk),
    "pihak": lambda x: x.named("party", x.case.party),
    "kantor": lambda x: x.place(x.case.office),
    "desa": lambda x: x.place(x.case.village),
    "rujukan": lambda x: (x.case.referred_to or "-",),
    "dipegang": lambda x: (_holder(x.case),),
    "rahasia": lambda x: ("ya" if x.case.confidential else "tidak",),
    "pelapor": lambda x: (x.people[x.case.teller],),
    "petugas": lambda x: (x.people[x.case.owner] if x.case.owner else "-",),
    "sampai": lambda x: x.named("level", str(x.case.level)),
    "batas": lambda x: (x.told("teller.due", due=x.case.due_at).rpartition("waktu ")[2],),
    "kabar": lambda x: ("sudah" if x.case.ending.heard else "belum",),
    "hasil": lambda x: x.named("decision", x.case.ending.decision),
    "induk": lambda x: (str(x.numbers[x.case.parent]) if x.case.parent else "-",),
    "bintang": lambda x: (str(x.case.ending.rating or "-"),),
    "gabung": lambda x: (
        str(x.numbers[x.case.ending.merged_into]) if x.case.ending.merged_into else "-",
    ),
    "lain": lambda x: (str(x.case.others),),
    "ditutup": lambda x: ("ya" if x.case.status is Status.CLOSED else "tidak",),
    "cerita": lambda x: (x.story.text,),
    "lampiran": lambda x: (str(len(x.story.files)),),
    "isian": lambda x: (", ".join(sorted(x.case.intake.dump())),),
}
"""``status diterima``, ``tingkat darurat`` … ; ``*`` in a value stands for anything."""
