"""Emergencies: what is heard, said and filed, and what goes on belonging to one."""
