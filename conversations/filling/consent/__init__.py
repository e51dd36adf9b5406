"""Questions of consent, answered in words."""
