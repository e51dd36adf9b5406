"""The configuration is read once, at the start; whatever is wrong with it is told at once and in
plain words."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings import config
from bot.settings.config import Mistakes
from storage.backup.age import new_identity
from storage.db.vault import new_key

TOKEN = "7012345678:AAcanary-canary_canary-canary_canary1"
GOOD = """
[telegram]
token = "env:TOKEN_OF_TEST"
[keys]
master = "file:master.key"
[area]
district = "32.74"
timezone = "Asia/Jakarta"
villages = "villages.csv"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a key, a list of villages and a good config; the token is in the
    environment."""
    (tmp_path / "config.toml").write_text(GOOD)
    (tmp_path / "villages.csv").write_text(
        "code,name\n32.74,Kota Cirebon\n32.74.05,Kesambi\n32.74.05.1003,Kesambi\n"
    )
    (tmp_path / "master.key").write_text(new_key())
    (tmp_path / "master.key").chmod(0o600)
    monkeypatch.setenv("TOKEN_OF_TEST", TOKEN)
    return tmp_path


def mistakes(folder: Path, text: str | None = None) -> str:
    """What an operator is told about this config; no line may show a secret or the words of a
    library."""
    if text is not None:
        (folder / "config.toml").write_text(text)
    with pytest.raises(Mistakes) as caught:
        config.load(folder / "config.toml")
    lines = str(caught.value)
    assert "AAcanary" not in lines
    assert "pydantic" not in lines.lower()
    assert "input" not in lines.lower()
    assert all("config.toml" in line or "PUSKESOS_" in line for line in caught.value.lines)
    return lines


def test_what_is_left_out_has_a_working_default(folder: Path) -> None:
    """Token, key and area are all that must be written."""
    read = config.load(folder / "config.toml")
    assert read.telegram.token.get_secret_value() == TOKEN
    assert len(read.keys.master.get_secret_value()) == 32
    assert (read.telegram.base_url, read.telegram.file_url) == (
        "https://api.telegram.org/bot",
        "https://api.telegram.org/file/bot",
    )
    assert (read.telegram.mode, read.telegram.per_second, read.log.level) == ("polling", 30, "INFO")
    assert read.database.url == f"sqlite:///{folder}/puskesos.db"
    assert (read.files.folder, read.policy.folder, read.hours) == (folder / "files", None, {})
    assert str(read.area.timezone) == "Asia/Jakarta"
    assert read.area.villages[-1] == ("32.74.05.1003", "Kesambi")
    assert "119 (ambulans)" in read.emergency.numbers


def test_secrets_are_not_shown(folder: Path) -> None:
    """Printing the configuration shows neither token nor key."""
    read = config.load(folder / "config.toml")
    assert TOKEN not in repr(read)
    assert repr(read.keys.master.get_secret_value()) not in repr(read)


def test_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PUSKESOS_SECTION__KEY replaces one key and leaves the others; codes keep their zeros."""
    (folder / "config.toml").write_text(
        GOOD.replace("32.74", "32.75") + '[hours.week]\nmonday = ["08:00-12:00"]\n'
    )
    (folder / "villages.csv").write_text("32.70.01.1001,Satu\n")
    for name, value in {
        "AREA__DISTRICT": "32.70",
        "TELEGRAM__PER_SECOND": "5",
        "TELEGRAM__BASE_URL": "http://127.0.0.1:8081",
        "TELEGRAM__TOKEN": "42:direct",
        "EMERGENCY__NUMBERS": '["119"]',
        "HOURS__WEEK__TUESDAY": '["09:00-10:00"]',
    }.items():
        monkeypatch.setenv(f"PUSKESOS_{name}", value)
    read = config.load(folder / "config.toml")
    assert (read.area.district, read.telegram.per_second, read.emergency.numbers) == (
        "32.70",
        5,
        ("119",),
    )
    assert (read.telegram.base_url, read.telegram.file_url) == (
        "http://127.0.0.1:8081/bot",
        "http://127.0.0.1:8081/file/bot",
    )
    assert read.telegram.token.get_secret_value() == "42:direct"
    assert read.hours == {"week": {"monday": ["08:00-12:00"], "tuesday": ["09:00-10:00"]}}


