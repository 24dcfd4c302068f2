"""The sandbox: a Bot API server in miniature, and people to talk to the bot."""
