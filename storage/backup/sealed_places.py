"""For which place each sealed value was sealed: table, column, and the name of its row.

The modules that seal and open say the same with the values they have at hand; a test holds this
table against all of them.

Tested in tests/storage/backup/test_proof.py."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SealedPlace:
    """The sealed columns of a table. ``row`` is how a row is named, by its own columns."""

    row: str
    columns: tuple[str, ...]


PLACES: Mapping[str, SealedPlace] = {
    "bulk": SealedPlace("{id}", ("body",)),
    "case_teller": SealedPlace("{case_id}.{person_id}", ("told",)),
    "cases": SealedPlace("{id}", ("intake",)),
    "errand": SealedPlace("{mark}", ("what",)),
    "event": SealedPlace("{case_id}.{n}", ("body",)),
    "file": SealedPlace("{case_id}/{unique_id}", ("file_id",)),
    "heard_message": SealedPlace("{person_id}.{message_id}", ("body",)),
    "held_report": SealedPlace("{key}", ("told",)),
    "outbox": SealedPlace("{key}", ("payload",)),
    "person": SealedPlace("{id}", ("name", "phone")),
    "poison": SealedPlace("{update_id}", ("raw",)),
    "talk": SealedPlace("{person_id}", ("state",)),
}
