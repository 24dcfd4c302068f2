"""What the bot says, language by language: gettext catalogues keyed by phrase ids."""
