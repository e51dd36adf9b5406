"""What is measured on: the district and its people, a recorded report, databases empty and full."""
