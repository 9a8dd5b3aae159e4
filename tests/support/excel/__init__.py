"""Excel's object model as xlwings' Windows engine calls it, played by a live LibreOffice through UNO."""
