"""The guides keep up with the program: commands, keys, links, the table of clocks, and the drawn
life of a case.

``python -m tests.test_docs`` draws docs/lifecycle.md and docs/house.md anew.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import typer

from bot.cli.main import app
from bot.settings import letterheads
from bot.settings.config import Config
from bot.settings.sources import OWN_TEXTS, POLICY
from casework.access.permissions import WHO
from casework.actions.duplicates.unmerging import Unmerged
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.escalation import Ring
from casework.case import commands as c
from casework.case.model import Refused, Role, Stage, Status, Urgency, Verdict
from casework.case.roles import AGENCY, LEADERS, STAFF, WORKERS
from casework.case.stage import NONE, Of
from casework.case.stage import stage as stage_of
from casework.lifecycle import ALLOWED, BECOMES, STAGE_BECOMES, STAGES_ALLOWED
from casework.rules.who import By, WhoMayAsk
from conversations.handlers.commands import COMMANDS, SPELT
from tests.casework.actions.test_referral import COMMANDS as OF_REFERRALS
from tests.casework.actions.test_referral import at_stage
from tests.casework.cases import ASKED, ready, told
from tests.casework.cases import POLICY as RULES
from tests.casework.shipped import toml
from tests.house.drawing import house_page
from tests.house.source import ROOMS, ROOT

LIFECYCLE = ROOT / "docs" / "lifecycle.md"
HOUSE = ROOT / "docs" / "house.md"
SUBJECTS = sorted((ROOT / "docs" / "petugas").glob("*.md"))
"""The pages of the officers' guide behind its first one."""
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NOT_YET: set[str] = set()
"""Commands that the guides name as missing."""

_UNITS = {
    "minutes": "menit",
    "hours": "jam",
    "working hours": "jam kerja",
    "working days": "hari kerja",
}
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


# ---- the life of a case, drawn -------------------------------------------------------------------


def _asked() -> Iterator[tuple[str, c.Command]]:
    """One of each command, and each of the forms in which it leads elsewhere."""
    for kind, command in ASKED.items():
        if isinstance(command, Confirm):
            yield from (
                (f"Confirm {verdict}", replace(command, verdict=verdict)) for verdict in Verdict
            )
        elif isinstance(command, Ring):
            yield from ((f"Ring {bell}", Ring(bell)) for bell in RULES.followups)
        else:
            yield kind.__name__, command


def _moves() -> Mapping[tuple[Status, Status], list[str]]:
    """From status to status, the commands that lead there."""
    found: dict[tuple[Status, Status], list[str]] = {}
    for status in Status:
        for name, command in _asked():
            try:
                after, _ = told(ready(type(command), status), command)
            except Refused:
                continue
            if after.status is not status:
                found.setdefault((status, after.status), []).append(name)
    return found


STAGES: tuple[Of, ...] = (NONE, *Stage)


def _referral_moves() -> Mapping[tuple[str, str], list[str]]:
    """From stage to stage of a referral, the commands that lead there."""
    found: dict[tuple[str, str], list[str]] = {}
    for stage in STAGES:
        for kind, stages in STAGES_ALLOWED.items():
            if stage in stages:
                after, events = told(at_stage(stage), OF_REFERRALS[kind])
                if any(type(event) in STAGE_BECOMES for event in events):
                    found.setdefault((stage, stage_of(after)), []).append(kind.__name__)
        if stage != NONE:
            after, _ = told(at_stage(stage), ASKED[Resolve])
            found.setdefault((stage, stage_of(after)), []).append("Resolve")
    return found


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


_PAGE = """\
# The life of a case

Drawn from `casework/lifecycle.py` by `uv run python -m tests.test_docs`; a test asks whether it is
current.

```mermaid
stateDiagram-v2
    [*] --> received: File
{edges}
```

An arrow is a command that changes the status of a case that nobody has claimed. *Ring* is the
clock, with the row of `casework/policy/followups.toml`; a bell that climbs ({climbs}) changes the
level and the office, not the status.

## A referral to another office

While a case is *in_progress*, another office can be asked to take it; while it is *referred*, that
office has it. The referral has two tables of its own (`STAGES_ALLOWED`, `STAGE_BECOMES`); the
case's status follows its events. Silence climbs (*Ring unaccepted*, *Ring unreported*) and leaves
the referral as it is.

```mermaid
stateDiagram-v2
    [*] --> none
{referral}
```

| Command | {stages} |
| --- {stage_rule}|
{referral_allowed}

## Which command is possible when (`ALLOWED`)

| Command | {statuses} |
| --- {rule}|
{allowed}

## Who may ask (`WHO`)

| Command | Who | If |
| --- | --- | --- |
{who}

What a condition means is said in `casework/rules/who.py`, how it is checked in
`casework/access/permissions.py`.

## Where an event leads (`BECOMES`)

| Event | Status |
| --- | --- |
{becomes}
"""


