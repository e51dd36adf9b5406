"""Trouble of the machine under the running program."""
