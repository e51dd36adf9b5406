"""What an officer wants to see or hear: words alone are no photo, and a photo that is told as
news of the case is one.

Tested in tests/conversations/filling/wants/test_shown.py."""

from conversations.content import fields
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Brief

WANTED = {
    "photos": frozenset({"photo", "document"}),
    "photo_ktp": frozenset({"photo", "document"}),
    "photo_kk": frozenset({"photo", "document"}),
    "voice": frozenset({"voice", "audio"}),
}
"""As what each of these may come."""

MOST_WORDS = 5
"""Words of a "no, I have none"; more may tell of something else."""


def answers(wants: str, story: Story) -> bool:
    """Whether a story can be the answer to a question that wants this."""
    if wants not in WANTED or story.files or story.pin is not None:
        return True
    return fields.no(story.text, MOST_WORDS)


def asked(case: Brief, story: Story) -> bool:
    """Whether a story shows what the officer of a waiting case wants to see or hear."""
    fitting = WANTED.get(case.wants, frozenset())
    return any(file["kind"] in fitting for file in story.files)