_BESIDES = {Unmerged: "what it was before the merge"}


_ROLES = {
    STAFF: "staff",
    LEADERS: "leaders",
    WORKERS: "staff, the other office",
    AGENCY: "the other office",
}


def _who(who: WhoMayAsk) -> str:
    if who.by is By.OTHERS:
        return "who has the same trouble"
    return _ROLES[who.roles] if who.by is By.ROLES else f"the {who.by.name.lower()}"


def _conditions(who: WhoMayAsk) -> str:
    return ", ".join(sorted(condition.name.lower() for condition in who.conditions))


def lifecycle_page() -> str:
    """docs/lifecycle.md as the code has it now."""
    allowed = [
        (kind.__name__, ["yes" if s in statuses else "" for s in Status])
        for kind, statuses in ALLOWED.items()
    ]
    return _PAGE.format(
        referral="\n".join(
            f"    {a} --> {b}: {', '.join(names)}" for (a, b), names in _referral_moves().items()
        ),
        stages=" | ".join(STAGES),
        stage_rule="| --- " * len(STAGES),
        referral_allowed="\n".join(
            f"| {kind.__name__} | {' | '.join(_yes(stage in stages) for stage in STAGES)} |"
            for kind, stages in STAGES_ALLOWED.items()
        ),
        edges="\n".join(
            f"    {a} --> {b}: {', '.join(names)}" for (a, b), names in _moves().items()
        ),
        climbs=", ".join(
            f"*{row.kind}*" for row in RULES.followups.values() if row.does in ("climb", "tell")
        ),
        statuses=" | ".join(Status),
        rule="| --- " * len(Status),
        allowed="\n".join(f"| {name} | {' | '.join(cells)} |" for name, cells in allowed),
        who="\n".join(
            f"| {kind.__name__} | {_who(who)} | {_conditions(who)} |" for kind, who in WHO.items()
        ),
        becomes="\n".join(
            f"| {kind.kind} | {status or _BESIDES.get(kind, 'stays as it is')} |"
            for kind, status in BECOMES.items()
        ),
    )


def test_the_lifecycle_is_drawn_as_it_is() -> None:
    """The diagram and the tables of the manual are those of the code."""
    assert LIFECYCLE.read_text("utf-8") == lifecycle_page(), (
        "draw it anew: uv run python -m tests.test_docs"
    )


# ---- the house, drawn ----------------------------------------------------------------------------


def test_the_house_is_drawn_as_it_is() -> None:
    """The picture of the rooms and their folders is that of the imports."""
    assert HOUSE.read_text("utf-8") == house_page(), (
        "draw it anew: uv run python -m tests.test_docs"
    )


def test_every_folder_of_the_picture_says_what_it_holds() -> None:
    """No row of the tables is empty where a stranger looks first."""
    assert re.findall(r"^\| `[^`]+` \|  \|", house_page(), re.MULTILINE) == []


# ---- commands ------------------------------------------------------------------------------------


@cache
def program() -> Mapping[str, typer.core.TyperCommand]:
    """The commands of ``puskesos`` by name; those of a group with the group's name before
    theirs."""
    group = typer.main.get_command(app)
    found: dict[str, typer.core.TyperCommand] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        if getattr(command, "invoke_without_command", False):
            found[name] = command
        found |= (
            {f"{name} {inner}": one for inner, one in below.items()} if below else {name: command}
        )
    return found


@pytest.mark.parametrize("name", ["README.md", "docs/operator.md", "docs/developer.md"])
def test_what_is_typed_can_be_typed(name: str) -> None:
    """Each ``puskesos`` in a guide names a command that exists, with options that it has."""
    typed = re.findall(
        r"`(?:uv run )?puskesos ([^`]+)`|^(?:.*&& )?uv run puskesos (.+)$", page(name), re.MULTILINE
    )
    assert typed or name == "docs/developer.md"
    for words in (a or b for a, b in typed):
        found = [
            command for command in program() if words == command or words.startswith(f"{command} ")
        ]
        assert found or words == "…", words
        if found:
            options = {o for parameter in program()[found[0]].params for o in parameter.opts}
            assert set(re.findall(r"--[a-z-]+", words)) <= options, words


def test_the_operator_finds_every_command() -> None:
    """Each command of the program has a row in the operator's guide."""
    assert [
        name for name in program() if f"| `puskesos {name}" not in page("docs/operator.md")
    ] == []


def test_the_operator_finds_every_role() -> None:
    """Each role that ``invite`` takes is named."""
    assert [role for role in Role if role not in page("docs/operator.md")] == []


OF_OFFICERS = ("docs/petugas.md", *(f"docs/petugas/{p.name}" for p in SUBJECTS))
GUIDES = ("docs/warga.md", "docs/relawan.md", *OF_OFFICERS)


