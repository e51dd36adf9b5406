"""Open time of an office: hours, holidays, decrees, periods. No clock is read here."""
