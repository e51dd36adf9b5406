"""An open form that there is no more: it is gone, and what was told in it is not."""

from dataclasses import replace

from conversations.filling.lost_forms import standing
from conversations.protocol.dialogue import Draft, Story, Talk
from tests.conversations.speaker import CONTENT

TOLD = Story(("atap bocor",), ({"file_id": "f"},), (1.0, 2.0), "")


def test_a_talk_whose_forms_stand_stays_as_it_is() -> None:
    """Nothing is touched where every form is known."""
    talk = Talk((Draft("a", "report"),), Draft("b", "search"), TOLD)
    assert standing(CONTENT, talk) is talk


def test_what_was_told_in_a_lost_form_is_kept() -> None:
    """The form goes, also the one that could be brought back; its story waits to be asked about."""
    lost = Draft("a", "survey", {"words": TOLD.dump(), "yes": "yes"})
    talk = Talk((lost, Draft("c", "report")), replace(lost, id="b"), Story(("dan lagi",)))
    after = standing(CONTENT, talk)
    assert [draft.id for draft in after.drafts] == ["c"]
    assert after.cancelled is None
    assert after.loose.texts == ("atap bocor", "dan lagi")
    assert (after.loose.files, after.loose.location) == (TOLD.files, TOLD.location)
