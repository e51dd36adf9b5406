"""The values that pass between people and the program: messages, effects, buttons, texts, open forms."""
