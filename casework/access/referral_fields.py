"""Which fields of a person a receiving kind of office needs (UU 27/2022: no more than the purpose
asks for).

A proposal of ours, since no source lists them. Kinds are the parties of the catalogue and the kinds
of partners."""

from collections.abc import Mapping

FIELDS = frozenset(
    {
        "name",
        "nik",
        "kk",
        "birth",
        "sex",
        "religion",
        "occupation",
        "marital_status",
        "address",
        "phone",
        "jkn_number",
        "school",
        "decile",
    }
)
"""What a letter may say of a person."""

REACH = frozenset({"name", "address", "phone"})
"""What it takes to find the person: all that an unknown kind of office gets."""

_KNOWN = REACH | {"nik"}
_FAMILY = _KNOWN | {"kk"}
_PATIENT = _KNOWN | {"birth", "sex", "jkn_number"}

NEEDED: Mapping[str, frozenset[str]] = {
    "puskesos": FIELDS,
    "slrt": FIELDS,
    "village_gov": FIELDS,
    "dinsos": FIELDS - {"religion"},
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
"""By kind of office. A kind that is not named here (``bpbd``, ``pln``, ``lks``, one's own) gets
``REACH``."""


def needed(receiver: str) -> frozenset[str]:
    """The fields of a person that this kind of office needs."""
    return NEEDED.get(receiver, REACH)
