"""Values that pass between people and program: messages, effects, buttons, texts, open forms."""
