"""What surrounds a message: what the engine must know of the speaker, their cases and what was said
before."""
