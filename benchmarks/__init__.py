"""What the program costs, beside what one would use instead, in the same run on the same machine.
See README.md.

Nothing here is a test: no figure fails a build. Nothing here is imported by the program.
"""
