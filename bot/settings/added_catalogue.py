"""What a district adds to the catalogue: every file of ``catalogue.d`` brings rows of its own, and
the shipped ones stay, so that an upgrade still reaches them.

A key that is there already is a mistake, unless its row says ``replaces = true``. Values in, the
longer catalogue and a line per mistake out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.settings.mistakes import meant

LISTS = ("sectors", "parties", "documents")
TABLES = ("questions", "service")
REPLACES = "replaces"

Table = Mapping[str, Any]


@dataclass
class LongerCatalogue:
    """A catalogue that grows. ``rows``: its tables and lists; ``places``: by kind and key ("service
    our_aid") the file of a row that was added; ``found``: mistakes; ``idle``: rows that replace
    nothing."""

    rows: dict[str, Any]
    place: str
    places: dict[str, str] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)

    def add(self, file: str, added: Table) -> None:
        """Add what a file says."""
        for name, value in added.items():
            if name in LISTS:
                self._list(file, name, value)
            elif name in TABLES:
                self._table(file, name, value)
            else:
                mend = meant(name, (*LISTS, *TABLES))
                self.found.append(f"{file}: {name} is not a known key; {mend}")

    def _list(self, file: str, name: str, value: object) -> None:
        words = value if isinstance(value, list) else [None]
        if not all(isinstance(word, str) and word for word in words):
            self.found.append(f'{file}: {name} must be a list of words; write {name} = ["…"]')
            return
        for word in words:
            if self._is_new(file, f"{name} {word}", word in self.rows.get(name, ())):
                self.rows[name] = [*self.rows.get(name, ()), word]

    def _table(self, file: str, name: str, value: object) -> None:
        if not isinstance(value, Mapping):
            self.found.append(f"{file}: {name} must be a table; write [{name}.KEY]")
            return
        for key, row in value.items():
            if not isinstance(row, Mapping):
                self.found.append(f"{file}: {name} {key} must be a table; write [{name}.{key}]")
            elif self._may_stand(file, (name, key), row):
                bare = {word: told for word, told in row.items() if word != REPLACES}
                self.rows[name] = {**self.rows.get(name, {}), key: bare}

    def _may_stand(self, file: str, which: tuple[str, str], row: Table) -> bool:
        name, key = which
        where, there = f"{name} {key}", key in self.rows.get(name, {})
        replaces = row.get(REPLACES, False)
        if not isinstance(replaces, bool):
            self.found.append(f"{file}: {where}: {REPLACES} must be true or false")
            return False
        if replaces and not there:
            self.idle.append(f"{file}: {where} replaces nothing: there is no such row (any more)")
        return self._is_new(file, where, there and (where in self.places or not replaces))

    def _is_new(self, file: str, where: str, there: bool) -> bool:
        """Whether a row may be added; where it may, its file is kept."""
        before, kind = self.places.get(where), where.split(maxsplit=1)[0]
        if there:
            mend = "keep one of them" if before else MENDS[kind]
            self.found.append(f"{file}: {where} is in {before or self.place} already; {mend}")
            return False
        self.places[where] = file
        return True


MENDS = {
    **dict.fromkeys(LISTS, "take it out here"),
    **dict.fromkeys(TABLES, "take another key, or write replaces = true below it"),
}


def longer(base: Table, place: str, files: Iterable[tuple[str, Table]]) -> LongerCatalogue:
    """The catalogue ``base``, which stands at ``place``, with what ``files`` (place, rows) add, in
    their order. Nothing is added to what is no catalogue."""
    made = LongerCatalogue(dict(base), place)
    shapes = {**dict.fromkeys(LISTS, list), **dict.fromkeys(TABLES, Mapping)}
    if all(isinstance(base.get(name), shape) for name, shape in shapes.items()):
        for file, added in files:
            made.add(file, added)
    return made
