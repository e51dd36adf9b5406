"""The player of stories can tell when a story does not come true, and says where; else no story
would prove a thing."""

from pathlib import Path

import pytest

from tests.support.rig import rig
from tests.support.stories import deeds, facts, story
from tests.support.stories.stage import Stage
from tests.support.stories.story import StoryError

TITLE = "# Janji: ini tidak benar\n"
PEOPLE = "ada FO: penerima pengaduan Kesambi\nada warga: warga Kesambi\n"
FILED = PEOPLE + "warga melapor: butuh sktm\n"

WRONG = {
    "a message that was not sent": (
        PEOPLE + "warga > P\nwarga < Selamat ulang tahun",
        "5: warga < Selamat",
        "Halo",
    ),
    "words in another order": (PEOPLE + "warga > P\nwarga < bantu*Halo", "5:", "Halo"),
    "a button that is not there": (
        PEOPLE + "warga > P\nwarga < Halo [Beli]",
        "5:",
        "no button 'Beli'",
    ),
    "a tap on nothing": (PEOPLE + "warga [Beli]", "4:", "no button 'Beli'"),
    "silence that was broken": (PEOPLE + "warga > P\nwarga < (diam)", "5:", "Halo"),
    "a message that must not come": (PEOPLE + "warga > P\nwarga tidak < Halo", "5:", "Halo"),
    "an old message": (
        PEOPLE + "warga > P\nwarga > tes\nwarga < Halo\nwarga < Halo",
        "7:",
        "nothing new",
    ),
    "what stands on no screen": (PEOPLE + "warga melihat DARURAT", "4:", "last on the screen"),
    "what stands on the screen": (
        PEOPLE + "warga tidak melihat terhubung",
        "4:",
        "last on the screen",
    ),
    "a case too many": (FILED + "jumlah kasus: 0", "5:", "there are 1"),
    "a case that is not there": (FILED + "kasus 2: status diterima", "5:", "there are 1 cases"),
    "another status": (
        FILED + "kasus 1: tingkat biasa; status ditutup",
        "5:",
        "status is received or diterima",
    ),
    "half a word": (FILED + "kasus 1: status diter", "5:", "status is"),
    "a fact that no case has": (FILED + "kasus 1: warna merah", "5:", "a case has no 'warna'"),
    "somebody who is not there": (PEOPLE + "camat > P", "4:", "nobody here is called 'camat'"),
    "a deed that nobody can do": (PEOPLE + "warga (menelepon)", "4:", "people can do this: foto"),
    "an unknown village": (
        "ada warga: penerima pengaduan Atlantis",
        "2:",
        "no village is called 'Atlantis'",
    ),
    "a wrong weekday": ("hari Selasa 23 November 2026 08.00", "2:", "that day is a Senin"),
    "a line of no kind": (PEOPLE + "warga berkata apa saja", "4:", "not understood"),
    "a line among several": (
        PEOPLE + "bersamaan:\n    warga > P\n    FO [Beli]",
        "6: FO [Beli]",
        "no button",
    ),
    "a time that does not help": (
        FILED + "(3 hari berlalu)\nwarga < masih kami urus",
        "6:",
        "has received",
    ),
    "an update that was put aside": (
        PEOPLE + "warga > P\nwarga (pesan rusak)\nwarga < Halo",
        "6:",
        "ada gangguan",
    ),
}


async def _play(told: str, url: str, folder: Path, *faults: str) -> int:
    path = folder / "wrong.txt"
    path.write_text(TITLE + told, encoding="utf-8")
    async with rig(url, folder) as made:
        for method in faults:
            made.telegram.faults.add("blocked", method)
        builds, build = 0, made.restart

        async def counted() -> None:
            nonlocal builds
            builds += 1
            await build()

        made.restart = counted  # type: ignore[method-assign]
        await Stage(made, story.read(path)).play()
        return builds


@pytest.mark.parametrize("name", WRONG)
async def test_wrong_story(name: str, sqlite_url: str, tmp_path: Path) -> None:
    """A story that does not come true fails with its file, its line and what really happened."""
    told, where, why = WRONG[name]
    with pytest.raises(StoryError) as failed:
        await _play(told, sqlite_url, tmp_path)
    assert str(failed.value).startswith(f"wrong.txt:{where}")
    assert why in str(failed.value)


async def test_a_refused_letter_fails_a_story(sqlite_url: str, tmp_path: Path) -> None:
    """What Telegram refuses to deliver fails a story even when no line asks for it."""
    with pytest.raises(StoryError, match=r"wrong.txt:3: [^:]*Telegram refused setMyCommands"):
        await _play("ada warga: warga Kesambi\nwarga > P", sqlite_url, tmp_path, "setMyCommands")


async def test_nothing_lives_in_memory(sqlite_url: str, tmp_path: Path) -> None:
    """The program is built anew before every line."""
    assert await _play(PEOPLE + "warga > P\nwarga < Halo\nFO > P\n", sqlite_url, tmp_path) == 5


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("", "wrong.txt:1: a story begins with"),
        ("ada warga: warga Kesambi\n", "wrong.txt:1: a story begins with"),
        (TITLE + "ada warga: warga Kesambi\n  warga > P\n", "wrong.txt:3: warga > P\n    indented"),
    ],
)
def test_unreadable_story(told: str, why: str, tmp_path: Path) -> None:
    """A story that makes no promise, or is indented for no reason, is refused with file and
    line."""
    path = tmp_path / "wrong.txt"
    path.write_text(told, encoding="utf-8")
    with pytest.raises(StoryError) as refused:
        story.read(path)
    assert str(refused.value).startswith(why)


def test_stories_are_few_and_each_promises_something_else() -> None:
    """There are 28 to 40 stories with different promises, all of them documented words."""
    told = [story.read(path) for path in sorted(Path(__file__).parent.glob("stories/**/*.txt"))]
    assert 28 <= len(told) <= 40
    assert len({one.promise for one in told}) == len(told)


def test_the_readme_names_every_word() -> None:
    """Whoever writes a story finds all people, deeds and facts in the README."""
    readme = (Path(__file__).parent / "stories/README.md").read_text(encoding="utf-8")
    words = [*deeds.ROLES, *facts.FACTS, *(deed.partition(" ")[0] for deed in deeds.DEEDS)]
    assert [word for word in words if word not in readme] == []
