"""The age format (age-encryption.org): whoever has a public key can lock, and only the identity
opens. Streams in, streams out; knows nothing of what is inside."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pyrage

from storage.backup.trouble import BackupTrouble

HEAD = b"age-encryption.org/v1\n"
_FOR_ONE = b"-> X25519 "
_HEAD_END = b"\n--- "
_LONGEST_HEAD = 65_536

NOT_FOR_US = "No matching keys found"
"""What the library says when the identity is none of those that a file was locked for."""


def new_identity() -> tuple[str, str]:
    """A new pair as age writes it: the identity, which opens, and its public key, which locks."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def check_public_key(text: str) -> str:
    """The public key without blanks around it; ValueError for anything else."""
    try:
        pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        secret = text.strip().upper().startswith("AGE-SECRET-KEY-")
        raise ValueError(
            "this is the secret identity and must not stand here; write its public key (age1…)"
            if secret
            else f"{text!r} is no public key of age"
        ) from error
    return text.strip()


def read_identities(path: Path) -> list[str]:
    """The identities in a file as age-keygen writes it; BackupTrouble when there is none."""
    mend = "name the file that age-keygen or puskesos backup-key has made (AGE-SECRET-KEY-1…)"
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise BackupTrouble(f"the identity file {path} can't be read ({why}); {mend}") from error
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        for one in found:
            pyrage.x25519.Identity.from_str(one)
    except pyrage.IdentityError:
        found = []
    if not found:
        raise BackupTrouble(f"{path} holds no identity of age; {mend}")
    return found


def lock(source: BinaryIO, target: BinaryIO, public_keys: Sequence[str]) -> None:
    """Encrypt a stream; OSError when the target can't be written."""
    keys = [pyrage.x25519.Recipient.from_str(key) for key in public_keys]
    out = _Target(target)
    try:
        pyrage.encrypt_io(source, out, keys)
    except (pyrage.EncryptError, OSError) as error:
        raise out.error or OSError(str(error)) from error


def unlock(source: BinaryIO, target: BinaryIO, identities: Sequence[str], name: str) -> None:
    """Decrypt a stream. BackupTrouble for another identity, and for what was cut or changed:
    ``name`` is how it is called there. What was written until then is not to be used."""
    keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
    out = _Target(target)
    try:
        pyrage.decrypt_io(source, out, keys)
    except (pyrage.DecryptError, OSError) as error:
        if out.error:
            raise out.error from error
        if NOT_FOR_US in str(error):
            raise BackupTrouble(
                f"this identity does not open {name}: it was locked for another key; name the"
                " identity file that belongs to the public key in [backup] recipients"
            ) from error
        no_age = isinstance(error, pyrage.DecryptError)
        raise BackupTrouble(f"{name} {NO_BACKUP if no_age else DAMAGED}") from error


class _Target:
    """What is written to, and why it could not be: of an error the library keeps only words."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write all of it."""
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Whoever has opened the file flushes it."""


NO_BACKUP = "is no backup, or its beginning is damaged; take another copy of it, or an older one"
DAMAGED = "was cut or changed after it was made; take another copy of it, or an older one"


def locked_for(path: Path) -> int:
    """For how many public keys a file is locked, which can be read without any; 0 when it is no
    age file."""
    with path.open("rb") as file:
        head, end, _ = file.read(_LONGEST_HEAD).partition(_HEAD_END)
    return head.count(b"\n" + _FOR_ONE) if end and head.startswith(HEAD) else 0
