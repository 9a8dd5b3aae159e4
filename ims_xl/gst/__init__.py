"""Law and vocabulary of GST: pure, table-driven, no files, no network."""
