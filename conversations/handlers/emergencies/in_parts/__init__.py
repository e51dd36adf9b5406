"""A danger that is told in several messages, and what comes while it is asked about."""
