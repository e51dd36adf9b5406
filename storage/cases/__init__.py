"""Cases and what belongs to them: rows in, values out, lists, marks, words, files."""
