"""Pages in words: lists, queue, figures, the morning list, due times."""
