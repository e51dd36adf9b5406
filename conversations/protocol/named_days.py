"""A local date with its weekday, for whoever plans by the week.

Tested in tests/bot/pages/test_night_duty.py and tests/bot/desk/test_roster.py."""

from datetime import date

from conversations.protocol.effects import Text, text


def named(day: date) -> Text:
    """The date in whole."""
    return text("field.date.named", weekday=weekday(day), date=day)


def of_two_weeks(day: date) -> Text:
    """The weekday and the day of the month: enough on a button, within two weeks."""
    return text("field.date.of_two_weeks", weekday=weekday(day), day=day.day)


def weekday(day: date) -> Text:
    """Its weekday alone."""
    return text(f"about_office.weekday.{day.weekday()}")
