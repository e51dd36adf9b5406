"""All that speaks the Bot API: updates received, letters sent, files fetched. No rules about
cases."""
