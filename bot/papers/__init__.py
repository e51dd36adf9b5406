"""Papers: what is made when it is sent, such as figures, a chart, a workbook, a letter."""
