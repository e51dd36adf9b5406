"""Prints a PDF from a template and values. Reads the templates and nothing else; needs no network,
no fonts of the machine.

Values go to the template as data (JSON), never as a part of its source: what a resident writes
stays text."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from bot.settings.mistakes import Mistakes, meant

SHARED = ("common", "bars")
"""What several templates share."""

TEMPLATES = (
    *SHARED,
    "referral",
    "statement",
    "receipt",
    "poster",
    "slip",
    "notice",
    "report",
    "chart",
    "invitations",
)
"""Names of the packaged ``*.typ`` files."""

Format = Literal["pdf", "png"]

PIXELS_PER_INCH = 150
"""Of pictures: a page of six inches is 900 pixels wide. Every phone shows it whole, and its letters
are about as large as those of a chat."""

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
"""Files beside an office's own templates that these may show."""

_PLACE = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):\d+")
_FETCHED = re.compile(r"""["']@(?!local/)[\w-]+/""")
_KNOWN_LOGOS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")


def printed(
    template: str,
    values: Mapping[str, Any],
    *,
    dated: date,
    logo: bytes | None = None,
    qr: str = "",
    codes: Sequence[str] = (),
    folder: Path | None = None,
    form: Format = "pdf",
) -> tuple[bytes, list[str]]:
    """The PDF, or the picture of its only page, and the warnings about it. A file in ``folder``
    replaces the packaged template of its name.

    Templates read ``values`` with two keys more: ``has_logo`` (file "logo") and ``has_qr`` (file
    "qr.svg"); ``codes`` are the files "qr-0.svg", "qr-1.svg", …. ``dated`` is the only today that
    a template knows. ``Mistakes`` with file and line for a template that can't be printed."""
    import typst  # noqa: PLC0415  heavy, and wanted only by who prints

    sources, places = _sources(template, folder)
    data = json.dumps({**values, "has_logo": bool(logo), "has_qr": bool(qr)})
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder else [])
    given: Any = {**sources, **_extras(logo, qr), **_codes(codes)}
    try:
        pdf, warnings = typst.compile_with_warnings(
            given,
            root=_here(),
            font_paths=fonts,
            sys_inputs={"data": data},
            timestamp=_stamp(dated),
            format=form,
            ppi=PIXELS_PER_INCH,
        )
    except typst.TypstError as error:
        raise Mistakes(_complaint(error.message, error.diagnostic, places, sources)) from None
    except RuntimeError as error:  # it quotes the file where the mistake is, and that is a picture
        raise Mistakes(f"a picture can't be printed ({error}); save it anew") from None
    return pdf, [_complaint(each.message, each.diagnostic, places, sources) for each in warnings]


def strangers(folder: Path) -> list[str]:
    """The ``*.typ`` files of ``folder`` that replace nothing and that no packaged name explains,
    one line each."""
    names = sorted(file.stem for file in folder.glob("*.typ") if file.stem not in TEMPLATES)
    return [f"{folder / name}.typ replaces no template; {meant(name, TEMPLATES)}" for name in names]


def _stamp(dated: date) -> int:
    """Seconds since 1970 at the start of the day."""
    return (dated.toordinal() - date(1970, 1, 1).toordinal()) * 86_400


def _here() -> str:
    return str(files("bot.papers.pdf"))


def _sources(template: str, folder: Path | None) -> tuple[dict[str, bytes], dict[str, str]]:
    """Everything a template may read, by name (the template itself is "main"), and where each of it
    lies."""
    if folder and not folder.is_dir():
        raise Mistakes(
            f"{folder}: there is no such folder for letters; make it, or take it out of the config"
        )
    found: dict[str, bytes] = {}
    places: dict[str, str] = {}
    shared = ((f"{name}.typ", f"{name}.typ") for name in SHARED)
    for key, name in (("main", f"{template}.typ"), *shared):
        own = folder / name if folder else None
        file: Traversable = own if own and own.is_file() else files("bot.papers.pdf") / name
        places[key] = str(own) if file is own else f"packaged {name}"
        found[key] = _read(file, places[key])
    for picture in sorted(folder.iterdir()) if folder else ():
        if picture.suffix.lower() in PICTURES:
            found[picture.name] = picture.read_bytes()
    return found, places


def _read(file: Traversable, place: str) -> bytes:
    source = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = source.decode()
    except UnicodeDecodeError:
        raise Mistakes(f"{place}: is not UTF-8; save it again as UTF-8 text") from None
    if fetched := _FETCHED.search(text):
        line = text.count("\n", 0, fetched.start()) + 1
        raise Mistakes(
            f"{place}, line {line}: imports a package from the internet;"
            " letters are printed without it"
        )
    return source


def _extras(logo: bytes | None, qr: str) -> dict[str, bytes]:
    extras = {}
    if logo:
        if not logo.startswith(_KNOWN_LOGOS) and b"<svg" not in logo[:2000]:
            raise Mistakes(
                "the logo is no picture that can be printed; take a PNG, JPEG or SVG file"
            )
        extras["logo"] = logo
    if qr:
        extras["qr.svg"] = _code(qr)
    return extras


def _codes(texts: Sequence[str]) -> dict[str, bytes]:
    return {f"qr-{n}.svg": _code(text) for n, text in enumerate(texts)}


def _code(text: str) -> bytes:
    """A QR code as SVG with its quiet zone; level M stands a fold or a stain."""
    import segno  # noqa: PLC0415  wanted only by who prints

    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=4, xmldecl=False)
    return drawn.getvalue()


def _complaint(
    message: str, diagnostic: str, places: Mapping[str, str], sources: Mapping[str, bytes]
) -> str:
    """One line for an operator: the place (in the office's own file, if there is one), that line's
    words, the mend."""
    found = [
        (match["file"].rpartition("/")[2], int(match["line"]))
        for match in _PLACE.finditer(diagnostic)
    ]
    own = [
        (file, line)
        for file, line in found
        if not places.get(file, "packaged").startswith("packaged")
    ]
    file, line = (own or found or [("main", 0)])[0]
    lines = sources.get(file, b"").decode().splitlines()
    words = f" in `{lines[line - 1].strip()}`" if 0 < line <= len(lines) else ""
    where = f"{places.get(file, file)}, line {line}" if line else places.get(file, file)
    mend = "compare with the packaged file, or take yours away to print with that"
    return f"{where}: {message}{words}" + ("" if where.startswith("packaged") else f"; {mend}")
