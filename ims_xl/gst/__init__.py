"""Law and vocabulary of GST: pure, table-driven, no files but its own tables, no network."""
