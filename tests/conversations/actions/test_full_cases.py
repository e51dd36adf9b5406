"""Of what somebody sends, a case takes as many files as it has room for."""

from typing import Any

import pytest

from casework.actions.correspondence import Add, Reply
from casework.actions.ending.completion import Complete
from casework.actions.question import Answer
from casework.case import commands as c
from casework.case.intake import Intake
from casework.case.model import Refused, Status
from conversations.actions.full_cases import brings_files, fitting
from conversations.protocol.dialogue import MOST_FILES
from tests.casework.cases import TELLER, VILLAGE, standing

CASE = standing(Status.IN_PROGRESS)


def told(files: int, *texts: str) -> dict[str, Any]:
    names = [{"kind": "photo", "file_id": f"f{n}", "unique_id": f"u{n}"} for n in range(files)]
    return {"texts": list(texts), "files": names, "location": None}


def commands(story: dict[str, Any]) -> list[c.Command]:
    return [
        Add(TELLER, story),
        Complete(TELLER, VILLAGE, Intake(story=story)),
        Answer(TELLER, {"kind": "photos", "value": story}),
    ]


def files_in(command: Any) -> int:
    intake = getattr(command, "intake", None)
    story = intake.story if intake else getattr(command, "story", None)
    return len((story or command.answer["value"])["files"])


@pytest.mark.parametrize("which", range(3))
def test_what_has_no_room_is_left_out_and_told(which: int) -> None:
    """Five photos where three fit: three are kept, and two are spoken of."""
    command = commands(told(5, "ini"))[which]
    kept, note = fitting(CASE, command, MOST_FILES - 3)
    assert files_in(kept) == 3
    assert note is not None
    assert note.text.args["count"] == 2
    assert fitting(CASE, command, MOST_FILES - 5) == (command, None)


@pytest.mark.parametrize("which", range(3))
def test_words_stay_and_nothing_is_refused(which: int) -> None:
    """Words beside a photo that has no room are kept; a photo alone is refused with the reason."""
    kept, note = fitting(CASE, commands(told(1, "ini"))[which], MOST_FILES)
    assert (files_in(kept), note is not None) == (0, True)
    with pytest.raises(Refused) as refused:
        fitting(CASE, commands(told(1))[which], MOST_FILES + 1)
    assert refused.value.key == "refused.files_full"


def test_only_what_brings_files_is_counted() -> None:
    """For words alone nobody asks how many files there are."""
    assert not any(map(brings_files, [*commands(told(0, "x")), Reply(TELLER, "x")]))
    assert all(map(brings_files, commands(told(1))))
