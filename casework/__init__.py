"""What may happen to a case: the rules of the desk, as pure functions and tables. No clock, no
files, no network."""
