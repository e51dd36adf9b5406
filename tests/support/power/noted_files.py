"""SQLite's own files, with a note of every write, truncation, sync and deletion.

A layer between SQLite and the system (a VFS, https://www.sqlite.org/vfs.html): a copy of the
default one with four of its methods replaced. It is the default while the block lasts, so that the
program opens its database as it always does."""

import _sqlite3
import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Note = tuple[str, str, int, bytes]
"""What happened (write, truncate, sync, delete, or something that a test has noted), the end of the
file's name ("" or "-wal"), where or how long, and what was written."""

_POINTER, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_OPEN = ctypes.CFUNCTYPE(_INT, _POINTER, ctypes.c_char_p, _POINTER, _INT, _POINTER)
_DELETE = ctypes.CFUNCTYPE(_INT, _POINTER, ctypes.c_char_p, _INT)
_WRITE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT, _LONG)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _POINTER, _LONG)
_SYNC = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)
_OK, _NAME = 0, b"noted"


class _Vfs(ctypes.Structure):
    _fields_ = [
        *((name, _INT) for name in ("version", "size", "longest")),
        *((name, _POINTER) for name in ("next", "name", "data", "open", "delete")),
        ("others", _POINTER * 13),
    ]


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", _INT),
        *((name, _POINTER) for name in ("close", "read", "write", "truncate", "sync")),
        ("others", _POINTER * 13),
    ]


class NotedFiles:
    """The layer. ``notes``: what has happened, in order; ``before`` is called before each note, so
    that a test can note what was promised until then."""

    def __init__(self, path: str) -> None:
        self._path, self.notes = path, list[Note]()
        self.before: Callable[[], None] = lambda: None
        self._ends: dict[int, str] = {}
        self._kept: list[Any] = []
        self._library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
        self._library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._plain = self._library.sqlite3_vfs_find(None)
        self._own = _Vfs.from_buffer_copy(self._plain.contents)
        self._own.name = self._keep(ctypes.create_string_buffer(_NAME))
        self._own.open = self._keep(_OPEN(self._open))
        self._own.delete = self._keep(_DELETE(self._delete))
        self._methods: dict[int, _Methods] = {}

    def _keep(self, thing: Any) -> int:
        """The address of something that C calls or reads: it must not go."""
        self._kept.append(thing)
        return ctypes.cast(thing, _POINTER).value or 0

    def note(self, what: str, end: str = "", at: int = 0, data: bytes = b"") -> None:
        self.notes.append((what, end, at, data))

    def begin(self) -> None:
        self._library.sqlite3_vfs_register(ctypes.byref(self._own), 1)

    def end(self) -> None:
        self._library.sqlite3_vfs_register(self._plain, 1)
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._own))

    def _open(self, _: int, name: bytes, file: int, flags: int, out: int) -> int:
        code = _OPEN(self._plain.contents.open)(
            ctypes.addressof(self._plain.contents), name, file, flags, out
        )
        path = os.fsdecode(name or b"")
        if code == _OK and path.startswith(self._path):
            methods = ctypes.cast(file, ctypes.POINTER(_POINTER))
            self._ends[file] = path.removeprefix(self._path)
            methods[0] = ctypes.addressof(self._noting(methods[0]))
        return code

    def _noting(self, address: int) -> _Methods:
        """The methods of a file that also note; the same for the same."""
        if address not in self._methods:
            plain = _Methods.from_address(address)
            own = _Methods.from_buffer_copy(plain)
            write, truncate = _WRITE(plain.write), _TRUNCATE(plain.truncate)
            sync = _SYNC(plain.sync)

            def written(file: int, data: int, size: int, at: int) -> int:
                self._happens("write", file, at, ctypes.string_at(data, size))
                return write(file, data, size, at)

            def cut(file: int, size: int) -> int:
                self._happens("truncate", file, size)
                return truncate(file, size)

            def synced(file: int, flags: int) -> int:
                code = sync(file, flags)
                self._happens("sync", file)
                return code

            own.write, own.truncate = self._keep(_WRITE(written)), self._keep(_TRUNCATE(cut))
            own.sync = self._keep(_SYNC(synced))
            self._methods[address] = own
        return self._methods[address]

    def _happens(self, what: str, file: int, at: int = 0, data: bytes = b"") -> None:
        self.before()
        self.note(what, self._ends[file], at, data)

    def _delete(self, _: int, name: bytes, sync: int) -> int:
        path = os.fsdecode(name)
        if path.startswith(self._path):
            self.before()
            self.note("delete", path.removeprefix(self._path))
        return _DELETE(self._plain.contents.delete)(
            ctypes.addressof(self._plain.contents), name, sync
        )


@contextmanager
def noted_files(path: str) -> Iterator[NotedFiles]:
    """Note what SQLite does with the database at ``path`` and with what lies beside it."""
    files = NotedFiles(path)
    files.begin()
    try:
        yield files
    finally:
        files.end()
