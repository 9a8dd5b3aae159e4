"""Sending decisions to the portal so that none is lost and none is sent twice; knows neither Excel nor SQLite."""
