"""What somebody asks while a form asks them ("sudah sampai mana?", "ini bot atau orang?"): it is
answered as far as we can, is no part of the story, and the form's question follows. Outside a form
who asks how far it is sees their reports.

Tested in tests/conversations/handlers/messages/answers/test_side_questions.py."""

import re
from dataclasses import replace

from casework.policy.classifier import suggest
from conversations.content.content import Answered, Turn
from conversations.filling import choosing, question
from conversations.filling.beside import plus
from conversations.filling.where.told_place import names_place
from conversations.pages import about_office
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, Show, text

FORMS = frozenset({"report", "neighbour"})

LONGEST = 12
"""Words of such a question at most; a longer one tells of something, too."""

FEWEST = 2
"""Words of a question that we can't answer, at least: "?" alone is none."""

_WHEN = r"\b(kapan|kpn|iraha|kapane|pan|when)\b"
_PAID = r"\b(cair|turun|mudun|medal|dibagi|dibagikan)(nya|e|na)?\b"
_ANSWERED = (
    r"\b(di ?(proses|jawab|kabari|tindak|tangani|urus)\w*|selesai\w*|beres\w*"
    r"|rampung|jadi\w*|answer\w*|done|finished|kabar\w*|jawaban\w*|hasil\w*)\b"
)
_SURE = r"(belum|blm|durung|acan|dereng|apa belum)"
_WHY = r"\b(kenapa|knp|ngapa|ngapain|(buat|untuk|utk) apa|kanggo apa|why)\b"
_ASKED = r"\b(alamat\w*|nomor\w*|no|hp|nama\w*|di ?tanya\w*|address|number|name)\b"
_TOPICS = {
    "paid": re.compile(rf"{_WHEN}.*{_PAID}|{_PAID}.*{_WHEN}"),
    "progress": re.compile(
        r"\b(sampai|sampe|smp|nyampe|nyampai|tekan|dugi|dumugi) (di )?(mana|endi|pundi)\b"
        rf"|{_WHEN}.*{_ANSWERED}|{_ANSWERED}.*{_WHEN}|\bhow far\b"
        r"|\b(gimana|gmn|bagaimana|piye|kepriben|kumaha)\b.*\b(lanjut\w*|kelanjut\w*|kabar\w*)"
        rf"|\b(sudah|udah|sdh|udh|wis|uwis|geus|atos) {_ANSWERED}.*\b{_SURE}\b"
        rf"|{_ANSWERED}.*\b(berapa lama|brp lama)\b"
    ),
    "who": re.compile(
        r"\b(bot|robot|mesin)\b.*\b(orang|manusia|asli|petugas|person)\b"
        r"|\b(orang|manusia|person)\b.*\b(bot|robot|mesin)\b"
        r"|\b(ini|sama|dengan|dgn|karo) (siapa|sapa|sinten|saha)\b|\bwho (is|are)\b"
    ),
    "data": re.compile(r"\bdata\w*\b.*\b(aman|bocor|disebar\w*|rahasia|safe)\b"),
    "why": re.compile(rf"{_WHY}.*{_ASKED}|{_ASKED}.*{_WHY}"),
}
"""What is asked, by the words of it."""


_ANSWERS = {
    "progress": "asked.progress",
    "who": "asked.who",
    "data": "asked.data",
    "why": "asked.why",
}


def topic(words: str) -> str:
    """What a short question asks of us, "" for something else."""
    spoken = _spoken(words)
    if len(spoken.split()) > LONGEST:
        return ""
    return next((name for name, asked in _TOPICS.items() if asked.search(spoken)), "")


def in_form(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """The answer to a question in an open form, and the form's own again; None for other words, and
    where a trouble is told in the words of a question."""
    if draft.form not in FORMS or not _only_words(turn):
        return None
    asked = topic(turn.said.text)
    at, marked = _at(turn, draft), turn.said.text.rstrip().endswith("?")
    if asked == "why" and at == "address" and not marked:
        return None  # it is shown, and asked whether it is the address (filling/where/unsure.py)
    if asked and not (at == "story" and _names_trouble(turn, asked)):
        return talk, (_told(turn, asked), *question.ask(turn, draft))
    return _to_story(turn, talk, draft) if _is_open(turn, draft) else None


def how_far(turn: Turn) -> bool:
    """Whether somebody who has reports asks how far one is, and names no other trouble."""
    asked = topic(turn.said.text) if turn.around.cases else ""
    return asked in ("progress", "paid") and not _names_trouble(turn, asked)


def when_paid(turn: Turn) -> tuple[Effect, ...]:
    """What is said to who asks outside every form when an aid is paid; nothing to other words."""
    asks = _only_words(turn) and topic(turn.said.text) == "paid"
    return (Say(about_office.paid()),) if asks else ()


def _told(turn: Turn, asked: str) -> Effect:
    if asked == "paid":
        return Say(about_office.paid())
    if asked == "progress" and turn.around.cases:
        return Show("mine", {"words": ""})
    return Say(text(_ANSWERS[asked]))


def _to_story(turn: Turn, talk: Talk, draft: Draft) -> Answered:
    """A question that we can't answer, where an address is asked: the officer reads it."""
    answers = {**draft.answers, "story": plus(draft.answers.get("story"), turn.said)}
    kept = replace(draft, answers=answers)
    return talk.with_draft(kept), (Say(text("asked.passed_on")), *question.ask(turn, kept))


def _names_trouble(turn: Turn, asked: str) -> bool:
    """Whether words name a service beside what is asked."""
    rest = _TOPICS[asked].sub(" ", _spoken(turn.said.text))
    return asked in ("paid", "progress") and bool(suggest(rest, turn.content.words, 1))


def _is_open(turn: Turn, draft: Draft) -> bool:
    """Whether a message is a question, where neither a story nor a name is asked, and no answer."""
    words, kind = turn.said.text, _at(turn, draft)
    if not words.rstrip().endswith("?") or kind in ("story", "name"):
        return False
    if len(_spoken(words).split()) < FEWEST:
        return False
    if kind == "address":
        return not names_place(words, turn.content)
    return not (any(map(str.isdigit, words)) or choosing.answers(turn, draft))


def _at(turn: Turn, draft: Draft) -> str:
    """The kind of what is asked now, "" at the card."""
    step = question.current(turn, draft)
    return step.kind if step is not None else ""


def _only_words(turn: Turn) -> bool:
    said = turn.said
    beyond = said.files or said.location or said.forwarded or said.tap
    return bool(said.text) and not beyond and turn.around.replied is None


def _spoken(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
