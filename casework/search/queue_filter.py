"""The queue filter: what waits for a step of one's office, or what is late, one's own, unread,
waiting for its resident, for another office or for its day; of one desk; of one village; of one
officer. Leaders also look at what lies below them.

It only narrows: what may be seen at all is said by access/visibility.py. Its code travels in
buttons, so it is short, and a forged or very old one is read as far as it makes sense: it can do no
harm."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from casework.case.model import Desk


class View(StrEnum):
    """Which cases of a queue. ``ALL`` are those that wait for a step of one's own office now;
    ``MINE`` all open ones in one's own hands, waiting ones too; ``REFERRED`` those that wait for a
    step of another office, ``PUT_OFF`` for their day; ``BELOW`` those of the offices below one's
    own; ``TOO_LONG`` those of ``WAITING`` that were late when asked, or were asked long ago."""

    ALL = "all"
    LATE = "late"
    MINE = "mine"
    UNREAD = "unread"
    WAITING = "waiting"
    REFERRED = "referred"
    PUT_OFF = "put_off"
    BELOW = "below"
    TOO_LONG = "too_long"


TOO_LONG = timedelta(days=5)
"""After this a resident who was asked has been reminded twice (followups.toml, *question*): it is
time to call."""


@dataclass(frozen=True)
class QueueFilter:
    """A queue filter. ``desk``: None for all desks. ``village``: a code with dots, "" for all
    villages. ``officer``: the id of a colleague in whose hands they are; 0: in anybody's."""

    view: View = View.ALL
    desk: Desk | None = None
    village: str = ""
    officer: int = 0

    @property
    def code(self) -> str:
        """The filter as a button carries it (at most 27 characters); "" for all of a queue."""
        view = "" if self.view is View.ALL else self.view[0]
        desk = self.desk[0] if self.desk else ""
        officer = f"@{self.officer:x}" if self.officer else ""
        return f"{view}{desk}{self.village.replace('.', '')}{officer}"


_VIEWS = {view[0]: view for view in View if view is not View.ALL}
_DESKS = {desk[0]: desk for desk in Desk}
_CODE = re.compile(r"([lmuwrpbt]?)([fehs]?)(\d{10})?(?:@([1-9a-f][0-9a-f]{0,12}))?", re.ASCII)
_KEY = re.compile(r"\d+(\.\d+)+", re.ASCII)
MARK = "~"
"""Stands between the code of a filter and the key of a page."""


def read(code: str) -> QueueFilter:
    """The filter of a code; what is no code is all of the queue."""
    found = _CODE.fullmatch(code)
    if found is None:
        return QueueFilter()
    view, desk, digits, officer = found.groups()
    village = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}" if digits else ""
    shown = _VIEWS.get(view, View.ALL)
    return QueueFilter(shown, _DESKS.get(desk), village, int(officer or "0", 16))


def read_page(words: str) -> tuple[QueueFilter, str]:
    """The filter and the key of a page, from the words of a button; older buttons carry only a
    key."""
    code, mark, key = words.partition(MARK)
    if not mark and _KEY.fullmatch(words):
        return QueueFilter(), words
    return read(code), key


def page(narrowed: QueueFilter, key: str = "") -> str:
    """The words of a button that turns to a page of a queue; ``read_page`` reads them again. They
    are never empty: a button without words leads back to the filter that was on last."""
    return key if key and narrowed == QueueFilter() else f"{narrowed.code}{MARK}{key}"


WHOLE = page(QueueFilter())
"""The words of a button that leads to all of a queue, whatever filter was on."""
