"""The HTTP server of this project (uvicorn), without its signal handlers and its log: signals are
for the program around it.

Tested in tests/bot/health/test_port.py and tests/bot/simulator/web/test_server.py."""

import contextlib
from collections.abc import Iterator

import uvicorn


class QuietServer(uvicorn.Server):
    """uvicorn that leaves the signals to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
