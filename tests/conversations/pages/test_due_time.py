""" "Why then?": the whole reckoning to staff on one phone screen, one sentence to the teller; and
what is pressed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.actions.question import Answer, Answered, Ask, Asked
from casework.actions.rescheduling import RUNNING, Rescheduled
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Membership, Role, Status
from casework.clock.days import DayKind
from casework.clock.decreed_days import DecreedDay, with_days
from casework.lifecycle import BECOMES
from conversations.case_pages.case import Page, case_page
from conversations.pages import lists
from conversations.pages.due_time import MOST_RUNS, why
from conversations.pages.lists import Listed
from conversations.protocol.effects import Say
from tests.casework.cases import (
    NOW,
    OFFICER,
    POLICY,
    TELLER,
    VILLAGE,
    after,
    filed,
    having,
    standing,
    told,
)
from tests.conversations.speaker import CONTENT, LANGUAGES, TEXTS

OFFICE = Membership(Role.FRONT_OFFICE, VILLAGE)
DAY = timedelta(days=1)
LEAVE = DecreedDay(date(2026, 12, 2), DayKind.HOLIDAY, "Cuti <b>bersama</b>")


def words(say: Say, language: str = "id") -> str:
    return TEXTS.html(language, say.text)


def page(case: Case, history: list[tuple[e.Event, datetime]], *roles: Membership) -> Page:
    return Page(case, tuple(history), OFFICER if roles else TELLER, roles)


def lived(
    *steps: tuple[c.Command, datetime], **facts: str
) -> tuple[Case, list[tuple[e.Event, datetime]]]:
    case, first = filed(**facts)
    history: list[tuple[e.Event, datetime]] = [(first, NOW)]
    for command, at in steps:
        case, events = told(case, command, at)
        history += [(event, at) for event in events]
    return case, history


def test_staff_see_the_whole_reckoning() -> None:
    """Rule, start, each run of days with its reason and hours, what moved it, and whose time has
    passed."""
    case, history = lived()
    policy = replace(POLICY, calendar=with_days(POLICY.calendar, [LEAVE]))
    moved = Rescheduled(0, case.due_at + DAY, LEAVE.name)
    case, history = after(case, moved), [*history, (moved, NOW + DAY)]
    assert words(why(page(case, history, OFFICE), policy, NOW + 3 * DAY)).splitlines() == [
        "🗓 <b>26-00001-R</b>: batas waktunya Selasa, 8 Desember, 09.00, karena:",
        "Aturan: layanan biasa, tingkat biasa: 10 hari kerja",
        "Mulai Senin, 23 November, 09.00 (laporan masuk)",
        "• 23 – 27 November 2026: buka, 36 jam",
        "• 28 – 29 November 2026: tidak buka hari itu",
        "• 30 November 2026 – 1 Desember 2026: buka, 15 jam",
        "• 2 Desember 2026: hari libur – Cuti &lt;b&gt;bersama&lt;/b&gt;",
        "• 3 – 4 Desember 2026: buka, 15 jam",
        "• 5 – 6 Desember 2026: tidak buka hari itu",
        "• 7 – 8 Desember 2026: buka, 9 jam",
        "↪ Selasa, 24 November, 09.00:"
        " disesuaikan dengan hari kerja (Cuti &lt;b&gt;bersama&lt;/b&gt;)",
        "Sejauh ini: kami 3 hari 0 jam, kantor lain 0 menit, pelapor 0 menit",
    ]


def test_pauses_are_shown_while_they_last_and_after() -> None:
    """While we wait the rest stands still; after the answer the page begins there and names the
    pause."""
    waiting = lived((Ask(OFFICER, "?", "text"), NOW + 4 * DAY))
    told_now = words(why(page(*waiting, OFFICE), POLICY, NOW + 5 * DAY))
    assert "⏸ sejak Jumat, 27 November, 09.00: menunggu pelapor, sisa 45 jam" in told_now
    answered = lived(
        (Ask(OFFICER, "?", "text"), NOW + 4 * DAY), (Answer(TELLER, "x"), NOW + 7 * DAY)
    )
    later = words(why(page(*answered, OFFICE), POLICY, NOW + 7 * DAY))
    assert "Mulai Senin, 30 November, 09.00 (dijawab)" in later
    assert "Sisa waktu ketika pelapor ditanya: 45 jam" in later
    assert "⏸ Jumat, 27 November, 09.00 – Senin, 30 November, 09.00: menunggu pelapor" in later
    assert "pelapor 3 hari 0 jam" in later


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("facts", [{}, {"alarm": "medical"}], ids=["office hours", "day and night"])
def test_the_page_fits_a_phone(facts: dict[str, str], status: Status, language: str) -> None:
    """However long and eventful, staff read 25 lines at most, and the teller one sentence."""
    case, history = lived(**facts)
    case = replace(case, status=status, due_at=datetime(2027, 5, 3, 2, 0, tzinfo=UTC))
    for n in range(1, 9):
        history += [(Asked(OFFICER, "?", "text", 60), NOW + n * DAY)]
        history += [(Answered(TELLER, {}, case.due_at), NOW + n * DAY + DAY / 2)]
        history += [(Rescheduled(0, case.due_at, "libur"), NOW + n * DAY + DAY / 2)]
    whole = words(why(page(case, history, OFFICE), POLICY, NOW + 30 * DAY), language)
    assert (
        MOST_RUNS
        < len(whole.splitlines()) + (MOST_RUNS if facts else 0)
        <= 25 + (MOST_RUNS if facts else 0)
    )
    sentence = words(why(page(case, history), POLICY, NOW + 30 * DAY), language)
    assert (len(sentence.splitlines()), sentence.count(". ")) == (1, 0)


@pytest.mark.parametrize(
    ("steps", "facts", "pieces"),
    [
        (
            (),
            {},
            (
                "10 hari kerja sejak Senin, 23 November, 09.00",
                "paling lambat <b>Senin, 7 Desember, 09.00</b>",
            ),
        ),
        ((), {"alarm": "medical"}, ("4 jam sejak Senin, 23 November, 09.00, siang dan malam",)),
        (((Ask(OFFICER, "?", "text"), NOW + DAY),), {}, ("waktu kami berhenti dulu",)),
        (
            ((Ask(OFFICER, "?", "text"), NOW + 4 * DAY), (Answer(TELLER, "x"), NOW + 7 * DAY)),
            {},
            (
                "dijawab (Senin, 30 November, 09.00)",
                "sisa waktu kami 45 jam kerja, tanpa menghitung hari kantor tutup",
            ),
        ),
    ],
    ids=["whole clock", "emergency", "we wait", "answered"],
)
def test_the_teller_reads_one_sentence(
    steps: tuple[tuple[c.Command, datetime], ...], facts: dict[str, str], pieces: tuple[str, ...]
) -> None:
    """How long, since when, what is left out, and so until when."""
    sentence = words(why(page(*lived(*steps, **facts)), POLICY, NOW + 8 * DAY))
    assert [piece for piece in pieces if piece not in sentence] == []


def test_hours_of_an_office_are_never_days() -> None:
    """Ten working days that are all left are 75 hours, not three days."""
    case, history = lived((Ask(OFFICER, "?", "text"), NOW), (Answer(TELLER, "x"), NOW + 7 * DAY))
    assert "sisa waktu kami 75 jam kerja" in words(why(page(case, history), POLICY, NOW + 8 * DAY))


def test_the_teller_hears_of_holidays_by_name() -> None:
    """A holiday on the way is named, so that nobody thinks we rest."""
    case, history = lived()
    policy = replace(
        POLICY, calendar=with_days(POLICY.calendar, [replace(LEAVE, name="Cuti bersama")])
    )
    assert "(libur: Cuti bersama)" in words(why(page(case, history), policy, NOW))


def test_an_end_set_by_an_office_names_no_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the running period was begun by something that the clocks do not know, no rule of ours
    is claimed."""

    class Handed(e.Event):
        kind = "assigned"
        due_at = NOW + 9 * DAY

    case, history = lived()
    history.append((Handed(OFFICER), NOW + DAY))
    monkeypatch.setitem(BECOMES, Handed, Status.REFERRED)  # type: ignore[arg-type]
    case = replace(case, due_at=Handed.due_at, status=Status.REFERRED)
    whole = words(why(page(case, history, OFFICE), POLICY, NOW + 3 * DAY))
    assert "10 hari kerja" not in whole
    assert "kami 24 jam, kantor lain 2 hari 0 jam" in whole
    assert "Rabu, 2 Desember" in words(why(page(case, history), POLICY, NOW + 3 * DAY))


