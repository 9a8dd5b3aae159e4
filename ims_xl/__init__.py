"""The GST Invoice Management System, worked inside Excel."""

__version__ = "0.1.0"
