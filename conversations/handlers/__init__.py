"""What a message outside an open form leads to: commands, emergencies, free words, finished forms."""
