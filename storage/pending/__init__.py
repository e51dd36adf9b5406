"""What waits to be done: letters for Telegram, errands, actions held back."""
