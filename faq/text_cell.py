"""A cell of a workbook that holds a text, whatever it looks like: no spreadsheet takes it for a formula."""

import re
from typing import Any

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # "_x0041_" is the letter A to Excel (ECMA-376, ST_Xstring)
_FORMULA = ("=", "+", "-", "@")


def text_cell(sheet: Any, text: str) -> Any:
    """To be added to a row of that sheet. Raises openpyxl's IllegalCharacterError for control characters."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  big, and seldom needed by a bot

    cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", text))
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True  # and stays a text when somebody edits it in Excel
    return cell
