"""Excel for Windows (COM), where xlwings lacks a word or says it worse."""
