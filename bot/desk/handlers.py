"""The one place where the subjects of the desk meet: who handles which request."""

from bot.desk import (
    accounts,
    duplicates,
    errands,
    handover,
    ready_answers,
    stand_in,
    unmasked_workbook,
)
from bot.desk.desk import Topics
from conversations.protocol.requests import SameAs

TOPICS = Topics(
    about={
        **accounts.ABOUT,
        **handover.ABOUT,
        **errands.ABOUT,
        **stand_in.ABOUT,
        **unmasked_workbook.ABOUT,
        SameAs: duplicates.chosen,
    },
    office=ready_answers.DO,
    several=duplicates.OF_SEVERAL,
    ask_first=duplicates.ask_first,
    follow=errands.follow,
    news=duplicates.news,
)