WRONG: Mapping[str, tuple[str, str, str]] = {
    "unknown key": (
        "[keys]",
        "tokn = 1\n[keys]",
        "telegram.tokn is not known; did you mean token?",
    ),
    "unknown section": (
        "[keys]",
        "[telegrm]\n[keys]",
        "telegrm is not known; did you mean telegram?",
    ),
    "missing token": (
        'token = "env:TOKEN_OF_TEST"',
        "",
        "telegram.token is missing; write token = ",
    ),
    "unset variable": (
        "TOKEN_OF_TEST",
        "NOT_SET_IN_TEST",
        "NOT_SET_IN_TEST is not set; set it before",
    ),
    "open token": ("env:TOKEN_OF_TEST", TOKEN, "telegram.token stands openly in the file; write"),
    "open key": ("file:master.key", "c2VjcmV0", "keys.master stands openly in the file; write"),
    "unreadable key": (
        "file:master.key",
        "file:none.key",
        "none.key can't be read (No such file or directory); write",
    ),
    "key that is a folder": ("file:master.key", "file:.", "can't be read (Is a directory)"),
    "wrong key": (
        "file:master.key",
        "file:villages.csv",
        "others on this machine may open the file",
    ),
    "webhook": (
        "[keys]",
        'mode = "webhook"\n[keys]',
        'telegram.mode can\'t be used as it is; write mode = "polling"',
    ),
    "bare address": (
        "[keys]",
        'base_url = "api.telegram.org"\n[keys]',
        "'api.telegram.org' is no address; write",
    ),
    "too fast": (
        "[keys]",
        "per_second = 31\n[keys]",
        "telegram.per_second can't be used as it is; write a whole number",
    ),
    "district as a number": (
        '"32.74"',
        "32.74",
        "area.district can't be used as it is; write the Kemendagri code",
    ),
    "district of a village": (
        '"32.74"',
        '"32.74.05.1003"',
        "is no code of a regency or city; write the Kemendagri",
    ),
    "another district": (
        '"32.74"',
        '"33.18"',
        "has codes outside of 33.18: 32.74, 32.74.05, 32.74.05.1003; correct",
    ),
    "no such zone": ("Asia/Jakarta", "Asia/Cirebon", "'Asia/Cirebon' is not known; write"),
    "no such list": (
        "villages.csv",
        "none.csv",
        "none.csv can't be read (No such file or directory); write",
    ),
    "no section": (
        "[keys]",
        "[log]\nlevel = 'loud'\n[keys]",
        "log.level can't be used as it is; write",
    ),
    "value for a section": (
        "[telegram]",
        "files = 3\n[telegram]",
        "files can't be used as it is; write it as a section",
    ),
    "other database": (
        "[keys]",
        '[database]\nurl = "mysql://h/n"\n[keys]',
        "database.url: the address names 'mysql'",
    ),
    "open password": (
        "[keys]",
        '[database]\nurl = "postgresql://u:AAcanary@h/n"\n[keys]',
        "database.url stands openly",
    ),
    "no folder": ("[keys]", '[policy]\nfolder = "none"\n[keys]', "there is no folder"),
    "no numbers": (
        "[keys]",
        "[emergency]\nnumbers = [112]\n[keys]",
        "this is no list of texts; write a list of texts",
    ),
    "no TOML": ("[keys]", "[keys", "config.toml can't be read"),
}


@pytest.mark.parametrize("case", WRONG)
def test_each_mistake_says_what_where_and_how_to_mend_it(folder: Path, case: str) -> None:
    """One line per mistake, and nothing else is complained about."""
    before, after, expected = WRONG[case]
    lines = mistakes(folder, GOOD.replace(before, after))
    assert expected in lines
    assert len(lines.splitlines()) == 1


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    """Nobody has to start the program five times to learn of five mistakes."""
    lines = mistakes(
        folder,
        '[telegram]\ntokn = "x"\nper_second = 0\n[log]\nformat = "xml"\n'
        '[area]\ndistrict = "3274"\n',
    )
    for name in (
        "tokn",
        "token",
        "per_second",
        "log.format",
        "area.district",
        "timezone",
        "villages",
        "keys.master",
    ):
        assert name in lines
    assert len(lines.splitlines()) == 8


def test_bad_lines_of_the_villages_are_all_named(folder: Path) -> None:
    """Each bad line of the CSV has its number and its mend."""
    (folder / "villages.csv").write_text(
        "32.74.05.1003,Kesambi\n3274051004,Drajat\n32.74.05.1005\n"
    )
    lines = mistakes(folder).splitlines()
    assert ["line 2" in lines[0], "line 3" in lines[1], len(lines)] == [True, True, 2]


