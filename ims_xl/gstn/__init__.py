"""Talking to GSTN: the JSON of records and the files the portal gives and takes; knows no sheets."""
