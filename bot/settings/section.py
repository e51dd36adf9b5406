"""What every table of ``config.toml`` has in common.

Tested in tests/bot/settings/test_config.py."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the file. The description of a key is what an operator reads when its value is
    wrong."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, validate_default=True
    )
