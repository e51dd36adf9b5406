"""python-telegram-bot's request seam, straight into the simulator: no socket, no server, the same
strictness."""

import json
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.simulator.errors import ApiError
from bot.simulator.parameters import Upload
from bot.simulator.telegram import Telegram


class DirectRequest(BaseRequest):
    """Calls the simulated Telegram in process. What it refuses comes back as its HTTP answer
    would."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        return 5

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> tuple[int, bytes]:
        if "/file/" in url:
            file, _ = self._telegram.file_at(url.rpartition("/file/bot")[2].partition("/")[2])
            return (200, file.content) if file else (404, b"")
        parameters = {} if request_data is None else request_data.json_parameters
        parts = (
            request_data.multipart_data
            if request_data is not None and request_data.contains_files
            else {}
        )
        files = {part: Upload(name, content, mime) for part, (name, content, mime) in parts.items()}
        try:
            result = await self._telegram.call(url.rpartition("/")[2], parameters, files)
        except ApiError as error:
            told = {"ok": False, "error_code": error.code, "description": error.description}
            return error.code, json.dumps(
                told | ({"parameters": error.parameters} if error.parameters else {})
            ).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()
