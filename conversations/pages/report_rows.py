"""The rows of a report in words, for its page, its papers and its workbook: their names, their
numbers, and which of them say something.

Counts that may not be seen arrive as None and are said as a dash; nothing is computed from others
here, and nothing is sorted by a number that is hidden. Texts: ``figures.*``."""

from collections.abc import Sequence

from casework.reports.figures import Figures
from casework.reports.tally import ELSEWHERE
from conversations.protocol.effects import Text, text
from conversations.protocol.places import Places

HIDDEN = "–"

FOUR = ("received", "answered", "closed", "late")
"""The four words of a report, in order."""

Numbers = tuple[int | None, ...]

_ELSEWHERE = {
    "village": "figures.no_village",
    "office": "figures.other_offices",
    "field": "figures.other_services",
    "service": "figures.other_services",
}


def number(n: int | None) -> str:
    return HIDDEN if n is None else str(n)


def name(by: str, code: str, places: Places) -> Text | str:
    """What a row of the table ``by`` is called."""
    if code == ELSEWHERE:
        return text(_ELSEWHERE[by])
    if by in ("field", "service"):
        return text(f"{'sector' if by == 'field' else 'service'}.{code}.name")
    return office(code, places)


def office(code: str, places: Places) -> Text | str:
    """The name of an office, or of the village that it is for."""
    return places.name(code) if code in places.villages else text("figures.district")


def numbers(figures: Figures, by: str, code: str, words: Sequence[str] = FOUR) -> Numbers:
    """A row of a table."""
    return tuple(figures.of(by, word).cells[code] for word in words)


def telling(figures: Figures, by: str) -> list[str]:
    """The rows of which something is shown but zeros, by what is shown of them: received, then
    late, then code."""

    def order(code: str) -> tuple[int, int, str]:
        received, late = numbers(figures, by, code, ("received", "late"))
        return -(received or 0), -(late or 0), code

    codes = figures.of(by, "received").cells
    return sorted((c for c in codes if any(numbers(figures, by, c, figures.words))), key=order)


def stars(figures: Figures) -> Text | None:
    """The mean of the ratings with one digit, None while nobody, or too few, have rated."""
    if figures.stars is None:
        return None
    whole, tenth = divmod(round(figures.stars * 10), 10)
    return text("figures.rating", whole=whole, tenth=tenth)


def satisfaction(figures: Figures) -> tuple[Text, ...]:
    """What the tellers said of the results, and their stars; nothing while nobody has."""
    rated = stars(figures)
    if not figures.answers.total:
        return (rated,) if rated else ()
    cells = {key: number(n) for key, n in figures.answers.cells.items()}
    told = text("figures.answers", total=figures.answers.total, **cells)
    return (told, rated) if rated else (told,)
