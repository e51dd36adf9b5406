"""Letters that reached nobody: counted for the operator, and told by hand in the words of today."""
