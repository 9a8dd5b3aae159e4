"""A Windows to test on: the program as its installer puts it there, run by wine."""
