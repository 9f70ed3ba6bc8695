"""The frozen data in data/: the committed bytes are what the simulator makes, and the datasheet describes them."""

import hashlib
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from bora.data import CHECKSUMS, checksums, write

DATA = Path(__file__).parents[1] / "data"
NAMES = ("applications", "outcomes", "truth")


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("data")
    write(folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_making_the_data_again_gives_the_committed_bytes(name: str, remade: Path) -> None:
    assert (remade / "bora" / f"{name}.csv").read_bytes() == (DATA / "bora" / f"{name}.csv").read_bytes()


def test_making_the_data_leaves_other_files_alone_and_lists_them(tmp_path: Path) -> None:
    (tmp_path / "adoption").mkdir()
    shutil.copy(DATA / "adoption" / "README.md", tmp_path / "adoption")
    write(tmp_path)
    assert (tmp_path / "adoption" / "README.md").read_bytes() == (DATA / "adoption" / "README.md").read_bytes()
    listed = [line.split("  ")[1] for line in (tmp_path / CHECKSUMS).read_text().splitlines()]
    assert listed == ["adoption/README.md", "bora/applications.csv", "bora/outcomes.csv", "bora/truth.csv"]


def test_the_checksums_of_all_committed_data_are_right() -> None:
    assert (DATA / CHECKSUMS).read_text(encoding="utf-8") == checksums(DATA), "run: python -m bora.data"


def test_the_checksums_have_the_form_that_sha256sum_reads(remade: Path) -> None:
    for line in checksums(remade).splitlines():
        digest, name = re.fullmatch(r"([0-9a-f]{64})  (\S+)", line).groups()  # type: ignore[union-attr]
        assert hashlib.sha256((remade / name).read_bytes()).hexdigest() == digest


def test_a_changed_byte_changes_the_checksums(remade: Path, tmp_path: Path) -> None:
    shutil.copytree(remade, tmp_path / "copy")
    before = checksums(tmp_path / "copy")
    with (tmp_path / "copy" / "bora" / "truth.csv").open("ab") as file:
        file.write(b"\n")
    assert checksums(tmp_path / "copy") != before


def test_the_files_end_lines_the_same_way_on_every_system() -> None:
    for name in NAMES:
        assert b"\r" not in (DATA / "bora" / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_datasheet_describes_every_column(name: str) -> None:
    sheet = (DATA / "README.md").read_text(encoding="utf-8")
    section = sheet.split(f"### `{name}.csv`")[1].split("###")[0]
    columns = pd.read_csv(DATA / "bora" / f"{name}.csv", nrows=1).columns
    assert [column for column in columns if f"`{column}`" not in section] == []


def test_the_datasheet_counts_right() -> None:
    sheet = (DATA / "README.md").read_text(encoding="utf-8")
    applications, outcomes, truth = (pd.read_csv(DATA / "bora" / f"{name}.csv") for name in NAMES)
    sizes = applications["month"].value_counts()
    counts = [
        f"{len(applications):,} of them in {len(sizes)} months",
        f"between {sizes.min():,} and\n{sizes.max():,} a month",
        f"{outcomes['accepted'].sum():,} granted, {(outcomes['accepted'] == 0).sum():,} refused",
        f"{int(outcomes['default'].sum()):,} defaults",
        f"{truth['default'].sum():,} ones",
        f"{(applications['income'] != truth['income']).sum():,} rows",
        f"{(applications['savings'] != truth['savings']).sum():,} rows",
        f"{(applications['purpose'] == 'vehicle').sum():,} rows",
    ]
    assert [count for count in counts if count not in sheet] == []


def test_the_datasheet_says_in_its_first_lines_that_the_data_are_simulated() -> None:
    first_lines = (DATA / "README.md").read_text(encoding="utf-8")[:700]
    assert "is simulated" in first_lines
    assert "invented" in first_lines
