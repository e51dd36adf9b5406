"""Who may see a case, who may act on it, and what of a person another office is told."""
