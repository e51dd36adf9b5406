"""The counter: NIK, KK and photos of papers may be taken down, and need not be."""

from casework.case.model import Role
from tests.conversations.speaker import Speaker, resident

NIK, KK = "3274050101800001", "3274050101800002"


def at_the_counter() -> Speaker:
    """An officer before the card of somebody who stands at the counter."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).write("/catat").write("Ibu Sepuh")
    speaker.press(":sector:health").press(":service:pbi_reactivation").press(":depth:later")
    speaker.write("kartu KIS tidak bisa dipakai").press(":consent:yes").write("RT 1 RW 2")
    return speaker.press(":phone:-")


def test_nobody_is_asked_for_numbers_at_the_counter() -> None:
    """The card comes after the phone, as ever; the numbers stand on it, left out."""
    speaker = at_the_counter()
    assert speaker.asked == ""
    (filed,) = speaker.press(":!:send").filed
    assert filed.intake.person is None
    assert not {"nik", "kk", "papers"} & set(filed.intake.dump())


def test_numbers_and_papers_are_taken_from_the_card() -> None:
    """Each is one tap and what is typed or photographed; the photo belongs to the story."""
    speaker = at_the_counter()
    speaker.press(":!:edit").press(":!:nik").write(NIK)
    speaker.press(":!:edit").press(":!:kk").write(KK)
    speaker.press(":!:edit").press(":!:papers").photo()
    shown = repr([say.text for say in speaker.says])
    assert NIK not in shown, "the card masks it"
    (filed,) = speaker.press(":!:send").filed
    assert filed.intake.person == {"nik": NIK, "kk": KK}
    assert filed.intake.story is not None
    assert len(filed.intake.story["files"]) == 1
    assert list(filed.intake.story["texts"]) == ["kartu KIS tidak bisa dipakai"]


def test_a_number_that_can_not_be_is_asked_again() -> None:
    """Sixteen digits, or it is not taken."""
    speaker = at_the_counter().press(":!:edit").press(":!:nik").write("123")
    assert speaker.asked == "nik"
