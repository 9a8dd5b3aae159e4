"""Excel for Mac (Apple events), where xlwings lacks a word."""
