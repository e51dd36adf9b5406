"""What the storage tests share."""

import pytest

from storage.db.vault import Vault


@pytest.fixture
def vault() -> Vault:
    """A vault with a key that is always the same."""
    return Vault(bytes(range(32)))
