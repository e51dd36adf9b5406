"""What is sealed opens only at its own place with its own key, and tells nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.db.vault import STEP, Unreadable, Vault, new_key, read_key
from storage.tables.columns import SEAL_VERSION

PLACE = ("cases", "intake", 42)
VAULT = Vault(bytes(range(32)))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.binary(max_size=300))
def test_bytes_come_back(plain: bytes) -> None:
    """Any bytes open to themselves, also those that end like padding."""
    assert VAULT.open(*PLACE, VAULT.seal(*PLACE, plain)) == plain
    assert VAULT.open(*PLACE, VAULT.seal(*PLACE, plain + b"\x80\0")) == plain + b"\x80\0"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_texts_come_back(plain: str) -> None:
    """Any text opens to itself, also one with half a surrogate pair, which some phones send."""
    assert VAULT.open_text(*PLACE, VAULT.seal(*PLACE, plain)) == plain


@given(VALUES)
def test_values_come_back(value: object) -> None:
    """Any plain value opens to itself."""
    assert VAULT.open_json(*PLACE, VAULT.seal_json(*PLACE, value)) == value


def test_what_json_has_no_word_for_is_refused(vault: Vault) -> None:
    """Values that would come back as something else are an error."""
    with pytest.raises(TypeError):
        vault.seal_json(*PLACE, {1, 2})
    with pytest.raises(ValueError, match="not JSON compliant"):
        vault.seal_json(*PLACE, float("nan"))


def test_the_same_text_is_never_sealed_the_same(vault: Vault) -> None:
    """Two sealed values don't tell whether their texts are equal."""
    assert vault.seal(*PLACE, "sakit") != vault.seal(*PLACE, "sakit")


def test_length_tells_little(vault: Vault) -> None:
    """All texts that fit one step are sealed to the same length, and nothing of them is legible."""
    sealed = [vault.seal(*PLACE, "a" * length) for length in range(STEP)]
    assert len({len(one) for one in sealed}) == 1
    assert len(vault.seal(*PLACE, "a" * STEP)) == len(sealed[0]) + STEP
    assert not any(b"aaaa" in one for one in sealed)


@pytest.mark.parametrize(
    "place", [("case", "intake", 42), ("cases", "intak", "e42"), ("cases", "story", 42)]
)
def test_a_moved_value_does_not_open(vault: Vault, place: tuple[str, str, int | str]) -> None:
    """What was sealed for one table, column and row opens nowhere else."""
    with pytest.raises(Unreadable, match="was changed or moved"):
        vault.open(*place, vault.seal(*PLACE, "sakit"))


def test_a_value_of_another_row_does_not_open(vault: Vault) -> None:
    """The row is bound as well, and named in the message."""
    with pytest.raises(Unreadable, match=r"cases\.intake of row 43"):
        vault.open("cases", "intake", 43, vault.seal(*PLACE, "sakit"))


def test_every_changed_bit_is_noticed(vault: Vault) -> None:
    """No single bit of a sealed value can be changed without an error."""
    sealed = vault.seal(*PLACE, "sakit")
    for position in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(Unreadable):
            vault.open(*PLACE, bytes(changed))


@pytest.mark.parametrize("length", range(0, 48))
def test_a_cut_value_is_noticed(vault: Vault, length: int) -> None:
    """A value that was cut off, even to nothing, is an error and no crash."""
    with pytest.raises(Unreadable, match="restore it from a backup"):
        vault.open(*PLACE, vault.seal(*PLACE, "sakit")[:length])


def test_another_key_is_said(vault: Vault) -> None:
    """With another key the message says so, instead of speaking of damage."""
    other = Vault(read_key(new_key()))
    with pytest.raises(Unreadable, match="put back the key that this database was made with"):
        other.open(*PLACE, vault.seal(*PLACE, "sakit"))


def test_a_sealed_value_names_its_version(vault: Vault) -> None:
    """The first byte is the one that sealed columns insist on."""
    assert vault.seal(*PLACE, "")[0] == SEAL_VERSION


def test_marks_find_equals_only(vault: Vault) -> None:
    """Equal values of one kind have one mark under one key; kind, value and key all change it."""
    mark = vault.fingerprint("phone", "+6281200000000")
    assert mark == vault.fingerprint("phone", "+6281200000000")
    assert len(mark) == 32
    others = [
        vault.fingerprint("phone", "+6281200000001"),
        vault.fingerprint("chat", "+6281200000000"),
        Vault(bytes(32)).fingerprint("phone", "+6281200000000"),
    ]
    assert mark not in others


def test_marks_of_numbers_are_keyed_too(vault: Vault) -> None:
    """The mark of a NIK is always the same under one key and differs under another."""
    nik = "3274050101900001"
    assert vault.fingerprint("nik", nik) == Vault(bytes(range(32))).fingerprint("nik", nik)
    assert vault.fingerprint("nik", nik) != Vault(bytes(32)).fingerprint("nik", nik)
    assert vault.fingerprint("nik", nik) != vault.fingerprint("kk", nik)


def test_a_new_key_can_be_read() -> None:
    """A key file as written is read back, also with a line end; two keys are never the same."""
    text = new_key()
    assert len(read_key(f"{text}\n")) == 32
    assert new_key() != text


@pytest.mark.parametrize("text", ["", "rahasia", "kunci!" * 8, "é" * 44, "QUFB" * 16, "QUFB" * 10])
def test_a_wrong_key_text_is_refused_without_showing_it(text: str) -> None:
    """What is no key of 32 bytes gets a message that says what to do and does not repeat the
    text."""
    with pytest.raises(ValueError, match="make one with: puskesos init") as caught:
        read_key(text)
    assert not text or text not in str(caught.value)


def test_a_short_master_is_refused() -> None:
    """A vault is never made with a weak key."""
    with pytest.raises(ValueError, match="has 16 bytes and must have 32"):
        Vault(bytes(16))
