"""What a teller adds is read as their report was: whether it shows that they need help sooner, or
do not want to be named.

Tested in tests/bot/desk/correcting/test_more_urgent.py and
tests/bot/desk/correcting/test_more_urgent_secrecy.py."""

from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Add
from casework.case.commands import Command
from casework.policy import classifier
from casework.policy.classifier import Words
from conversations.protocol.dialogue import Story


def read(command: Command, words: Words) -> Command:
    """The command with what its words tell by themselves."""
    if not isinstance(command, Add):
        return command
    story: Any = command.story
    return replace(command, facts=classifier.facts_from(Story.load(story).text, words))
