"""How long a person takes over a conversation: what they read, type and tap, at a steady pace."""

from dataclasses import dataclass, field

from bot.simulator.phones import Phone
from tests.support.rig import Rig

READ, TYPED, TAP = 200 / 60, 25 / 60, 1.5
"""Words read and words typed in a second; seconds for a tap (issue 8)."""


def words(text: str) -> int:
    """Words of a text; a line of signs alone is none."""
    return sum(any(ch.isalnum() for ch in word) for word in text.split())


@dataclass
class Walk:
    """One person's way from a first message on. Every message of the bot is read in whole when it
    comes, and again when it is changed. Of labels only the tapped one is ``read``, as who knows the
    way does; ``passed`` counts the words of all the others, the big keyboard's too."""

    rig: Rig
    phone: Phone
    taps: int = 0
    typed: int = 0
    read: int = 0
    passed: int = 0
    heard: int = 0
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heard = len(self.rig.telegram.ledger)

    @property
    def seconds(self) -> float:
        return self.read / READ + self.typed / TYPED + self.taps * TAP

    @property
    def careful_seconds(self) -> float:
        """The same for somebody who reads every label of every message before each tap."""
        return self.seconds + self.passed / READ

    async def write(self, text: str) -> None:
        """Type something and read what comes."""
        self.typed += words(text)
        self.lines.append(f"> {text}")
        await self.rig.write(self.phone, text)
        self._listen()

    async def tap(self, data: str) -> None:
        """Tap the newest button whose data holds ``data`` up to its end or a colon, or the key of
        the big keyboard that says so, and read what comes."""
        self.taps += 1
        label = self._label(data)
        self.read += words(label)
        self.passed -= words(label)
        self.lines.append(f"> [{label}]")
        self.rig.later(seconds=5)
        self.phone.tap(label)
        await self.rig.settle()
        self._listen()

    def _label(self, data: str) -> str:
        keys = [key for row in self.phone.keyboard for key in row]
        for message in reversed(self.phone.messages):
            for button in (b for row in message.buttons for b in row):
                if f"{data.removesuffix(':')}:" in f"{button.data}:":
                    return button.text
        return next(key.text for key in keys if data in (key.request or key.text))

    def _listen(self) -> None:
        ledger = self.rig.telegram.ledger
        if self.heard < len(ledger):
            self.passed += sum(words(key.text) for row in self.phone.keyboard for key in row)
        for letter in ledger[self.heard :]:
            if letter.chat_id == self.phone.chat_id:
                self.read += words(letter.text)
                buttons = " ".join(f"[{b.text}]" for row in letter.buttons for b in row)
                self.passed += words(buttons)
                self.lines.append(f"{letter.text}  {buttons}")
        self.heard = len(ledger)

    def figures(self) -> str:
        return (
            f"{self.taps} taps, {self.typed} words typed, {self.read} read:"
            f" {self.seconds:.0f} seconds; with {self.passed} words of labels that were not tapped:"
            f" {self.careful_seconds:.0f} seconds"
        )
