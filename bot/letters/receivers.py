"""Which fields of a person a receiving kind of office needs (UU 27/2022: no more than the purpose asks for).

A proposal of ours, since no source lists them. Kinds are the parties of the catalogue and the kinds of partners.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields

from bot.letters.values import Person

_ALL = frozenset(field.name for field in fields(Person))
_REACH = frozenset({"name", "address", "phone"})
_KNOWN = _REACH | {"nik"}
_FAMILY = _KNOWN | {"kk"}
_PATIENT = _KNOWN | {"birth", "sex", "jkn_number"}

NEEDED: Mapping[str, frozenset[str]] = {
    "puskesos": _ALL,
    "slrt": _ALL,
    "village_gov": _ALL,
    "dinsos": _ALL - {"religion"},
    "dinkes": _PATIENT,
    "hospital": _PATIENT,
    "bpjs": _PATIENT | {"kk"},
    "disdik": _KNOWN | {"birth", "sex", "school", "decile"},
    "school": _KNOWN | {"birth", "sex", "school"},
    "disdukcapil": _FAMILY | {"birth", "sex", "religion", "occupation", "marital_status"},
    "disperkim": _FAMILY | {"decile"},
    "disnaker": _KNOWN | {"birth", "sex", "occupation"},
    "pertanian": _KNOWN | {"occupation"},
    "perikanan": _KNOWN | {"occupation"},
    "baznas": _FAMILY | {"occupation", "decile"},
    "pkh_facilitator": _FAMILY,
    "tksk": _FAMILY,
    "bank": _KNOWN,
    "uptd_ppa": _KNOWN | {"birth", "sex"},
    "police": _KNOWN | {"birth", "sex"},
}
"""By kind of office. A kind that is not named here (``bpbd``, ``pln``, ``lks``, ``company``, one's own) gets only what
is needed to find the person: name, address, phone."""


def needed(receiver: str, person: Person) -> Person:
    """``person`` with only the fields that this kind of office needs."""
    wanted = NEEDED.get(receiver, _REACH)
    return Person(**{name: value for name, value in asdict(person).items() if name in wanted})
