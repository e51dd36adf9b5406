"""Reads [letterhead] of the config: the district's own, and one table for each village that has
one.

Each mistake is a line of what is wrong and, after a semicolon, how to mend it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from bot.settings.mistakes import meant
from conversations.content.letterheads import VILLAGE_DOTS, Letterheads, OfficeHead, Signer

TEXTS = ("government", "office", "address", "phone")
SIGNERS = ("signed_by", "known_by")
KEYS = (*TEXTS, "logo", *SIGNERS)
OF_A_SIGNER = ("post", "name", "nip")
LOGOS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
NIP_DIGITS = 18

_PHONE = re.compile(r"[+(]?\d[\d ()./-]{1,24}")


def read(
    written: object, folder: Path, villages: Collection[tuple[str, str]] | None
) -> Letterheads:
    """The letterheads in a table of the config. ``folder``: where a relative logo lies;
    ``villages``: code and name of the places that may have one, None while that is unknown.
    ValueError with all mistakes."""
    table = written if isinstance(written, Mapping) else {}
    of_villages = table.get("village", {})
    own = {key: value for key, value in table.items() if key != "village"}
    wrong = [*_wrong(own, folder), *_wrong_villages(of_villages, folder, _codes(villages))]
    if not isinstance(written, Mapping):
        wrong = ["is no table; write [letterhead] and its keys on the lines below"]
    if wrong:
        raise ValueError("\n".join(wrong))
    district = _made(own, folder)
    shared = OfficeHead(district.government, logo=district.logo)
    return Letterheads(
        district, {code: _made(each, folder, shared) for code, each in of_villages.items()}
    )


def _codes(places: Collection[tuple[str, str]] | None) -> Collection[str] | None:
    if places is None:
        return None
    return {code for code, _ in places if code.count(".") == VILLAGE_DOTS}


def _wrong_villages(written: Any, folder: Path, known: Collection[str] | None) -> Iterator[str]:
    if not isinstance(written, Mapping):
        yield 'village is no table; write [letterhead.village."32.74.05.1003"]'
        return
    for code, each in written.items():
        where = f"village {code}"
        if known is not None and code not in known:
            yield f"{where} is not in area.villages; write a code of that file, in quotes"
        if not isinstance(each, Mapping):
            yield f'{where} is no table; write [letterhead.village."{code}"] and its keys below'
            continue
        yield from (f"{where}: {line}" for line in _wrong(each, folder))


def _wrong(written: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """What is wrong with one letterhead."""
    for key, value in written.items():
        if key not in KEYS:
            yield f"{key} is not known; {meant(key, KEYS)}"
        elif key in SIGNERS:
            yield from _wrong_signer(key, value)
        elif not isinstance(value, str):
            yield f"{key} is no text; write it in quotes"
        elif key == "phone" and value and not _PHONE.fullmatch(value):
            yield f'phone {value!r} is no phone number; write it like "0231-123456"'
        elif key == "logo":
            yield from _wrong_logo(value, folder)


def _wrong_signer(key: str, written: Any) -> Iterator[str]:
    if not isinstance(written, Mapping):
        yield f'{key} is no table; write {key} = {{ post = "Lurah Kesambi", name = "…" }}'
        return
    for name, value in written.items():
        if name not in OF_A_SIGNER:
            yield f"{key}: {name} is not known; {meant(name, OF_A_SIGNER)}"
        elif not isinstance(value, str):
            yield f"{key}: {name} is no text; write it in quotes"
    if not written.get("post"):
        yield f'{key}: post is missing; write what they are, such as post = "Lurah Kesambi"'
    digits = re.sub(r"\D", "", str(written.get("nip", "")))
    if written.get("nip") and len(digits) != NIP_DIGITS:
        yield f"{key}: a NIP has {NIP_DIGITS} digits; correct it, or leave it out for who has none"


def _wrong_logo(written: str, folder: Path) -> Iterator[str]:
    path = folder / Path(written).expanduser()
    try:
        picture = path.read_bytes()
    except OSError as error:
        yield f"logo: {path} can't be read ({error.strerror}); correct the name, or take it out"
        return
    if not picture.startswith(LOGOS) and b"<svg" not in picture[:2000]:
        yield f"logo: {path} is no picture that can be printed; take a PNG, JPEG or SVG file"


def _made(written: Mapping[str, Any], folder: Path, shared: OfficeHead | None = None) -> OfficeHead:
    """A letterhead that has no mistakes, with what is ``shared`` where it says nothing."""
    texts = {key: written[key].strip() for key in TEXTS if written.get(key)}
    if "government" in texts:  # the templates write the word themselves
        texts["government"] = texts["government"].removeprefix("Pemerintah ")
    signers = {key: _signer(written[key]) for key in SIGNERS if key in written}
    logo = written.get("logo")
    pictures = {"logo": (folder / Path(logo).expanduser()).read_bytes()} if logo else {}
    return replace(shared or OfficeHead(), **texts, **signers, **pictures)  # type: ignore[arg-type]


def _signer(written: Mapping[str, str]) -> Signer:
    post, name, nip = (written.get(key, "").strip() for key in OF_A_SIGNER)
    return Signer(post, name, f"NIP {nip}" if nip else "")


def _from_config(value: object, info: ValidationInfo) -> object:
    if isinstance(value, Letterheads):
        return value
    folder = info.context["folder"] if info.context else Path()
    area = info.data.get("area")
    return read(value, folder, area.villages if area else None)


Written = Annotated[Letterheads, BeforeValidator(_from_config)]
"""The section of the config; ``area`` must be read before it."""
