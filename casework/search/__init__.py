"""How cases are found again: by words, and by narrowing a queue."""
