"""The file of case numbers that were given out: the highest of a year counts, and nothing that is
wrong with it costs a report."""

from pathlib import Path

from storage.cases.given_numbers import FILE, GivenNumbers


def test_the_next_start_knows_the_highest_of_each_year(tmp_path: Path) -> None:
    """Until then the database counts; a folder that is not there yet is made."""
    given = GivenNumbers(tmp_path / "files")
    for case_id in (260_000_007, 260_000_003, 270_000_001):
        given.note(case_id)
    assert given.highest(2026) == 0
    again = GivenNumbers(tmp_path / "files")
    assert [again.highest(year) for year in (2025, 2026, 2027)] == [0, 260_000_007, 270_000_001]
    again.note(270_000_002)
    assert GivenNumbers(tmp_path / "files").highest(2026) == 260_000_007


def test_an_operator_may_write_a_higher_one(tmp_path: Path) -> None:
    """As people write a case number, in any order; what is none is passed over."""
    (tmp_path / FILE).write_text("26-00900\nlast one: ?\n26-01200-A\n\n", "utf-8")
    assert GivenNumbers(tmp_path).highest(2026) == 260_001_200


def test_a_disk_that_fails_costs_nothing(tmp_path: Path) -> None:
    """Neither reading what is no text nor writing where nothing can be written raises."""
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    assert GivenNumbers(tmp_path).highest(2026) == 0
    occupied = tmp_path / "occupied"
    occupied.write_text("no folder", "utf-8")
    GivenNumbers(occupied).note(260_000_001)
    GivenNumbers().note(260_000_001)