def test_everybody_finds_their_commands() -> None:
    """Each command of the bot stands in the guide of those who have it."""
    volunteer, officer = page("docs/relawan.md"), page("docs/petugas/perintah.md")
    for name, entry in COMMANDS.items():
        assert f"`/{name}" in officer, name
        assert entry.roles is not None or name == "kasus" or f"`/{name}" in volunteer, name


@pytest.mark.parametrize("name", GUIDES)
def test_no_guide_names_a_command_that_is_not(name: str) -> None:
    """What a guide tells people to type is understood."""
    named = set(re.findall(r"(?<=[`*])/([a-z_]+)", page(name)))
    assert named - set(COMMANDS) - set(SPELT) <= NOT_YET
    assert set(COMMANDS).isdisjoint(NOT_YET)


# ---- config and policy ---------------------------------------------------------------------------


def test_every_config_key_is_explained() -> None:
    """Each key stands in the example file, under its section, and in the operator's guide."""
    example, guide = page("config.example.toml"), page("docs/operator.md")
    sections = dict(
        re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[\w+\]\n|\Z)", example, re.MULTILINE | re.DOTALL)
    )
    hours = list(toml("casework/policy/hours.toml"))
    for section, field in Config.model_fields.items():
        tables = {"hours": hours, "letterhead": [*letterheads.KEYS, "village"]}
        keys = tables.get(section) or list(field.annotation.model_fields)  # type: ignore[union-attr]
        for key in keys:
            head = rf"^(# )?{key} = |^\[+{section}\.{key}[\].]"
            assert re.search(head, sections[section], re.MULTILINE), f"{section}.{key}"
            assert f"`{section}.{key}`" in guide, f"{section}.{key}"


def test_every_policy_file_is_named() -> None:
    """The operator knows which files of rules may be replaced."""
    assert [name for name in POLICY if f"`{name}.toml`" not in page("docs/operator.md")] == []
    assert {"bell", "remind", "triage", "question", "service"} <= set(OWN_TEXTS)


def _in_indonesian(delay: str) -> str:
    amount, _, unit = delay.partition(" ")
    return f"{amount} {_UNITS[unit if unit.endswith('s') else unit + 's']}"


@pytest.mark.parametrize("profile", ["standard", "spm", "objection"])
def test_officers_read_the_clocks_as_they_are(profile: str) -> None:
    """The table of the guide says how soon a case is acted on and how it climbs, as in
    clocks.toml."""
    labels, clocks = (
        toml("conversations/texts/id.toml")["urgency"],
        toml("casework/policy/clocks.toml")[profile],
    )
    for urgency in (Urgency.HIGH, Urgency.NORMAL, Urgency.LOW):
        clock = clocks[urgency]
        cells = [_in_indonesian(delay) for delay in (clock["act"], clock["read"], *clock["climb"])]
        assert f"| {labels[urgency]} | {' | '.join(cells)} |" in page("docs/petugas/batas-waktu.md")


# ---- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Each link to another page, a picture or a folder finds it."""
    links = [
        link
        for link in _LINK.findall(path.read_text("utf-8"))
        if not link.startswith(("http:", "https:"))
    ]
    assert [link for link in links if not (path.parent / link.partition("#")[0]).exists()] == []


_CODED = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(r"[\w.*/-]+/[\w.*/-]*")
_TOP = (*ROOMS, "tests", "benchmarks", "docs")


def paths_named(words: str) -> set[str]:
    """The paths of the project that stand in a page as code; what follows a colon is a name in
    the file."""
    named = (found.partition(":")[0] for found in _CODED.findall(words))
    return {name for name in named if _FILE.fullmatch(name) and name.split("/")[0] in _TOP}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_named_paths_exist(path: Path) -> None:
    """Each file or folder of the project that a page names is there; ``*`` and NAME stand for
    any."""
    named = {re.sub(r"[A-Z]{3,}", "*", name) for name in paths_named(path.read_text("utf-8"))}
    assert sorted(name for name in named if not any(ROOT.glob(name.rstrip("/")))) == []


def test_named_paths_are_found() -> None:
    """A path is seen beside a function's name; other words in code are none."""
    words = "`bot/desk/desk.py: OF`, `docs/x.md`, `t()`, `and/or`, `storage`, `bot/turns/`"
    assert paths_named(words) == {"bot/desk/desk.py", "docs/x.md", "bot/turns/"}


def test_decisions_say_why() -> None:
    """Each decision has its context, consequences and alternatives, and a number of its own."""
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        parts = ["Context", "Decision", "Consequences", "Alternatives"]
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == parts, path.name


def test_the_picture_is_small() -> None:
    """The picture of the demo costs a reader less than 400 kB."""
    assert (ROOT / "docs" / "demo.png").stat().st_size < 400_000


if __name__ == "__main__":
    LIFECYCLE.write_text(lifecycle_page(), "utf-8")
    HOUSE.write_text(house_page(), "utf-8")
