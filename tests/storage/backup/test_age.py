"""The age format, as the library keeps it: locks and opens, and says why not."""

import io
from pathlib import Path

import pytest

from storage.backup import age
from storage.backup.trouble import BackupTrouble


class _Full(io.BytesIO):
    """A disk that is full after a while."""

    def write(self, data: object) -> int:
        if self.tell() > 100_000:
            raise OSError(28, "No space left on device")
        return super().write(data)  # type: ignore[arg-type]


def _locked(content: bytes, *keys: str) -> bytes:
    target = io.BytesIO()
    age.lock(io.BytesIO(content), target, keys)
    return target.getvalue()


def test_each_key_opens(tmp_path: Path) -> None:
    """Locked for two, each opens it; how many there are can be read without any."""
    (one, for_one), (two, for_two) = age.new_identity(), age.new_identity()
    locked = _locked(b"x" * 200_000, for_one, for_two)
    for identity in (one, two):
        target = io.BytesIO()
        age.unlock(io.BytesIO(locked), target, [identity], "it")
        assert target.getvalue() == b"x" * 200_000
    (tmp_path / "it.age").write_bytes(locked)
    assert age.locked_for(tmp_path / "it.age") == 2
    (tmp_path / "it.age").write_bytes(b"-> X25519 \n--- ")
    assert age.locked_for(tmp_path / "it.age") == 0


def test_a_full_disk_is_told_as_one() -> None:
    """While locking and while unlocking; never as a damaged file."""
    identity, public = age.new_identity()
    with pytest.raises(OSError, match="No space left"):
        age.lock(io.BytesIO(b"x" * 400_000), _Full(), [public])
    locked = io.BytesIO(_locked(b"x" * 400_000, public))
    with pytest.raises(OSError, match="No space left"):
        age.unlock(locked, _Full(), [identity], "it")


def test_public_keys() -> None:
    """The secret one is recognised, and never shown again."""
    identity, public = age.new_identity()
    assert age.check_public_key(f" {public}\n") == public
    with pytest.raises(ValueError, match="secret identity") as caught:
        age.check_public_key(identity)
    assert identity not in str(caught.value)
    with pytest.raises(ValueError, match="no public key"):
        age.check_public_key("age1hello")


def test_identity_files(tmp_path: Path) -> None:
    """As age-keygen writes them, with comments; anything else is told."""
    file = tmp_path / "identity.txt"
    identity, public = age.new_identity()
    file.write_text(f"# created: today\n# public key: {public}\n{identity}\n")
    assert age.read_identities(file) == [identity]
    for wrong in ("", "hello", public, "\udcff"):
        file.write_bytes(wrong.encode("utf-8", "surrogateescape"))
        with pytest.raises(BackupTrouble, match="; name the file"):
            age.read_identities(file)
