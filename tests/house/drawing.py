"""The picture of the house, drawn from the imports: rooms, their folders, and who needs whom."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from tests.house.source import MIGRATIONS, ROOMS, ROOT, Graph, between_folders, house, reached, tree

_PAGE = """\
# The house

Drawn from the imports by `uv run python -m tests.test_docs`; a test asks whether it is current.
An arrow means *imports*. An arrow that follows from others is left out, and so are those between
rooms: what lies in a room may use every room below it.

```mermaid
flowchart TB
{rooms}
{stairs}
```

{tables}
"""


def shortest(graph: Graph) -> dict[str, set[str]]:
    """As few arrows as lead everywhere where all of them lead."""
    kept = {name: set(others) for name, others in graph.items()}
    for name in sorted(kept):
        for other in sorted(kept[name]):
            kept[name].discard(other)
            if other not in reached(kept, name):
                kept[name].add(other)
    return kept


def within(graph: Graph, room: str) -> Graph:
    """The arrows that stay in a room; neither its own ``__init__`` nor old schemas are a place."""
    unseen = {f"{room}/__init__.py", MIGRATIONS.rstrip("/")}
    places = {name for name in graph if name.startswith(f"{room}/")} - unseen
    return {name: frozenset(graph[name] & places) for name in places}


def _label(place: str) -> str:
    return place.partition("/")[2].removesuffix(".py")


def _node(place: str) -> str:
    return place.removesuffix(".py").replace("/", "_")


def _drawn(graph: Graph, room: str) -> Iterator[str]:
    inside = within(graph, room)
    yield f"    subgraph {room}"
    for place in sorted(inside):
        shape = "([{}])" if place.endswith(".py") else "[{}]"
        yield f"        {_node(place)}{shape.format(_label(place))}"
    for place, others in sorted(shortest(inside).items()):
        yield from (f"        {_node(place)} --> {_node(other)}" for other in sorted(others))
    yield "    end"


def holds(place: str) -> str:
    """What a folder or a file says of itself, in its first sentence."""
    name = place if place.endswith(".py") else f"{place}/__init__.py"
    said = (ast.get_docstring(tree(name)) or "") if (ROOT / name).exists() else ""
    return " ".join(said.split("\n\n")[0].split()).split(". ")[0].rstrip(".")


def _table(graph: Graph, room: str) -> Iterator[str]:
    inside = within(graph, room)
    yield f"## {room}\n\n{holds(room)}.\n"
    yield "| Place | Holds | Imports of this room |\n| --- | --- | --- |"
    for place in sorted(inside):
        needed = ", ".join(f"`{_label(other)}`" for other in sorted(inside[place]))
        yield f"| `{_label(place)}` | {holds(place)} | {needed} |"
    yield ""


def house_page() -> str:
    """docs/house.md as the imports are now."""
    arrows = between_folders(house())
    rooms = ROOMS[::-1]
    return _PAGE.format(
        rooms="\n".join(line for room in rooms for line in _drawn(arrows, room)),
        stairs="\n".join(f"    {upper} ==> {lower}" for upper, lower in pairwise(rooms)),
        tables="\n".join(line for room in rooms for line in _table(arrows, room)).rstrip(),
    )
