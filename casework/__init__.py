"""The rules of the desk: what may happen to a case, as pure functions and tables. No clock is read
here, no file and no network."""
