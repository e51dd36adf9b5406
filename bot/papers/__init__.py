"""Papers: figures, charts, workbooks, letters and posters, each made at the moment when it is
sent."""
