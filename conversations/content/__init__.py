"""What a district may write itself, read and checked: forms, kinds of answers, alarm words, ready answers."""
