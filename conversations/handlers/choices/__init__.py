"""What follows upon the choice of a case for words."""
