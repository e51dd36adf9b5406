"""A condition on a list of numbers or texts that is one parameter: the statement is the same for
any number of them. An ``IN`` that is expanded is written anew each time, which a message does
often.

Tested in tests/storage/db/test_among.py."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Listed(TypeDecorator[Any]):
    """Whole numbers, or texts, as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, *, numbers: bool) -> None:
        super().__init__()
        self.numbers = numbers

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        array = ARRAY(BigInteger if self.numbers else Text)
        kind = array if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Collection[int | str] | None, dialect: Dialect) -> Any:
        listed = list(value or ())
        return listed if dialect.name == "postgresql" else json.dumps(listed)


_NUMBERS, _TEXTS = _Listed(numbers=True), _Listed(numbers=False)


class _Among(FunctionElement[bool]):
    """Whether a column is one of those listed. It is not called a Boolean: SQLite would be asked
    whether the answer is 1, and look through the whole table for that."""

    inherit_cache = True


def among(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Whether ``column``, of numbers or texts, is one of those (any collection) that are given as
    ``parameter``."""
    kind = _NUMBERS if column.type.python_type is int else _TEXTS
    return _Among(column, bindparam(parameter, type_=kind))


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, listed = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608 - both compiled


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, listed = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} = ANY ({listed})"