# ---- what is pressed -----------------------------------------------------------------------------


def taps(say: Say) -> list[str]:
    return [button.tap.data().split(":")[1] for row in say.buttons for button in row]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("late", [True, False])
def test_when_a_teller_may_press(status: Status, *, late: bool) -> None:
    """Reminding and taking higher are offered once it is late and an office has the next step; why,
    while time runs."""
    case = standing(status, due_at=NOW - DAY if late else NOW + DAY)
    offered = taps(case_page(page(case, []), CONTENT.catalogue, CONTENT.places, NOW))
    pressing = late and status in RUNNING - {Status.WAITING}
    assert ("nudge" in offered, "raise" in offered, "why" in offered) == (
        pressing,
        pressing,
        status in RUNNING,
    )


def test_nobody_is_offered_to_go_above_the_top() -> None:
    """Where nobody stands higher the teller may remind, and no more."""
    case = standing(Status.IN_PROGRESS, due_at=NOW - DAY)
    seen = replace(page(case, []), top=True)
    offered = taps(case_page(seen, CONTENT.catalogue, CONTENT.places, NOW))
    assert ("nudge" in offered, "raise" in offered) == (True, False)


def test_reminders_are_seen_in_the_queue_and_on_the_page() -> None:
    """A case of which we were reminded twice says so to staff, in the list and on its page."""
    case = standing(Status.IN_PROGRESS, due_at=NOW - DAY, nudges=2)
    listed = lists.listing("queue", Listed((case,)), CONTENT.catalogue, CONTENT.places, NOW)
    own = case_page(page(case, [], OFFICE), CONTENT.catalogue, CONTENT.places, NOW)
    calm = lists.listing(
        "queue", Listed((having(case, nudges=0),)), CONTENT.catalogue, CONTENT.places, NOW
    )
    assert "🔔2" in words(listed)
    assert "🔔2" in words(own)
    assert "🔔" not in words(calm)
