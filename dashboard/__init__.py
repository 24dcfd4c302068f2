"""The ministry's pages: figures of the last days, behind a door that the bot opens."""
