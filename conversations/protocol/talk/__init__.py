"""What a message may go on with: the rest of what was told, and what stands right above it."""
