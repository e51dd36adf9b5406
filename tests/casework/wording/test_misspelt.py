"""Misspelt words: one slip in a long word is put right."""

from casework.wording.misspelt import KnownWords, mend


def test_a_slip_is_remembered_only_for_the_words_that_it_was_compared_with() -> None:
    """Two districts' words in one process, as in these tests, don't answer for each other."""
    ours = KnownWords(frozenset({"bantuan"}), {7: ("bantuan",)})
    theirs = KnownWords(frozenset({"bantuam"}), {7: ("bantuam",)})
    for _ in range(2):
        assert mend(" bantuak ", ours) == " bantuan "
        assert mend(" bantuak ", theirs) == " bantuam "
