"""Walking somebody through whatever the bot asks until their report is sent, with the taps that
suggest themselves."""

from collections.abc import Sequence

from bot.simulator.messages import ShownButton
from bot.simulator.phones import Phone
from tests.support.rig import Rig

OBVIOUS = (
    ":language:id",
    ":consent:agree",
    "o:new",
    "o:calm",
    "e:yes",
    ":who:self",
    ":suggested:",
    ":secret:open",
    ":consent:yes",
    ":!:send",
)
"""What is tapped without thinking: the first button whose data holds the first of these. Questions
about the state of things (``:depth:``) get their last answer, which is the least urgent; what may
be skipped is skipped."""

SPOKEN = {":village:": "Kesambi", ":place:": "RT 03 RW 07", ":sufferer:": "Bu tetangga"}
"""What is written where words are wanted."""

LONGEST = 25


async def report(rig: Rig, phone: Phone, words: str, labels: Sequence[str] = ()) -> None:
    """Write ``words`` and answer until nothing more is asked; ``labels`` are preferred.
    AssertionError if no end."""
    await rig.write(phone, words)
    await go_on(rig, phone, labels)


async def go_on(rig: Rig, phone: Phone, labels: Sequence[str] = ()) -> None:
    """Answer until nothing more is asked."""
    for _ in range(LONGEST):
        if not await _answer(rig, phone, labels):
            return
    raise AssertionError(f"there is no end of questions; the last one: {phone.last.text}")


async def _answer(rig: Rig, phone: Phone, labels: Sequence[str]) -> bool:
    """Answer the question that stands last, or tell that there is none."""
    last = phone.last
    if phone.keyboard and last.reply_keyboard:
        await rig.write(phone, "Lewati")
        return True
    tap, spoken = _choice([b for row in last.buttons for b in row], labels)
    if tap is not None:
        phone.tap_data(tap, last.message_id)
        await rig.settle()
    elif spoken:
        await rig.write(phone, spoken)
    return bool(tap or spoken)


def _choice(buttons: Sequence[ShownButton], labels: Sequence[str]) -> tuple[str | None, str]:
    """What to tap, or else what to write."""
    data = [b.data or "" for b in buttons]
    wished = [b.data for b in buttons if b.text in labels]
    obvious = [one for wish in OBVIOUS for one in data if wish in one]
    depth = [
        one for one in data if ":depth:" in one and one.rpartition(":")[2] not in ("<", "-", "x")
    ]
    taps = wished or obvious or depth[-1:]
    if taps:
        return taps[0], ""
    return None, next(
        (words for step, words in SPOKEN.items() if any(step in one for one in data)), ""
    )
