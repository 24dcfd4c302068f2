"""Rooms that face Telegram: a handler reads, calls one use case, and is done."""
