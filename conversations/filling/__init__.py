"""Walking a person through a form: the question, the answer, the options, picking several."""
