"""The history of the schema: ``versions/NNNN_what.py``, one line without branches, numbered from
0001.

After a change of ``storage/tables``: ``uv run python -m storage.migrations "what"`` drafts the next
one; read it and mend it by hand. A migration that has been released is never changed."""
