"""Harnesses: whole lives of the program under kills, faults, broken updates, damaged and missing
rows, each with a control that is seen to fail. A tier of its own: plain pytest leaves them out."""
