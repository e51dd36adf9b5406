"""What a long time without the bot, or without power, leaves behind, and how it goes on."""
