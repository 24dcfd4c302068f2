"""How the tables came to be, one step a file; `storage/migrating.py` runs the steps."""
