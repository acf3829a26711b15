"""A Core statement that is compiled once for a database and then run by its driver.

SQLAlchemy's execution costs 18 µs for a row by its key, and 25 for an update, of which the database needs 5: a context,
a cache key and a result object for each. The two statements of a step page and of a click are run by the thousand, so
they do without; what they say is Core as everywhere else, and types are converted by SQLAlchemy's own converters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.dml import UpdateBase

from app.core.errors import StoreUnavailable

Values = Mapping[str, object]
Convert = Callable[[Any], Any]


class _Compiled(NamedTuple):
    text: str
    keys: tuple[str, ...]  # in the values
    names: tuple[str, ...]  # in the text; none where the driver goes by position
    binds: tuple[tuple[int, Convert], ...]  # values that the driver takes otherwise than Python has them
    results: tuple[tuple[int, Convert], ...]  # columns that the driver gives otherwise than Python wants them

    def cells(self, row: Sequence[Any]) -> tuple[Any, ...]:
        cells = list(row)
        for at, convert in self.results:
            cells[at] = convert(cells[at])
        return tuple(cells)

    def parameters(self, values: Values) -> Sequence[object] | Mapping[str, object]:
        taken = list(map(values.__getitem__, self.keys))
        for at, convert in self.binds:
            taken[at] = convert(taken[at])
        return dict(zip(self.names, taken, strict=True)) if self.names else taken


class Prepared:
    """One statement whose every value is a bound parameter. Use it over any connection."""

    def __init__(self, statement: Select[Any] | UpdateBase, columns: Iterable[str] | None = None) -> None:
        """`columns` are those that an insert fills."""
        self._statement = statement
        self._columns = None if columns is None else list(columns)
        self._compiled: dict[str, _Compiled] = {}

    def first(self, connection: Connection, values: Values) -> tuple[Any, ...] | None:
        """The first row, or None where there is none."""
        compiled = self._for(connection.dialect)
        row = self._run(connection, compiled, compiled.parameters(values)).fetchone()
        return None if row is None else compiled.cells(row)

    def first_of(self, driver: Any, dialect: Dialect, values: Values) -> tuple[Any, ...] | None:
        """The same over a connection of the driver's own, outside of any transaction."""
        compiled = self._for(dialect)
        row = _executed(driver.cursor(), dialect, compiled, compiled.parameters(values)).fetchone()
        return None if row is None else compiled.cells(row)

    def all(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Every row."""
        compiled = self._for(connection.dialect)
        rows = self._run(connection, compiled, compiled.parameters(values)).fetchall()
        return [compiled.cells(row) for row in rows]

    def write(self, connection: Connection, values: Values) -> int:
        """Changes rows within the connection's transaction; how many."""
        if not connection.in_transaction():
            connection.begin()
        compiled = self._for(connection.dialect)
        changed: int = self._run(connection, compiled, compiled.parameters(values)).rowcount
        return changed

    def returned(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Changes rows within the connection's transaction; what it returns of them, as the driver has it."""
        if not connection.in_transaction():
            connection.begin()
        compiled = self._for(connection.dialect)
        rows: list[tuple[Any, ...]] = self._run(connection, compiled, compiled.parameters(values)).fetchall()
        return rows

    def explain(self, connection: Connection, values: Values) -> str:
        """How the database runs it, in its own words, for tests."""
        compiled = self._for(connection.dialect)
        ask = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        asking = compiled._replace(text=f"{ask} {compiled.text}")
        rows = self._run(connection, asking, asking.parameters(values)).fetchall()
        return "\n".join(str(row[-1]) for row in rows)

    def _run(self, connection: Connection, compiled: _Compiled, parameters: object) -> Any:
        cursor = connection.connection.cursor()
        try:
            return _executed(cursor, connection.dialect, compiled, parameters)
        except StoreUnavailable as told:
            error: Any = told.__cause__
            if connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor):
                connection.invalidate(error)
            raise

    def _for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._statement, self._columns, dialect)
        return compiled


def _executed(cursor: Any, dialect: Dialect, compiled: _Compiled, parameters: object) -> Any:
    driver: Any = dialect.loaded_dbapi
    try:
        cursor.execute(compiled.text, parameters)
    except (driver.OperationalError, driver.InterfaceError) as error:
        raise StoreUnavailable("The database does not answer.", reason=str(error)) from error
    return cursor


def _compile(statement: Select[Any] | UpdateBase, columns: list[str] | None, dialect: Dialect) -> _Compiled:
    made: Any = statement.compile(dialect=dialect, column_keys=columns)
    by_name = {name: bind for bind, name in made.bind_names.items()}
    names = made.positiontup if made.positional else list(by_name)
    converts = (by_name[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
    binds = tuple((at, convert) for at, convert in enumerate(converts) if convert is not None)
    selected = statement.selected_columns if isinstance(statement, Select) else ()
    back = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in selected)
    results = tuple((at, convert) for at, convert in enumerate(back) if convert is not None)
    keys = tuple(by_name[name].key for name in names)
    return _Compiled(str(made), keys, () if made.positional else tuple(names), binds, results)
