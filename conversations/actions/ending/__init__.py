"""The end of a case in words: result, confirmation, stars, objection, answer for the board."""