def test_a_list_without_a_village_is_refused(folder: Path) -> None:
    """Without a village nobody could say where a trouble is."""
    (folder / "villages.csv").write_text("32.74,Kota Cirebon\n32.74.05,Kesambi\n")
    assert "names no village of 32.74; write one per line" in mistakes(folder)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_may_open_is_refused(folder: Path, mode: int) -> None:
    """The mend is the command to type."""
    (folder / "master.key").chmod(mode)
    assert f"run: chmod 600 {folder}/master.key" in mistakes(folder)


def test_a_key_of_the_wrong_length_is_refused(folder: Path) -> None:
    """A cut key would make everything unreadable later; it is found now."""
    (folder / "master.key").write_text("c2hvcnQ=")
    assert "the master key has 5 bytes and must have 32; make one with: puskesos init" in mistakes(
        folder
    )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "TELEGRM__TOKEN",
            "42:x",
            "PUSKESOS_TELEGRM__TOKEN names no section of the config; did you mean telegram?",
        ),
        ("TELEGRAM__TOKN", "42:x", "PUSKESOS_TELEGRAM__TOKN is not known; did you mean token?"),
        (
            "TELEGRAM__PER_SECOND",
            "fast",
            "PUSKESOS_TELEGRAM__PER_SECOND can't be used as it is; write a whole number",
        ),
        ("EMERGENCY__NUMBERS", "119", "PUSKESOS_EMERGENCY"),
        (
            "TELEGRAM__TOKEN",
            "nonsense",
            "PUSKESOS_TELEGRAM__TOKEN: this is not the token of a bot; write token",
        ),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    """The operator looks in the right place."""
    monkeypatch.setenv(f"PUSKESOS_{name}", value)
    assert expected in mistakes(folder)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    """The first thing that a newcomer sees."""
    assert "make it with: puskesos init" in mistakes(tmp_path)


def test_a_secret_file_may_end_with_a_line_break(folder: Path) -> None:
    """Editors put one there."""
    (folder / "token.key").write_text(TOKEN + "\r\n")
    (folder / "token.key").chmod(0o400)
    (folder / "config.toml").write_text(GOOD.replace("env:TOKEN_OF_TEST", "file:token.key"))
    assert config.load(folder / "config.toml").telegram.token.get_secret_value() == TOKEN


def test_postgresql_may_come_from_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address with a password is a secret like the token."""
    monkeypatch.setenv("PG", "postgresql://u:secret@h/n")
    (folder / "config.toml").write_text(GOOD + '[database]\nurl = "env:PG"\n')
    assert config.load(folder / "config.toml").database.url == "postgresql://u:secret@h/n"


def test_a_letterhead_is_checked_with_the_rest(folder: Path) -> None:
    """What is wrong with it stands beside the other mistakes, with its place in the file."""
    wrong = GOOD + '[letterhead]\nphone = "x"\n[letterhead.village."32.74.09.1001"]\n'
    told = mistakes(folder, wrong + "[log]\nlevel = 7\n")
    assert "config.toml: letterhead: phone 'x' is no phone number" in told
    assert "config.toml: letterhead: village 32.74.09.1001 is not in area.villages" in told
    assert "log.level" in told


def test_a_letterhead_is_read(folder: Path) -> None:
    """By the place whose office it is."""
    (folder / "config.toml").write_text(
        GOOD + '[letterhead.village."32.74.05.1003"]\naddress = "Jalan Contoh 2"\n'
    )
    read = config.load(folder / "config.toml").letterhead
    assert read.of("32.74.05.1003").address == "Jalan Contoh 2"


def test_backups(folder: Path) -> None:
    """Public keys and times are read; a secret key is told without being shown, and so is a time
    that is none."""
    identity, public = new_identity()
    text = f'{GOOD}[backup]\nrecipients = ["{public}"]\ntimes = ["14:00", "02:15"]\n'
    (folder / "config.toml").write_text(text)
    read = config.load(folder / "config.toml").backup
    assert read.recipients == (public,)
    assert [str(at) for at in read.times] == ["02:15:00", "14:00:00"]
    assert read.folder == folder / "backups"
    told = mistakes(folder, f'{GOOD}[backup]\nrecipients = ["{identity}"]\n')
    assert ("secret identity" in told, identity in told) == (True, False)
    for wrong in ('times = ["2.15"]', "times = []", 'recipients = "age1"', "daily = 0", "x = 1"):
        assert "backup." in mistakes(folder, f"{GOOD}[backup]\n{wrong}\n"), wrong
