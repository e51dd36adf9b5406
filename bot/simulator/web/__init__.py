"""The demo's page: what the browser is given, and what it asks for."""
