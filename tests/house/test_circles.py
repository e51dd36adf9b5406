"""No two files and no two folders need each other: each can be read after those that it imports."""

import ast

from tests.house.source import Graph, between_folders, house, import_graph, reached


def circles(graph: Graph) -> list[list[str]]:
    """The names that lead back to themselves, those of one circle together."""
    from_each = {name: reached(graph, name) for name in graph}
    turning = [name for name in sorted(graph) if name in from_each[name]]
    found: list[list[str]] = []
    for name in turning:
        together = [one for one in turning if one in from_each[name] and name in from_each[one]]
        if together not in found:
            found.append(together)
    return found


def test_no_two_files_import_each_other() -> None:
    """No file imports, over whatever others, itself."""
    assert circles(house()) == []


def test_no_two_folders_need_each_other() -> None:
    """No folder imports, over whatever others, itself."""
    assert circles(between_folders(house())) == []


def _made_up(**modules: str) -> Graph:
    """Files of a room made up: ``a__b`` stands for ``casework/a/b.py``."""
    named = {f"casework/{name.replace('__', '/')}.py": body for name, body in modules.items()}
    return import_graph({name: ast.parse(body) for name, body in named.items()})


def test_a_circle_of_files_is_found() -> None:
    """A circle is seen although its imports hide in a function and behind TYPE_CHECKING."""
    hidden = "if TYPE_CHECKING:\n    import casework.b.three\n"
    graph = _made_up(
        a__one="def f():\n    from casework.a.two import x\n",
        a__two=hidden,
        b__three="from casework.a import one\n",
        b__four="from casework.a.one import x\n",
    )
    ring = ["casework/a/one.py", "casework/a/two.py", "casework/b/three.py"]
    assert circles(graph) == [ring]
    assert circles(between_folders(graph)) == [["casework/a", "casework/b"]]


def test_a_circle_of_folders_without_one_of_files_is_found() -> None:
    """Two folders need each other although no two of their files do."""
    graph = _made_up(
        a__one="import casework.b.two", b__two="", b__three="import casework.a.four", a__four=""
    )
    assert circles(graph) == []
    assert circles(between_folders(graph)) == [["casework/a", "casework/b"]]


def test_a_file_beside_the_folders_stands_for_itself() -> None:
    """What lies in the room itself makes no circle with the others that lie there."""
    graph = _made_up(top="import casework.a.one", a__one="import casework.base", base="")
    assert circles(between_folders(graph)) == []
