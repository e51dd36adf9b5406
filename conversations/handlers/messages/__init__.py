"""What is written or sent without a command: stories, albums, replies, and what they belong to."""
