"""How much it matters that a message arrives, and how often it may be sent when nobody knows
whether it has.

The values are the letters that stand in the outbox: they are stored and never change."""

from enum import StrEnum


class Delivery(StrEnum):
    """The class of a message. What nobody is sure of: an idempotent call is repeated freely, what
    must arrive is sent once more and marked, reminders and broadcasts are left at that."""

    IDEMPOTENT = "I"
    MUST_ARRIVE = "B"
    REMINDER = "C"
    BROADCAST = "D"
