"""One grammar of cell ids, for builder, gradebook, intake and reports."""

import pytest

from coursekit.cell_ids import CellId, exercise_of, tag_of


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        (("check", "1.2"), "check-1-2"),
        (("hidden", "3.10-one-more-edge"), "hidden-3-10-one-more-edge"),
        (("written", "12.5"), "written-12-5"),
    ],
)
def test_a_name_in_a_course_text_and_an_id_in_a_notebook_say_the_same(name: tuple[str, str], identity: str) -> None:
    assert str(CellId.of(*name)) == identity
    parsed = CellId.parse(identity)
    assert parsed == CellId.of(*name)
    assert parsed is not None
    assert (parsed.tag, "-".join(filter(None, (parsed.exercise, parsed.suffix)))) == name


@pytest.mark.parametrize("identity", ["", "title", "hidden-costs-1", "answer-1", "check-1-2edges", "added-3"])
def test_an_id_of_no_named_cell_has_no_parts(identity: str) -> None:
    assert CellId.parse(identity) is None
    assert tag_of(identity) == ""
    assert exercise_of(identity) == "0.0"
