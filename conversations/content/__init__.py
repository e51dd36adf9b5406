"""What a district may write itself: forms, kinds of answers, alarm words, ready answers."""
