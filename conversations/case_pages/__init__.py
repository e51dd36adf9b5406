"""The page of a case: for its teller, for staff, for another office, and its history."""
