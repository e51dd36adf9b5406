"""The consent text names who reads what is told, and has a version of its own."""

import hashlib

from tests.conversations.speaker import TEXTS

VERSIONS = {"2026-11-3": "f6cd61319273b222"}
"""What each version says. Other words for the same get a new digest, another meaning a new version
(docs/privacy.md, the consent text)."""

READERS = {
    "id": ("petugas desa/kelurahan, kabupaten/kota", "kantor lain seizin Anda"),
    "en": ("officers of your village and district", "offices that you agree to"),
}


def test_it_names_who_reads_it() -> None:
    """UU 27/2022: the recipients are named, in both languages."""
    for language, readers in READERS.items():
        text = TEXTS.languages[language]["hello.consent.ask"]
        assert [reader for reader in readers if reader not in text] == []


def test_the_version_belongs_to_the_text() -> None:
    """Whoever changes the text decides about its version."""
    languages = TEXTS.languages
    (version,) = {texts["consent.version"] for texts in languages.values()}
    told = "\n".join(texts["hello.consent.ask"] for texts in languages.values())
    assert VERSIONS[version] == hashlib.sha256(told.encode()).hexdigest()[:16]
