"""A resident who answers whatever the bot asks, and writes down what the bot has promised.

It sees only the ledger of the simulated Telegram, as a person sees only the screen: a promise is a
case number that really reached the phone. Every report carries a word of its own (``marker``), by
which its case is found."""

import re
from dataclasses import dataclass, field

from bot.simulator.messages import DeliveredMessage
from bot.simulator.phones import Phone

NUMBER = re.compile(r"\b\d\d-\d{5}-[A-Z]\b")
RECEIPT = re.compile(rf"Nomor laporan: ({NUMBER.pattern})")
TAPS = {
    "language": "id",
    "consent": "agree",
    "who": "family",  # whose address is asked for each time
    "suggested": "none",
    "sector": "social_protection",
    "secret": "open",
}
"""What is tapped at a step; at any other choice it is the last button, which is never the urgent
one."""

SKIP = "Lewati"
STORY = "Bantuan sembako tidak masuk sejak dua bulan, mohon dibantu dicek"
_NAVIGATION = frozenset("<-x")


@dataclass
class Robot:
    """One resident. ``photo``: the story comes with one. ``resting``: begins no other report.

    ``promised``: the case numbers in the receipts that came. By marker: ``told``, reports whose
    address was given; ``sent``, those that were sent off; ``drafts``, the forms that each was asked
    in (one lost on the way shows as two)."""

    phone: Phone
    photo: bool = False
    n: int = 0
    sent: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    promised: set[str] = field(default_factory=set)
    drafts: dict[str, set[str]] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    read: int = 0
    last: int = 0
    resting: bool = False

    @property
    def marker(self) -> str:
        """The word of the report that is being told now."""
        return self.marker_of(self.n)

    def marker_of(self, n: int) -> str:
        return f"x{self.phone.chat_id}n{n}x"

    def begin(self) -> None:
        """Say hello."""
        self.last = self.phone.start()

    @property
    def heard(self) -> bool:
        """The bot has confirmed whatever was said."""
        return all(
            update["update_id"] != self.last for _, update in self.phone.world.updates._waiting
        )

    def react(self) -> bool:
        """Read what is new on the screen and answer it; False when there is nothing to answer, or
        not yet."""
        if not self.heard:
            return False
        ledger = self.phone.world.ledger
        new = [entry for entry in ledger[self.read :] if entry.chat_id == self.phone.chat_id]
        self.read = len(ledger)
        receipts = {
            found[1] for entry in new if (found := RECEIPT.search(entry.text))
        } - self.promised
        self.promised |= receipts
        if receipts and self.marker in self.sent:
            self.n += 1
            return self.nudge()
        asked = [entry for entry in new if _data(entry)]
        if asked:
            return self._answer(asked[-1])
        skip = [key for row in self.phone.keyboard for key in row if key.text == SKIP]
        if new and skip:  # the one question that is asked with the big keyboard
            self.questions.append(f"phone: {new[-1].text}")
            return self._say(self.phone.press(skip[0]))
        return False

    def nudge(self) -> bool:
        """Ask for the form: for a new report, or because nothing has come for a while."""
        if not self.heard or (self.resting and self.marker not in self.told):
            return False
        return self._say(self.phone.send("/lapor"))

    @property
    def idle(self) -> bool:
        """Nothing is begun that is not done."""
        return self.resting and (self.marker not in self.told or self.marker in self.sent)

    def _answer(self, entry: DeliveredMessage) -> bool:
        data = _data(entry)
        offers = [d for d in data if d.startswith("r:")]
        if offers:
            return self._tap(entry, offers[0])
        anew = [d for d in data if d.startswith("d:") and d.endswith(":0")]
        if anew:  # "is it one of these?": a robot's troubles are all different
            return self._tap(entry, anew[0])
        parts = [d.split(":", 3) for d in data if d.startswith("f:")]
        if not parts:
            return "m:lapor" in data and self.nudge()
        _, draft, step, _ = parts[0]
        if self.marker in self.sent and draft not in self.drafts.get(self.marker, ()):
            # the receipt was lost on the way, the form is a new one: so the report has gone out
            self.n += 1
        if step not in ("language", "consent", "village"):
            self.drafts.setdefault(self.marker, set()).add(draft)
        self.questions.append(f"{step}: {entry.text}")
        if step == "!":
            self.told.add(self.marker)
            self.sent.add(self.marker)
            return self._tap(entry, f"f:{draft}:!:send")
        values = [value for *_, value in parts if value not in _NAVIGATION]
        story = f"{STORY}, {self.marker}"
        if step == "story":
            return self._say(self.phone.photo(story) if self.photo else self.phone.send(story))
        if step == "place":
            self.told.add(self.marker)
            return self._say(self.phone.send(f"RT 02 RW 05, {self.marker}"))
        if step == "village" and not values:
            return self._say(self.phone.send("Kesambi"))
        if step == "sufferer":
            return self._say(self.phone.send("Tetangga RT 03"))
        value = TAPS[step] if TAPS.get(step) in values else values[-1]
        return self._tap(entry, f"f:{draft}:{step}:{value}")

    def _tap(self, entry: DeliveredMessage, data: str) -> bool:
        return self._say(self.phone.tap_data(data, entry.message_id))

    def _say(self, update_id: int) -> bool:
        self.last = update_id
        return True


def _data(entry: DeliveredMessage) -> list[str]:
    return [button.data for row in entry.buttons for button in row if button.data]
