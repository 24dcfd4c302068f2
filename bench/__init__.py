"""What the bot costs, measured on its real process beside a bare aiogram bot."""
