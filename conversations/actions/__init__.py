"""What is asked and said around each action of a case, one action a file, named as in casework."""
