"""Figures that tests note (`record_property`) and a run adds up: what `make faults` prints at its end."""

from __future__ import annotations

TRIED = "bad inputs tried"
FORGED = "forged requests and presses refused"
LEAKED = "canaries found in logs and metrics"
PLAINTEXT = "plaintext found in database, log and backup after erasure"
FIGURES = (TRIED, FORGED, LEAKED, PLAINTEXT)
