"""aiogram's types, each built when it is first used, and without the bot that aiogram gives to each."""

from __future__ import annotations

import sys
from typing import Any

from pydantic import BaseModel


def load() -> None:
    """Import aiogram's types without building them: all at once take 110 MB and two seconds.

    To be called before anything else imports them.

    aiogram asks pydantic to build each of its 400 types at the import, with all names known; then a type that
    contains others contains their validators once more. A type left unbuilt is built by pydantic at its first
    use, which asks the same method again: here it is given the names that aiogram gave. Where aiogram is
    imported already, or does otherwise, all stays as it was.
    """
    if "aiogram" in sys.modules:
        return
    names: dict[str, Any] = {}
    build = BaseModel.__dict__["model_rebuild"].__func__

    def later(cls: type[BaseModel], /, *, _types_namespace: Any = None, **options: Any) -> bool | None:
        if _types_namespace is None:
            return bool(build(cls, **options))
        names.update(_types_namespace)
        return None

    def now(
        cls: type[BaseModel], /, *, force: bool = False, raise_errors: bool = True, **_: Any
    ) -> bool | None:
        built: bool | None = build(cls, force=force, raise_errors=raise_errors, _types_namespace=names)
        return built

    BaseModel.model_rebuild = classmethod(later)  # type: ignore[assignment]
    BaseModel.model_config["defer_build"] = True  # aiogram says so itself of types, not of methods
    try:
        from aiogram import types  # noqa: PLC0415
    finally:
        del BaseModel.model_config["defer_build"]
        BaseModel.model_rebuild = classmethod(build)  # type: ignore[method-assign, assignment]
    from aiogram.methods import Response, TelegramMethod  # noqa: PLC0415

    if names:
        for family in (types.TelegramObject, TelegramMethod, Response):
            family.model_rebuild = classmethod(now)  # type: ignore[method-assign, assignment]
        for family in (types.TelegramObject, TelegramMethod):
            _lighten(family)
        types.Update.model_rebuild()  # the one that surely comes


def _lighten(family: type[BaseModel]) -> None:
    """Make its types without a place for the bot, as no message answers itself here: that halves the time.

    And without a look for UNSET in what they are made of, which only the bot's own methods put there.
    """
    family.__pydantic_post_init__ = None
    family.__pydantic_decorators__.model_validators.pop("remove_unset", None)
    for kind in family.__subclasses__():
        _lighten(kind)
