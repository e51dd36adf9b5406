"""Stories: text files that say what people do with the bot and what they must see. Reads them;
``stage.py`` plays them.

The first line is the one promise of the story (``# Janji: …``); other lines that begin with ``#``,
and empty ones, are for the reader. Every other line is one of these:

    hari Senin 23 November 2026 08.00        when the story begins (before anybody is there; local
    time)
    ada FO: penerima pengaduan Kesambi       who is there, and what they are; see ``deeds.ROLES``
    bersamaan:                               the indented lines below reach the bot together

    warga > tulisan                          writes
    warga [Kirim]                            taps the newest button with this label; [Kirim] [Kirim]
    taps twice
    warga melapor [SKTM]: tulisan            sends a whole report in one go, tapping what suggests
    itself or is named
    warga (foto) keterangan                  sends or does something else; see ``deeds.DEEDS``

    warga < sepotong*pesan [Tombol]          the next messages must hold one with this piece (* is
    anything) and buttons
    warga < (diam)                           … must be none
    warga tidak < sepotong                   … must not hold one with this piece
    warga melihat sepotong                   this piece stands on the screen now (``tidak melihat``:
    nowhere)

    (20 menit berlalu) (sampai Selasa 06.00) time goes by, with all that falls due on the way
    (surat keputusan NAMA Rabu 23 Desember 2026)   a decree closes the offices on that day
    (bot mati) (bot hidup lagi)              meanwhile messages wait at Telegram
    (mulai sekarang setiap pesan datang dua kali dan tertukar)

    jumlah kasus: 1                          so many cases there are
    kasus 1: tingkat darurat; pihak slrt     how the first case stands; see ``facts.FACTS``

"The next messages" of a person are those that came since their own last deed or the last ``<`` that
found one. Between any two lines the whole program is thrown away and built again. Whatever is wrong
is told with file and line."""

import re
from dataclasses import dataclass
from pathlib import Path

TITLE = "# Janji: "
TOGETHER = "bersamaan:"


class StoryError(AssertionError):
    """A story does not come true, or can't be read. The text names file and line."""


@dataclass(frozen=True)
class Line:
    """One line that does or expects something. ``number`` counts from 1; ``together`` holds the
    lines below it."""

    number: int
    text: str
    together: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Story:
    """A story as it is written. ``promise`` is one sentence."""

    path: Path
    promise: str
    lines: tuple[Line, ...]

    def wrong(self, line: Line, why: str) -> StoryError:
        """What to raise when a line does not come true."""
        return StoryError(f"{self.path.name}:{line.number}: {line.text}\n    {why}")


def read(path: Path) -> Story:
    """Read a story; StoryError when it makes no promise or something is indented under nothing."""
    rows = path.read_text(encoding="utf-8").splitlines()
    if not rows or not rows[0].startswith(TITLE):
        raise StoryError(f"{path.name}:1: a story begins with '{TITLE}…'")
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):
        text = row.strip()
        if not text or text.startswith("#"):
            continue
        line = Line(number, text)
        if not row[0].isspace():
            lines.append(line)
        elif lines and lines[-1].text == TOGETHER:
            above = lines[-1]
            lines[-1] = Line(above.number, above.text, (*above.together, line))
        else:
            raise StoryError(
                f"{path.name}:{number}: {text}\n    indented, but not under '{TOGETHER}'"
            )
    return Story(path, rows[0].removeprefix(TITLE).strip(), tuple(lines))


def fits(wanted: str, text: str, *, whole: bool = False) -> bool:
    """Whether ``text`` holds (or wholly is) ``wanted``, in which ``*`` stands for anything; white
    space counts once."""
    pattern = ".*".join(re.escape(piece) for piece in " ".join(wanted.split()).split("*"))
    return (re.fullmatch if whole else re.search)(pattern, " ".join(text.split())) is not None
