"""A referral that is being written is not lost when its resident is asked for the NIK: a NIK that
is written already is not asked for, and other words wait for the answer."""

from casework.case.model import Role
from conversations import engine
from conversations.content.content import Turn
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Around, Do, Effect, Person, Said, Say
from conversations.protocol.requests import AskForNik
from tests.casework.cases import DINSOS
from tests.conversations.speaker import CONTENT, NOW

BO, CASE, NIK = 7, 260_000_001, "3274050101800001"
PERSON = Person(BO, "id", roles=frozenset({Role.BACK_OFFICE}))


class Officer:
    """An officer, their talk, and what was answered last; the case has no NIK yet."""

    def __init__(self) -> None:
        self.talk, self.heard, self.n = Talk(), (), 0
        self.no_nik = True

    def says(self, words: str = "", tap: str = "") -> tuple[Effect, ...]:
        self.n += 1
        said = Said(BO, self.n, NOW, text=words, tap=tap)
        around = Around(PERSON, no_nik=self.no_nik)
        self.talk, heard = engine.respond(
            Turn(CONTENT, said, around, lambda: f"draft-{self.n:06}"), self.talk
        )
        self.heard = heard
        return heard

    def refers(self, form: str = "rg") -> None:
        self.says(tap=f"{form}:{CASE}:{DINSOS}")

    def asks(self) -> None:
        self.says(tap=f"c:ask_nik:{CASE}")


def keys(heard: tuple[Effect, ...]) -> str:
    return repr([effect.text for effect in heard if isinstance(effect, Say)])


def asked(heard: tuple[Effect, ...]) -> bool:
    return any(isinstance(effect, Do) and effect.command == AskForNik() for effect in heard)


def test_a_nik_that_is_written_already_is_not_asked_for() -> None:
    """The old button of the step before: it says so, and the form goes on where it stood."""
    officer = Officer()
    officer.refers()
    officer.says(NIK)
    officer.asks()
    assert not asked(officer.heard)
    assert "refer.nik_written" in keys(officer.heard)
    assert "refer.reason.ask" in keys(officer.heard)
    assert officer.talk.draft is not None
    assert officer.talk.draft.answers["nik"] == NIK


def test_the_same_at_its_card() -> None:
    """A neighbour: everything is written; the card is shown again."""
    officer = Officer()
    officer.refers()
    officer.says(NIK)
    officer.says("mohon dibantu")
    officer.asks()
    assert not asked(officer.heard)
    assert officer.talk.draft is not None
    assert officer.talk.draft.answers["reason"] == "mohon dibantu"


def test_what_was_written_waits_for_the_answer() -> None:
    """The reason for going without consent is written before: it is kept, said so, and stands in
    the form when it is opened again."""
    officer = Officer()
    officer.refers("ro")
    officer.says("sangat mendesak")
    officer.asks()
    assert asked(officer.heard)
    assert officer.talk.drafts == ()
    assert "refer.nik_kept" in keys(officer.heard)
    officer.no_nik = False
    officer.refers("ro")
    assert officer.talk.draft is not None
    assert officer.talk.draft.answers["override"] == "sangat mendesak"
    assert ".reason.ask" in keys(officer.heard)


def test_a_left_out_nik_that_is_asked_for_after_all() -> None:
    """A neighbour: it was skipped, and the request is written; both wait."""
    officer = Officer()
    officer.refers()
    [draft] = officer.talk.drafts
    officer.says(tap=f"f:{draft.id}:nik:skip")
    if officer.talk.draft and "nik" not in officer.talk.draft.answers:
        officer.says("lewati")
    officer.says("mohon dibantu")
    officer.asks()
    assert asked(officer.heard)
    officer.no_nik = False
    officer.refers()
    assert officer.talk.draft is not None
    assert officer.talk.draft.answers["reason"] == "mohon dibantu"


def test_another_office_begins_anew() -> None:
    """What was written for one office is not sent to another."""
    officer = Officer()
    officer.refers("ro")
    officer.says("sangat mendesak")
    officer.asks()
    officer.says(tap=f"ro:{CASE}:32.74/baznas")
    assert officer.talk.draft is not None
    assert "override" not in officer.talk.draft.answers
