"""The sheets of a report's workbook that hold its figures: the sums, and one sheet for each table.
What may not be seen is a dash here too."""

from collections.abc import Iterator

from bot.papers.workbooks import Sheet, Value
from casework.reports.figures import TABLES, Figures, percent
from casework.reports.tally import IN_TIME
from conversations.content.content import Content
from conversations.pages import report_rows as rows_of
from conversations.pages.report_rows import HIDDEN
from conversations.protocol.effects import Text, text


class FigureSheets:
    """Writes the figures of a period in one language."""

    def __init__(self, figures: Figures, content: Content, language: str) -> None:
        self.figures, self.content, self.language = figures, content, language
        self.words = [word for word in figures.words if word != IN_TIME]

    def all(self) -> list[Sheet]:
        """The sums, then every row of every table."""
        return [self._sums(), *map(self._table, TABLES)]

    def _say(self, words: Text | str) -> str:
        return self.content.texts.plain(self.language, words)

    def _heading(self, key: str) -> str:
        return self._say(text(f"figures.{key}"))

    def _sums(self) -> Sheet:
        figures = self.figures
        rows: list[list[Value]] = [[self._heading(w), _shown(figures.total(w))] for w in self.words]
        rows.insert(2, [self._heading(IN_TIME), self._share(figures.in_time)])
        said = [*rows_of.satisfaction(figures), text("figures.meaning")]
        rows += [[self._say(words)] for words in said]
        columns = ((self._heading("sheet"), 60), (self._heading("count"), 14))
        return Sheet(self._heading("sums_sheet"), columns, rows)

    def _table(self, by: str) -> Sheet:
        heads = [*(self._heading(word) for word in self.words), self._heading(IN_TIME)]
        columns = ((self._heading(f"{by}_sheet"), 34), *((head, 12) for head in heads))
        return Sheet(self._heading(f"{by}_sheet"), columns, list(self._rows(by)))

    def _rows(self, by: str) -> Iterator[list[Value]]:
        """Every row, also those that say nothing, and their sum."""
        figures = self.figures
        for code in figures.of(by, "received").cells:
            numbers = rows_of.numbers(figures, by, code, self.words)
            name = self._say(rows_of.name(by, code, self.content.places))
            yield [name, *map(_shown, numbers), self._share(self._in_time(by, code))]
        totals = [_shown(figures.total(word)) for word in self.words]
        yield [self._heading("total"), *totals, self._share(figures.in_time)]

    def _in_time(self, by: str, code: str) -> int | None:
        """The share of one row; in the copy to pass on only the sum has one."""
        if self.figures.shared:
            return None
        return percent(*rows_of.numbers(self.figures, by, code, (IN_TIME, "answered")))

    def _share(self, n: int | None) -> str:
        return HIDDEN if n is None else self._say(text("figures.percent", n=n))


def _shown(n: int | None) -> Value:
    return HIDDEN if n is None else n
