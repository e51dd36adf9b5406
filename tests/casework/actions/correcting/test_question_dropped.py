"""A question that is dropped: the time goes on from where it stood, as after an answer."""

from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.question import Ask
from casework.case.model import Status
from casework.reports import due_time, promises
from tests.casework.cases import CALENDAR, NOW, OFFICER, POLICY, filed, standing, told


def test_the_time_goes_on_where_it_stood() -> None:
    """Dropped at once, a question has cost nothing; the bells of a case in hand are set again."""
    held = standing(Status.IN_PROGRESS, owner=OFFICER)
    waiting, asked = told(held, Ask(OFFICER, "since when?", "text"))
    case, events = told(waiting, DropQuestion(OFFICER))
    assert (case.status, case.minutes_left) == (Status.IN_PROGRESS, None)
    assert case.due_at == held.due_at
    assert {"late", "still"} <= {bell.kind for bell in POLICY.bells(case, events, NOW).bells}
    trail = [(event, NOW) for event in (filed()[1], *asked, *events)]
    assert due_time.period(trail).known
    assert promises.promises_again(case, trail, POLICY, CALENDAR).due_at == case.due_at
