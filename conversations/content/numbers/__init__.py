"""Numbers that people write: of phones and of cards."""
