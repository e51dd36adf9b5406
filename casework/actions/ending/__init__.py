"""The end of a case: result, confirmation, stars, answer for the notice board."""
