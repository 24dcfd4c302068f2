"""What is wrong with the settings: a line for each mistake, that says where, what, and how to mend it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

PREFIX = "CONTACT_CENTER__"
# pydantic's names of mistakes → what is wanted; {…} are filled in from its context.
WANTED = {
    "int_parsing": "нужно целое число",
    "int_type": "нужно целое число",
    "int_from_float": "нужно целое число",
    "int_parsing_size": "число слишком велико",
    "float_parsing": "нужно число",
    "float_type": "нужно число",
    "finite_number": "нужно обычное число",
    "string_type": "нужен текст в кавычках",
    "string_too_short": "нужно знаков не меньше {min_length}",
    "string_too_long": "нужно знаков не больше {max_length}",
    "greater_than": "нужно больше {gt:g}",
    "greater_than_equal": "нужно не меньше {ge:g}",
    "less_than": "нужно меньше {lt:g}",
    "less_than_equal": "нужно не больше {le:g}",
    "tuple_type": "нужен список в квадратных скобках: [ … ]",
    "too_short": "нужно значений не меньше {min_length}",
    "model_type": "это раздел, а не значение: пишите [раздел] и настройки под ним",
    "literal_error": "можно только {expected}",
    "enum": "можно только {expected}",
    "dataclass_type": "пишите срок так: «4 ч», «30 мин», «5 д», «30 кд»",
    "date_type": "нужна дата без кавычек: 2026-11-04",
    "date_from_datetime_inexact": "нужна дата без времени: 2026-11-04",
    "date_from_datetime_parsing": "нужна дата: 2026-11-04",
    "date_parsing": "нужна дата: 2026-11-04",
}
SHOWN = 60  # characters of a wrong value


def unknown_sections(sections: set[str], environment: Mapping[str, str]) -> list[str]:
    """A line for each variable of ours whose section there is not: pydantic would pass it over."""
    lines = []
    for name in environment:
        section = name.upper().removeprefix(PREFIX).partition("__")[0].lower()
        if name.upper().startswith(PREFIX) and section not in sections:
            near = difflib.get_close_matches(section, sections, n=1)
            meant = (
                f"Может быть, {PREFIX}{near[0].upper()}__…?"
                if near
                else f"Есть: {', '.join(sorted(sections))}."
            )
            lines.append(f"{name}: нет такого раздела настроек. {meant}")
    return lines


def explained(path: Path, environment: Mapping[str, str], problem: Any, root: type[BaseModel]) -> str:
    """One mistake that pydantic has found, where it was made: in the file or in a variable."""
    location = problem["loc"]
    where = f"{path}: {'.'.join(str(part) for part in location)}"
    variables = {name.upper(): name for name in environment}
    for length in range(len(location), 0, -1):
        variable = PREFIX + "__".join(str(part) for part in location[:length]).upper()
        where = variables.get(variable, where)
    if problem["type"] == "extra_forbidden":
        return f"{where}: нет такой настройки{_nearest(location, root)}"
    if problem["type"] == "missing":
        return f"{where}: не хватает этой настройки."
    context = problem.get("ctx", {})
    if problem["type"] == "value_error":
        return f"{where}: {context['error']}."
    wanted = WANTED.get(problem["type"], "такое значение не годится").format(**context)
    wanted = wanted.replace(" or ", " или ")
    return f"{where}: {wanted}, а не {str(_shown(problem['input']))[:SHOWN]}."


def not_a_list(environment: Mapping[str, str], root: type[BaseModel]) -> str:
    """Variables that are to hold a list and are written otherwise, so that pydantic cannot even read them."""
    lines = []
    for name, given in environment.items():
        *sections, key = name.upper().removeprefix(PREFIX).lower().split("__")
        model = root
        for part in sections:
            known = model.model_fields.get(part)
            model = (_model(known.annotation) if known else None) or model
        field = model.model_fields.get(key)
        if name.upper().startswith(PREFIX) and field is not None and not _is_json(given, field.annotation):
            lines.append(f'{name}: список пишите так: [1, 2] или ["ru", "en"].')
    return "\n".join(lines)


def _is_json(given: str, annotation: Any) -> bool:
    """Whether what a field of several values was given can be read; others need not be JSON."""
    if get_origin(annotation) is not tuple:
        return True
    try:
        json.loads(given)
    except ValueError:
        return False
    return True


def _shown(given: Any) -> str:
    return "«»" if given == "" else repr(given)


def _nearest(location: tuple[Any, ...], root: type[BaseModel]) -> str:
    model: type[BaseModel] = root
    for part in location[:-1]:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        if field is not None:
            model = _model(field.annotation) or model
    known = list(model.model_fields)
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    return f". Может быть, «{near[0]}»?" if near else f". Есть: {', '.join(known)}."


def _model(annotation: Any) -> type[BaseModel] | None:
    """The section that a field holds, or holds a list of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model(one) for one in get_args(annotation) if not isinstance(one, UnionType))
    return next((one for one in found if one is not None), None)
