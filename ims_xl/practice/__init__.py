"""Many companies at once: the practice workbook, its clients, and the batch that does the same steps for each."""
