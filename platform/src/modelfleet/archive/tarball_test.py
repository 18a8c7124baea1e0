"""Archives are what Argo Workflows unpacks, to the last rule: `unpack` below follows its `untar` and `unpack`."""

from __future__ import annotations

import gzip
import io
import os
import posixpath
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelfleet.archive.file_index import LinkEntry, file_index, index_digest, read_entries, read_sha256
from modelfleet.archive.tarball import MODIFIED, ArchiveError, Member, content_member, read_tarball, tree_members, write_tarball

names = st.from_regex(r"[a-zA-Zé ._-]{1,40}", fullmatch=True).filter(lambda name: name not in (".", ".."))
files = st.dictionaries(st.lists(names, min_size=1, max_size=4).map("/".join), st.tuples(st.binary(max_size=50), st.booleans()), max_size=6).filter(
    lambda found: not any(other.startswith(f"{path}/") for path in found for other in found)
)


def unpack(archive: Path, target: Path) -> None:
    """Unpack as argoexec does (workflow/executor/executor.go of 3.7.18: untar, unpack); ValueError where it returns an error."""
    work = target.with_name(f"{target.name}.tmpdir")
    work.mkdir()
    with gzip.open(archive) as stream, tarfile.open(fileobj=stream, mode="r:") as entries:
        for info in entries:
            place = posixpath.normpath(posixpath.join(str(work), posixpath.normpath(info.name)))
            if not place.startswith(f"{work}/"):
                raise ValueError(f"illegal file path: {info.name}")
            if info.issym():
                leads = info.linkname if info.linkname.startswith("/") else posixpath.join(posixpath.dirname(place), info.linkname)
                if not posixpath.normpath(leads).startswith(f"{work}/"):
                    raise ValueError(f"illegal symlink target: {info.name} -> {info.linkname}")
                os.makedirs(posixpath.dirname(place), 0o755, exist_ok=True)
                os.symlink(info.linkname, place)
            elif info.isdir():
                os.makedirs(place, 0o755, exist_ok=True)
            elif info.type in (tarfile.REGTYPE, tarfile.AREGTYPE):
                os.makedirs(posixpath.dirname(place), 0o755, exist_ok=True)
                content = entries.extractfile(info)
                assert content is not None
                Path(place).write_bytes(content.read())
                os.chmod(place, info.mode)
                os.utime(place, (info.mtime, info.mtime))
            # Everything else is dropped in silence.
    tops = list(work.iterdir())
    if len(tops) == 1:
        tops[0].rename(target)
        work.rmdir()
    else:
        work.rename(target)


def tree(root: Path) -> Path:
    for path, mode in (("numpy/__init__.py", 0o640), ("numpy/core/umath.so", 0o755), ("bin/f2py", 0o700), ("numpy.libs/libz.so.1", 0o644)):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(path.encode())
        file.chmod(mode)
    os.symlink("libz.so.1", root / "numpy.libs/libz.so")
    os.symlink("../numpy.libs", root / "numpy/libs")
    return root


def raw_archive(file: Path, *entries: tarfile.TarInfo) -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for info in entries:
            archive.addfile(info, io.BytesIO(b"\0" * info.size))
    return file


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode = kind, target, 0o755
    return info


def test_argo_unpacks_the_same_tree(tmp_path: Path) -> None:
    source = tree(tmp_path / "source")
    built = write_tarball(tree_members(source), "env", tmp_path / "env.tgz")
    unpack(built.path, tmp_path / "unpacked")
    assert file_index(read_entries(tmp_path / "unpacked")) == built.index == file_index(read_entries(source))
    assert index_digest(built.index) == built.index_digest
    assert (read_sha256(built.path), built.path.stat().st_size) == (built.checksum, built.size)
    assert (tmp_path / "unpacked/numpy/__init__.py").stat().st_mtime == MODIFIED


@settings(max_examples=60)
@given(files)
def test_any_tree_comes_back(tmp_path_factory: pytest.TempPathFactory, found: dict[str, tuple[bytes, bool]]) -> None:
    root = tmp_path_factory.mktemp("any")
    built = write_tarball((content_member(path, *file) for path, file in found.items()), "code", root / "code.tgz")
    unpack(built.path, root / "unpacked")
    assert file_index(read_entries(root / "unpacked")) == built.index
    assert read_tarball(built.path) == built


def test_the_bytes_depend_on_the_members_alone(tmp_path: Path) -> None:
    first, second = tree(tmp_path / "first"), tree(tmp_path / "elsewhere/second")
    for file in second.rglob("*"):
        if not file.is_symlink():
            file.chmod(0o777 if file.stat().st_mode & 0o111 else 0o600)
            os.utime(file, (1, 1))
    one = write_tarball(tree_members(first), "env", tmp_path / "one.tgz")
    other = write_tarball(reversed(list(tree_members(second))), "env", tmp_path / "other.tgz")
    assert one.path.read_bytes() == other.path.read_bytes()


