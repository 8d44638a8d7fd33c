"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from antq_analysis.errors import CannotWriteError, MissingError
from antq_analysis.files import sha256, whole_file, whole_folder, write_whole


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    write_whole(path, "Tỉnh Mẫu\n")
    assert path.read_bytes() == "Tỉnh Mẫu\n".encode()
    assert path.stat().st_mode & 0o444


def test_a_failure_leaves_the_old_file_and_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    write_whole(path, "old")
    with pytest.raises(RuntimeError), whole_file(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.txt"]


def test_a_failure_leaves_the_old_folder_and_no_trace(tmp_path: Path) -> None:
    folder = tmp_path / "2025"
    with whole_folder(folder) as made:
        (made / "good.txt").write_text("good")
    with pytest.raises(RuntimeError), whole_folder(folder) as made:
        (made / "bad.txt").write_text("bad")
        raise RuntimeError
    assert os.listdir(folder) == ["good.txt"]
    assert os.listdir(tmp_path) == ["2025"]


def test_a_new_folder_replaces_the_old_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "2025"
    for name in ("first.txt", "second.txt"):
        with whole_folder(folder) as made:
            (made / name).write_text(name)
    assert os.listdir(folder) == ["second.txt"]


def test_a_folder_in_the_way_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CannotWriteError, match="taken"):
        write_whole(tmp_path / "taken" / "x.txt", "x")


def test_a_missing_file_has_no_checksum(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"none\.xlsx"):
        sha256(tmp_path / "none.xlsx")


def test_an_old_folder_that_is_stuck_stops_no_later_run_and_goes_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2025"
    with monkeypatch.context() as held:
        held.setattr("antq_analysis.files.shutil.rmtree", lambda *_, **__: None)
        for name in ("first.txt", "second.txt", "third.txt"):
            with whole_folder(folder) as made:
                (made / name).write_text(name)
    assert os.listdir(folder) == ["third.txt"]
    assert sorted(os.listdir(tmp_path)) == [".old-2025", ".old-2025~2", "2025"]
    with whole_folder(folder) as made:
        (made / "last.txt").write_text("last")
    assert os.listdir(tmp_path) == ["2025"]


def test_what_cannot_be_written_may_be_open_in_another_program(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CannotWriteError) as refused:
        write_whole(tmp_path / "taken" / "x.txt", "x")
    assert "đóng tệp đang mở trong Excel" in refused.value.text("vi")
    assert "close it in Excel" in refused.value.text("en")
