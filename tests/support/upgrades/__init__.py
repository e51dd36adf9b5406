"""Databases of every schema that there ever was, and programs that die while they migrate one."""
