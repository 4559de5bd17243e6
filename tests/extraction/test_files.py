"""Which files are found, and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from contentqa.extraction import find


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "articles"


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", encoding="utf-8")


def ids(*paths: Path) -> list[str]:
    return [source.id for source in find(paths)]


def test_a_folder_gives_every_file_in_name_order(folder: Path) -> None:
    make(folder, "b.txt", "a.md", "c.pdf", "sub/d.html", "noext")
    assert ids(folder) == ["a", "b", "c", "noext", "sub/d"]
    assert all(source.path.is_file() for source in find([folder]))


def test_the_order_does_not_depend_on_creation(folder: Path, tmp_path: Path) -> None:
    make(folder, "2.txt", "10.txt", "1.txt")
    make(tmp_path / "other", "1.txt", "2.txt", "10.txt")
    assert ids(folder) == ids(tmp_path / "other")


def test_hidden_files_and_folders_are_left_out(folder: Path) -> None:
    make(folder, "a.txt", ".DS_Store", ".git/config", "sub/.hidden.txt")
    assert ids(folder) == ["a"]


def test_a_hidden_file_that_is_named_is_read(folder: Path) -> None:
    make(folder, ".secret.txt")
    assert [source.path for source in find([folder / ".secret.txt"])] == [folder / ".secret.txt"]


def test_a_content_hash_is_dropped_from_the_id(folder: Path) -> None:
    make(folder, "004_a9dfc9e89ca0203f.txt", "5_abc.txt", "_0123456789abcdef.txt", "x_0123456789ABCDEF.txt")
    assert ids(folder) == ["004", "5_abc", "_0123456789abcdef", "x_0123456789ABCDEF"]


def test_files_that_would_share_an_id_keep_their_names(folder: Path) -> None:
    make(folder, "a.txt", "a.md", "b.txt", "7_0123456789abcdef.txt", "7_fedcba9876543210.txt")
    assert ids(folder) == ["7_0123456789abcdef.txt", "7_fedcba9876543210.txt", "a.md", "a.txt", "b"]


def test_dots_inside_a_name_stay(folder: Path) -> None:
    make(folder, "v1.2/note.final.txt", "v1.2/readme")
    assert ids(folder) == ["v1.2/note.final", "v1.2/readme"]


def test_a_folder_named_like_an_article_is_a_source_of_its_own(folder: Path) -> None:
    make(folder, "x.txt/inner.txt", "y.html/inner.txt", "plain/inner.txt")
    assert ids(folder) == ["plain/inner", "x", "y"]


def test_named_files_keep_the_order_given(folder: Path) -> None:
    make(folder, "b.txt", "a.txt")
    assert ids(folder / "b.txt", folder / "a.txt") == ["b", "a"]


def test_a_labelled_folder_gives_the_listed_files(folder: Path) -> None:
    make(folder, "articles/one.txt", "articles/two.md", "README.md", "stray.txt")
    (folder / "labels.csv").write_text(
        "file,label,group\narticles/one.txt,acceptable,1\narticles/two.md,needs_review,2\narticles/gone.txt,,\n",
        encoding="utf-8",
    )
    assert ids(folder) == ["gone", "one", "two"]
    assert find([folder])[0].path == folder / "articles" / "gone.txt"


def test_a_labels_file_saved_by_a_spreadsheet_is_read(folder: Path) -> None:
    make(folder, "one.txt", "stray.txt")
    (folder / "labels.csv").write_bytes(b"\xef\xbb\xbffile,label\r\none.txt,acceptable\r\n")
    assert ids(folder) == ["one"]


def test_nothing_is_found_in_an_empty_folder(folder: Path) -> None:
    folder.mkdir()
    assert ids(folder) == []


def test_a_dangling_link_is_a_source(folder: Path) -> None:
    make(folder, "a.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    assert ids(folder) == ["a", "gone"]


def test_a_link_that_runs_in_a_circle_ends(folder: Path) -> None:
    make(folder, "sub/a.txt")
    (folder / "sub" / "up").symlink_to(folder, target_is_directory=True)
    assert "sub/a" in ids(folder)
    assert len(ids(folder)) < 200
