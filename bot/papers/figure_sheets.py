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
        self.figures = figures
        self.content = content
        self.language = language
        self.words = [word for word in figures.words if word != IN_TIME]

    def all(self) -> list[Sheet]:
        """The sums, then every row of every table."""
        return [self._sums(), *map(self._table, TABLES)]

    def _say(self, words: Text | str) -> str:
        return self.content.texts.plain(self.language, words)

    def _heading(self, key: str) -> str:
        return self._say(text(f"figures.{key}"))

    def _sums(self) -> Sheet:
        rows: list[list[Value]] = []
        for word in self.words:
            rows.append([self._heading(word), _shown(self.figures.total(word))])
            if word == "answered":
                rows.append([self._heading(IN_TIME), self._share(self.figures.in_time)])
        for words in rows_of.satisfaction(self.figures):
            rows.append([self._say(words)])
        rows.append([self._heading("meaning")])
        columns = ((self._heading("sheet"), 60), (self._heading("count"), 14))
        return Sheet(self._heading("sums_sheet"), columns, rows)

    def _table(self, by: str) -> Sheet:
        name = self._heading(f"{by}_sheet")
        columns = [(name, 34)]
        for word in (*self.words, IN_TIME):
            columns.append((self._heading(word), 12))
        return Sheet(name, tuple(columns), list(self._rows(by)))

    def _rows(self, by: str) -> Iterator[list[Value]]:
        """Every row, also those that say nothing, and their sum."""
        for code in self.figures.of(by, "received").cells:
            name = self._say(rows_of.name(by, code, self.content.places))
            numbers = rows_of.numbers(self.figures, by, code, self.words)
            share = self._share(self._in_time(by, code))
            yield [name, *map(_shown, numbers), share]
        totals = map(self.figures.total, self.words)
        share = self._share(self.figures.in_time)
        yield [self._heading("total"), *map(_shown, totals), share]

    def _in_time(self, by: str, code: str) -> int | None:
        """The share of one row; in the copy to pass on only the sum has one."""
        if self.figures.shared:
            return None
        counts = rows_of.numbers(self.figures, by, code, (IN_TIME, "answered"))
        return percent(*counts)

    def _share(self, n: int | None) -> str:
        if n is None:
            return HIDDEN
        return self._say(text("figures.percent", n=n))


def _shown(n: int | None) -> Value:
    return HIDDEN if n is None else n
