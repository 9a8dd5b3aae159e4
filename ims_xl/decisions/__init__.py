"""What a mark means: reading marks, checking them, suggesting them, and what would be sent."""
