"""Words that wait for an answer of their writer, and what becomes of them when none comes."""
