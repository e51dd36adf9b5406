"""What we say and ask: forms, the engine that walks people through them, and the words. Pure like
casework."""
