"""Tables: printed as they are found, and written into README.md between the marks that carry their
name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).with_name("README.md")


@dataclass(frozen=True)
class Table:
    """``name`` marks its place in README.md (``<!-- name -->`` to ``<!-- /name -->``); ``note``
    stands under it."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def markdown(self) -> str:
        lines = [self.head, ["---", *("---:" for _ in self.head[1:])], *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"{table}\n\n{self.note}" if self.note else table


def write(table: Table) -> None:
    """Put the table into README.md; LookupError when it has no place for it."""
    text = README.read_text("utf-8")
    begin, end = f"<!-- {table.name} -->", f"<!-- /{table.name} -->"
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not place.search(text):
        raise LookupError(f"README.md has no place marked {begin}")
    README.write_text(place.sub(lambda _: f"{begin}\n{table.markdown()}\n{end}", text), "utf-8")
