"""How the words of a cry are read beside what else its message says."""
