"""How right, how fast and how large the matcher is, on invented documents whose true partners are known."""
