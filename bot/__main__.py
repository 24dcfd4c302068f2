"""`python -m bot`: the same as the console script `contact-center`."""

from bot.cli import main

main()
