"""What would keep the bot busy, and how a test sees that it does not."""
