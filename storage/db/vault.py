"""Seals what is personal and makes keyed marks for look-ups. Knows keys and bytes; no table, no
file, no person.

A sealed value: version (1 byte), key id (4), nonce (12), then AES-256-GCM over the padded text. It
opens only at the table, column and row that it was sealed for. Every purpose has a key of its own,
derived from the master by HKDF."""

import base64
import binascii
import hmac
import json
import os
import secrets
import struct
from functools import lru_cache
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.tables.columns import SEAL_VERSION

log = structlog.get_logger()

KEY_BYTES = 32
STEP = 64
"""Plain text is padded to steps of this many bytes, so that the length of what is sealed tells
less."""

_HEAD = slice(0, 5)  # version and key id
_KEY_ID = slice(1, 5)
_NONCE = slice(5, 17)
_BODY = slice(17, None)


ILLEGIBLE = "(tidak terbaca)"
"""What officers read where a text of a case can't be opened."""


class Unreadable(Exception):
    """A sealed value can't be opened: another key, or it was changed or moved. The text says where
    and what to do."""


class Vault:
    """Everything that needs the master key. Make one per process: the derived keys are kept."""

    def __init__(self, master: bytes) -> None:
        """``master`` is 32 random bytes (``read_key``); ValueError otherwise."""
        if len(master) != KEY_BYTES:
            raise ValueError(f"the master key has {len(master)} bytes and must have {KEY_BYTES}")
        self._master = master
        self._head = bytes([SEAL_VERSION]) + self._derive("key id")[:4]
        self._cells: dict[tuple[str, str], tuple[AESGCM, bytes]] = {}
        self._marks: dict[str, bytes] = {}
        self._told: set[str] = set()

    @property
    def key_id(self) -> str:
        """The name of the master key, in 8 hexadecimal digits; it tells nothing of the key."""
        return key_of(self._head)

    def seal(self, table: str, column: str, row: int | str, plain: bytes | str) -> bytes:
        """Seal a value for one place. Text is sealed as UTF-8; sealing twice gives two different
        results."""
        data = plain.encode("utf-8", "surrogatepass") if isinstance(plain, str) else plain
        cipher, place = self._cell(table, column)
        nonce = os.urandom(12)
        return (
            self._head
            + nonce
            + cipher.encrypt(nonce, _pad(data), self._head + place + str(row).encode())
        )

    def open(self, table: str, column: str, row: int | str, sealed: bytes) -> bytes:
        """What was sealed for this place; Unreadable when it was not sealed here, for this place,
        with this key."""
        cipher, place = self._cell(table, column)
        try:
            data = cipher.decrypt(
                sealed[_NONCE], sealed[_BODY], sealed[_HEAD] + place + str(row).encode()
            )
        except (InvalidTag, ValueError) as error:
            raise Unreadable(f"{table}.{column} of row {row} {self._why(sealed)}") from error
        return data.rstrip(b"\0")[:-1]

    def open_text(self, table: str, column: str, row: int | str, sealed: bytes) -> str:
        """Like ``open``, for what was sealed as text."""
        return self.open(table, column, row, sealed).decode("utf-8", "surrogatepass")

    def seal_json(self, table: str, column: str, row: int | str, value: Any) -> bytes:
        """Like ``seal``, for plain values (dict, list, str, int, float, bool, None); TypeError for
        others."""
        return self.seal(table, column, row, _to_json(value))

    def open_json(self, table: str, column: str, row: int | str, sealed: bytes) -> Any:
        """Like ``open``, for what was sealed by ``seal_json``; tuples come back as lists."""
        return json.loads(self.open_text(table, column, row, sealed))

    def text_or(self, instead: str, table: str, column: str, row: int | str, sealed: bytes) -> str:
        """Like ``open_text``; what can't be opened is ``instead``, and told to the operator once:
        one damaged row must not stop what concerns others."""
        try:
            return self.open_text(table, column, row, sealed)
        except Unreadable as error:
            self._tell(error)
            return instead

    def json_or(self, instead: Any, table: str, column: str, row: int | str, sealed: bytes) -> Any:
        """Like ``open_json``; what can't be opened is ``instead``, and told to the operator
        once."""
        try:
            return self.open_json(table, column, row, sealed)
        except Unreadable as error:
            self._tell(error)
            return instead

    def _tell(self, error: Unreadable) -> None:
        if str(error) not in self._told:
            self._told.add(str(error))
            log.error("a row can't be read", what=str(error))

    def fingerprint(self, kind: str, value: str) -> bytes:
        """A keyed mark (32 bytes) by which equal values of one kind can be found, such as phones in
        E.164.

        The caller normalises first. Values that can be counted through, such as NIK, are as safe as
        the key: without it nothing can be tried, and with it all that is sealed opens anyway."""
        if (key := self._marks.get(kind)) is None:
            key = self._marks[kind] = self._derive("mark", kind)
        return hmac.digest(key, value.encode("utf-8", "surrogatepass"), "sha256")

    def _derive(self, *purpose: str) -> bytes:
        info = b"puskesos" + _prefixed(*purpose)
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._master)

    def _cell(self, table: str, column: str) -> tuple[AESGCM, bytes]:
        """The cipher of one column, and the part of the bound place that its rows share."""
        if (cell := self._cells.get((table, column))) is None:
            cipher = AESGCM(self._derive("seal", table, column))
            cell = self._cells[table, column] = (cipher, _prefixed(table, column))
        return cell

    def _why(self, sealed: bytes) -> str:
        if len(sealed) < _BODY.start or sealed[0] != SEAL_VERSION:
            return "is not a sealed value of this version; restore it from a backup"
        if key_of(sealed) != self.key_id:
            return (
                f"was sealed with key {key_of(sealed)},"
                f" but keys.master is key {self.key_id};"
                " put back the key that this database was made with"
            )
        return "was changed or moved after it was sealed; restore it from a backup"


def key_of(sealed: bytes) -> str:
    """The name of the master key with which something was sealed, in 8 hexadecimal digits."""
    return sealed[_KEY_ID].hex()


def new_key() -> str:
    """A fresh master key as it stands in a key file: 32 random bytes as URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_key(text: str) -> bytes:
    """The master key from the text of a key file; ValueError says what is wrong and never shows the
    key."""
    try:
        key = base64.b64decode(text.strip().encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError(
            "the master key is not URL-safe base64; make one with: puskesos init"
        ) from error
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"the master key has {len(key)} bytes and must have {KEY_BYTES};"
            " make one with: puskesos init"
        )
    return key


_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def _pad(data: bytes) -> bytes:
    """ISO/IEC 7816-4: a mark byte, then zeros up to the next step."""
    return data + b"\x80" + bytes(-(len(data) + 1) % STEP)


@lru_cache(maxsize=512)
def _prefixed(*parts: str) -> bytes:
    """Parts with their lengths, so that no two lists of parts look the same."""
    return b"".join(struct.pack(">H", len(part.encode())) + part.encode() for part in parts)
