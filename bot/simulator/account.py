"""Methods about the bot itself: who it is, how updates reach it, its command lists and
descriptions.

Tested in tests/bot/simulator/test_updates.py."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.simulator.entities import units
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.parameters import Upload
from bot.simulator.world import World

Arguments = Mapping[str, Any]
Files = Mapping[str, Upload]


async def get_updates(world: World, arguments: Arguments, _: Files) -> list[dict[str, Any]]:
    if world.webhook["url"]:
        use = (
            "can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first"
        )
        raise ApiError(409, f"Conflict: {use}")
    world.updates.allow(arguments.get("allowed_updates"))
    limit = arguments.get("limit", 100)
    return await world.updates.get(
        arguments.get("offset", 0),
        limit if 1 <= limit <= 100 else 100,
        min(max(arguments.get("timeout", 0), 0), 50),
    )


def get_me(world: World, _: Arguments, __: Files) -> dict[str, Any]:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
    return {**world.me, **abilities}


def set_webhook(world: World, arguments: Arguments, _: Files) -> bool:
    url = arguments["url"]
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if arguments.get("drop_pending_updates"):
        world.updates.drop_all()
    world.updates.allow(arguments.get("allowed_updates"))
    world.webhook = {"url": url}
    if url:
        world.updates.end_poll(ApiError(409, "Conflict: terminated by setWebhook request"))
    return True


def delete_webhook(world: World, arguments: Arguments, files: Files) -> bool:
    return set_webhook(world, {**arguments, "url": ""}, files)


def webhook_info(world: World, _: Arguments, __: Files) -> dict[str, Any]:
    allowed = {"allowed_updates": sorted(world.updates.allowed)} if world.updates.allowed else {}
    pending = {"has_custom_certificate": False, "pending_update_count": len(world.updates)}
    return {**world.webhook, **pending, **allowed}


def set_commands(world: World, arguments: Arguments, _: Files) -> bool:
    scope = arguments.get("scope")
    if scope and "chat_id" in scope:
        world.chat(scope["chat_id"])
    world.menu.set(arguments["commands"], scope, arguments.get("language_code", ""))
    world.tell(0)
    return True


def get_commands(world: World, arguments: Arguments, _: Files) -> list[dict[str, str]]:
    return world.menu.get(arguments.get("scope"), arguments.get("language_code", ""))


def delete_commands(world: World, arguments: Arguments, _: Files) -> bool:
    world.menu.delete(arguments.get("scope"), arguments.get("language_code", ""))
    world.tell(0)
    return True


def set_about(field: str, limit: int) -> Callable[[World, Arguments, Files], bool]:
    """The method that sets the bot's long or short description."""

    def describe(world: World, arguments: Arguments, _: Files) -> bool:
        text = arguments.get(field, "")
        if units(text) > limit:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        world.about[field, arguments.get("language_code", "")] = text
        return True

    return describe


def goodbye(_: World, __: Arguments, ___: Files) -> bool:
    """logOut and close: nothing to do on loopback."""
    return True
