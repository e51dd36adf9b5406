"""What is told about cases: figures, time spent, how a due time came about; small counts hidden."""
