"""Colleagues at the desk: invitations, accounts, who is on duty or stands in, where nobody is."""
