"""All that speaks the Bot API: updates in, letters out, files home. No rules about cases."""
