"""Reading: an HTTP request turned into a method's parameters."""

import json
import re
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from aiogram import methods
from aiogram.methods import TelegramMethod
from aiohttp import web
from pydantic import BaseModel, ValidationError

from sandbox.files import Upload
from sandbox.refusals import bad
from sandbox.wire import Json

MODELS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__.lower(): model
    for name in methods.__all__
    if isinstance(model := getattr(methods, name), type)
    and issubclass(model, TelegramMethod)
    and model is not TelegramMethod
}
_NUMBER = re.compile(r"-?\d{1,19}", re.ASCII)
# Words for a field that is missing, where Telegram has its own.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "from_chat_id": "chat_id is empty",
}


async def given(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters from the address, a JSON body or a form; the parts that are files. Raises 400."""
    params: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError as exc:
            raise bad("can't parse request JSON object") from exc
        if not isinstance(body, dict):
            raise bad("request JSON must be an object")
        params |= body
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
                value.file.close()
                params.setdefault(name, f"attach://{name}")
            else:
                params[name] = value
    return params, uploads


@cache
def _shapes(model: type[BaseModel]) -> dict[str, tuple[bool, bool]]:
    """For each field: may it be a string, is it only a string."""
    shapes: dict[str, tuple[bool, bool]] = {}
    for name, field in model.model_fields.items():
        kinds = [kind for kind in _members(field.annotation) if kind is not type(None)]
        textual = [kind is str or (isinstance(kind, type) and issubclass(kind, str)) for kind in kinds]
        shapes[field.alias or name] = (any(textual), bool(kinds) and kinds[0] is str and sum(textual) == 1)
    return shapes


def _members(annotation: Any) -> Iterator[Any]:
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        for member in typing.get_args(annotation):
            yield from _members(member)
    elif typing.get_origin(annotation) is typing.Literal:
        yield str
    else:
        yield annotation


def _decoded(model: type[BaseModel], params: Json) -> Json:
    """Strings that hold JSON where the field is no string; numbers where it is one."""
    shapes = _shapes(model)
    decoded: Json = {}
    for name, value in params.items():
        textual, only_text = shapes.get(name, (True, False))
        fit = value
        if isinstance(value, str) and not textual:
            fit = _loaded(value)
        elif only_text and isinstance(value, int | float) and not isinstance(value, bool):
            fit = str(value)
        if fit is not None:
            decoded[name] = fit
    return decoded


def _loaded(value: str) -> Any:
    try:
        return json.loads(value) if value else None
    except ValueError:
        return value


def checked(model: type[TelegramMethod[Any]], params: Json) -> tuple[Json, list[str]]:
    """The parameters as JSON values of the right types, and the names nobody knows, dotted. Raises 400."""
    decoded = _decoded(model, params)
    try:
        request = model.model_validate(decoded)
    except ValidationError as exc:
        raise bad(_explained(exc)) from exc
    values = request.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    for name in ("chat_id", "from_chat_id"):
        if _NUMBER.fullmatch(str(values.get(name, ""))):
            values[name] = int(values[name])
    return values, list(_unknown(request, ""))


def _explained(exc: ValidationError) -> str:
    error = exc.errors(include_url=False)[0]
    path = [str(part) for part in error["loc"]]
    if error["type"] == "missing" and len(path) == 1:
        return _MISSING.get(path[0], f'parameter "{path[0]}" is required')
    return f"can't parse {path[0]}: {error['msg']} ({'.'.join(path)})"


def _unknown(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in value.model_extra or {}:
            yield f"{path}{name}"
        for name in value.model_fields_set:
            inner = getattr(value, name, None)
            if isinstance(inner, BaseModel | list):
                yield from _unknown(inner, f"{path}{name}.")
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, BaseModel | list):
                yield from _unknown(item, path)