def test_headers(tmp_path: Path) -> None:
    built = write_tarball(tree_members(tree(tmp_path / "source")), "env", tmp_path / "env.tgz")
    with tarfile.open(built.path) as archive:
        listed = [(info.name, info.type, oct(info.mode), info.linkname) for info in archive]
        assert {(info.uid, info.gid, info.uname, info.gname, info.mtime) for info in archive.getmembers()} == {(0, 0, "", "", MODIFIED)}
    assert listed == [
        ("env", tarfile.DIRTYPE, "0o755", ""),
        ("env/bin", tarfile.DIRTYPE, "0o755", ""),
        ("env/bin/f2py", tarfile.REGTYPE, "0o755", ""),
        ("env/numpy.libs", tarfile.DIRTYPE, "0o755", ""),
        ("env/numpy.libs/libz.so", tarfile.SYMTYPE, "0o777", "libz.so.1"),
        ("env/numpy.libs/libz.so.1", tarfile.REGTYPE, "0o644", ""),
        ("env/numpy", tarfile.DIRTYPE, "0o755", ""),
        ("env/numpy/__init__.py", tarfile.REGTYPE, "0o644", ""),
        ("env/numpy/core", tarfile.DIRTYPE, "0o755", ""),
        ("env/numpy/core/umath.so", tarfile.REGTYPE, "0o755", ""),
        ("env/numpy/libs", tarfile.SYMTYPE, "0o777", "../numpy.libs"),
    ]
    header = built.path.read_bytes()[:10]
    assert header[3] == 0 and header[4:8] == bytes(4), "gzip's header holds no name and no time"


def test_files_that_share_an_inode_are_all_packed(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a").write_bytes(b"a")
    os.link(tmp_path / "source/a", tmp_path / "source/b")
    built = write_tarball(tree_members(tmp_path / "source"), "env", tmp_path / "env.tgz")
    unpack(built.path, tmp_path / "unpacked")
    assert (tmp_path / "unpacked/b").read_bytes() == b"a"


def test_one_file_and_none_are_still_directories(tmp_path: Path) -> None:
    unpack(write_tarball([content_member("train.py", b"", False)], "code", tmp_path / "one.tgz").path, tmp_path / "one")
    unpack(write_tarball([], "env", tmp_path / "none.tgz").path, tmp_path / "none")
    assert list((tmp_path / "one").iterdir()) == [tmp_path / "one/train.py"]
    assert list((tmp_path / "none").iterdir()) == []


@pytest.mark.parametrize("target", ["/usr/bin/python3", "..", "../x", "a/../../x", "../a/../.."])
def test_a_link_that_leaves_the_archive_is_not_written(tmp_path: Path, target: str) -> None:
    member = Member(LinkEntry("bin", target), 0, io.BytesIO)
    with pytest.raises(ArchiveError, match="leaves the archive"):
        write_tarball([member], "env", tmp_path / "env.tgz")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> io.BytesIO:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_tarball([Member(content_member("a", b"", False).entry, 0, fail)], "env", tmp_path / "env.tgz")
    assert list(tmp_path.iterdir()) == []


REFUSED_BY_ARGO = {
    "dot": [entry("./", tarfile.DIRTYPE), entry("./a")],
    "absolute link": [entry("env", tarfile.DIRTYPE), entry("env/python", tarfile.SYMTYPE, "/usr/bin/python3")],
    "escaping link": [entry("env", tarfile.DIRTYPE), entry("env/up", tarfile.SYMTYPE, "../..")],
    "parent": [entry("env/../../a")],
}
CHANGED_BY_ARGO = {
    "hard link": [entry("env", tarfile.DIRTYPE), entry("env/a"), entry("env/b", tarfile.LNKTYPE, "env/a")],
    "device": [entry("env", tarfile.DIRTYPE), entry("env/null", tarfile.CHRTYPE)],
    "two tops": [entry("a"), entry("b")],
    "file at the top": [entry("train.py")],
}


@pytest.mark.parametrize("case", REFUSED_BY_ARGO)
def test_what_argo_refuses_is_refused(tmp_path: Path, case: str) -> None:
    archive = raw_archive(tmp_path / "a.tgz", *REFUSED_BY_ARGO[case])
    with pytest.raises(ValueError, match="illegal"):
        unpack(archive, tmp_path / "unpacked")
    with pytest.raises(ArchiveError):
        read_tarball(archive)


@pytest.mark.parametrize("case", CHANGED_BY_ARGO)
def test_what_argo_drops_or_moves_is_refused(tmp_path: Path, case: str) -> None:
    with pytest.raises(ArchiveError):
        read_tarball(raw_archive(tmp_path / "a.tgz", *CHANGED_BY_ARGO[case]))


def test_a_cut_or_altered_archive_is_refused(tmp_path: Path) -> None:
    content = write_tarball(tree_members(tree(tmp_path / "source")), "env", tmp_path / "env.tgz").path.read_bytes()
    for damaged in (content[: len(content) // 2], content[:-4], b"", b"PK" + content[2:]):
        (tmp_path / "damaged.tgz").write_bytes(damaged)
        with pytest.raises(ArchiveError):
            read_tarball(tmp_path / "damaged.tgz")
