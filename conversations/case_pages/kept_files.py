"""A case and its trail without the files that could not be kept: pages count what is there.

Tested in tests/conversations/case_pages/test_kept_files.py."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.duplicates.co_reporting import Joined
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import Resolved
from casework.actions.question import Answered
from casework.case import events as e
from casework.case.intake import Intake


def of_event(event: e.Event, lost: Collection[str]) -> e.Event:
    """The event as far as it was kept. ``lost``: Telegram's names for what was not."""
    match event:
        case e.Filed() | Completed():
            return replace(event, intake=of_intake(event.intake, lost))
        case Added() | Joined():
            return replace(event, story=_story(event.story, lost))
        case Replied() | Noted() | Resolved():
            return replace(event, along=_story(event.along, lost))
        case Answered():
            answer: Any = event.answer
            return replace(event, answer={**answer, "value": _story(answer["value"], lost)})
        case _:
            return event


def of_intake(intake: Intake, lost: Collection[str]) -> Intake:
    """The intake as far as its files were kept."""
    return replace(intake, story=_story(intake.story, lost))


def _story(told: Any, lost: Collection[str]) -> Any:
    if not isinstance(told, Mapping) or "files" not in told:
        return told
    return {**told, "files": [f for f in told["files"] if f.get("unique_id") not in lost]}
