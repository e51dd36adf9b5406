"""Colleagues at the desk: invitations and accounts, who is on duty, who stands in, where nobody is."""
