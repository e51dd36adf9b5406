"""How much it matters that a message arrives."""

from conversations.protocol.delivery import Delivery


def test_stored_letters() -> None:
    """A letter that lies in an outbox since before an update is of the same class after it."""
    assert {each.name: str(each) for each in Delivery} == {
        "IDEMPOTENT": "I",
        "MUST_ARRIVE": "B",
        "REMINDER": "C",
        "BROADCAST": "D",
    }
