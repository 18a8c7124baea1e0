"""The verifier, as the template starts it: isolated, its text on the command line."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelfleet.archive.file_index import file_index, index_digest, read_entries

DIGEST = "d" * 64


class Mount:
    """An unpacked archive, and the ConfigMap that says what must be in it."""

    def __init__(self, root: Path, script: str) -> None:
        self.root, self.index_digests, self._script = root / "env", root / "archives", script
        self.root.mkdir(parents=True)
        self.index_digests.mkdir()
        (self.root / "bin").mkdir()
        (self.root / "lib.py").write_text("x = 1\n", encoding="utf-8")
        (self.root / "bin" / "tool").write_text("#!/bin/sh\n", encoding="utf-8")
        (self.root / "bin" / "tool").chmod(0o755)
        (self.root / "link.py").symlink_to("lib.py")
        self.record()

    def record(self) -> None:
        (self.index_digests / DIGEST).write_text(index_digest(file_index(read_entries(self.root))), encoding="utf-8")

    def verify(self, *archives: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-c", self._script, "--index-digests", str(self.index_digests)]
        for archive in archives or (f"{DIGEST}={self.root}",):
            command += ["--archive", archive]
        child = "import os, sys; print('ran', os.environ.get('PYTHONPATH'), sys.argv[1:])"
        environ = {**os.environ, "PYTHONPATH": "/workspace/runtime"}
        return subprocess.run([*command, "--", sys.executable, "-c", child, "--flag", "--"], capture_output=True, text=True, env=environ, check=False)

    def shown(self, done: subprocess.CompletedProcess[str]) -> str:
        """What on-call sees; digests that were computed are replaced."""
        expected = (self.index_digests / DIGEST).read_text(encoding="utf-8")
        found = hashlib.sha256(b"").hexdigest()
        words = done.stderr.replace(str(self.root.parent), "").replace(expected, "EXPECTED").replace(DIGEST, "DIGEST").replace(found, "FOUND").split(" ")
        return " ".join("FOUND," if len(word) == 65 and word.endswith(",") else word for word in words)


@pytest.fixture
def mount(tmp_path: Path, verify_script: str) -> Mount:
    return Mount(tmp_path, verify_script)


CHANGED = (
    "verify: /env (archive DIGEST): its {} files have the index digest FOUND, the deploy branch says EXPECTED\n"
    "    hint: the archive in the store is damaged or was replaced; compare its checksum with archives/DIGEST.json on the deploy branch, "
    "remove it from the store and publish again\n"
)
REFUSED = "verify: 1 of 1 archives refused; nothing in them was executed\n"


def test_an_untouched_archive_becomes_the_command(mount: Mount) -> None:
    done = mount.verify()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "verify: 1 archives are what the deploy branch says\nran /workspace/runtime ['--flag', '--']\n"


def test_the_history_of_a_clone_is_removed_before_anything_can_meet_it(mount: Mount) -> None:
    (mount.root / ".git" / "hooks").mkdir(parents=True)
    (mount.root / ".git" / "hooks" / "post-checkout").write_text("#!/bin/sh\n", encoding="utf-8")
    done = mount.verify()
    assert (done.returncode, done.stderr) == (0, "")
    assert not (mount.root / ".git").exists()


@pytest.mark.parametrize("make", [lambda git: git.write_text("gitdir: /elsewhere\n"), lambda git: git.symlink_to("bin")], ids=["file", "link"])
def test_what_only_looks_like_a_history_counts_as_a_file(mount: Mount, make: Callable[[Path], object]) -> None:
    make(mount.root / ".git")
    done = mount.verify()
    assert done.returncode == 1
    assert (mount.root / "bin" / "tool").exists()


def replaced(mount: Mount) -> None:
    (mount.root / "lib.py").write_text("x = 2\n", encoding="utf-8")


def added(mount: Mount) -> None:
    (mount.root / "bin" / "extra").touch()


def removed(mount: Mount) -> None:
    (mount.root / "lib.py").unlink()


def made_executable(mount: Mount) -> None:
    (mount.root / "lib.py").chmod(0o654)


def renamed(mount: Mount) -> None:
    (mount.root / "lib.py").rename(mount.root / "lib2.py")


def link_for_a_file(mount: Mount) -> None:
    (mount.root / "copy.py").write_text("x = 1\n", encoding="utf-8")
    mount.record()
    (mount.root / "copy.py").unlink()
    (mount.root / "copy.py").symlink_to("lib.py")


def link_moved(mount: Mount) -> None:
    (mount.root / "link.py").unlink()
    (mount.root / "link.py").symlink_to("bin/tool")


def swapped(mount: Mount) -> None:
    (mount.root / "lib.py").rename(mount.root / "t")
    (mount.root / "bin" / "tool").rename(mount.root / "lib.py")
    (mount.root / "t").rename(mount.root / "bin" / "tool")


@pytest.mark.parametrize(
    ("change", "files"),
    [(replaced, 3), (added, 4), (removed, 2), (made_executable, 3), (renamed, 3), (link_for_a_file, 4), (link_moved, 3), (swapped, 3)],
)
def test_a_changed_archive_is_refused(mount: Mount, change: Callable[[Mount], None], files: int) -> None:
    change(mount)
    done = mount.verify()
    assert (done.returncode, done.stdout) == (1, "")
    # A link without its target leaves nothing: the removed file's link is dangling, and still inside.
    assert mount.shown(done) == CHANGED.format(files) + REFUSED


@pytest.mark.parametrize("target", ["/etc/passwd", "../archives", "bin/../../archives", "/"])
def test_a_link_that_leaves_the_directory_is_refused_even_when_it_is_recorded(mount: Mount, target: str) -> None:
    (mount.root / "way-out").symlink_to(target)
    mount.record()
    done = mount.verify()
    assert (done.returncode, done.stdout) == (1, "")
    assert mount.shown(done) == f"verify: /env (archive DIGEST): way-out is a symbolic link that leaves the directory: {target!r}\n" + REFUSED


def test_a_chain_of_links_that_leaves_the_directory_is_refused(mount: Mount) -> None:
    (mount.root / "a" / "b").mkdir(parents=True)
    (mount.root / "a" / "b" / "up").symlink_to("../..")
    (mount.root / "way-out").symlink_to("a/b/up/..")
    done = mount.verify()
    assert done.returncode == 1
    assert "way-out is a symbolic link that leaves the directory" in done.stderr


def test_all_that_is_no_file_is_named_at_once(mount: Mount) -> None:
    os.mkfifo(mount.root / "pipe")
    (mount.root / "two\nlines").touch()
    (mount.root / "spaced").symlink_to("lib.py lib.py")
    shown = mount.shown(mount.verify())
    assert "pipe is neither a file, a directory nor a symbolic link\n" in shown
    assert r"'two\nlines' has a line break in its name" in shown
    assert "spaced is a symbolic link that leaves the directory: 'lib.py lib.py'\n" in shown


def test_every_archive_is_looked_at(mount: Mount) -> None:
    replaced(mount)
    done = mount.verify(f"{DIGEST}={mount.root}", f"unknown={mount.root}", f"{DIGEST}={mount.root}/absent")
    assert done.returncode == 1
    assert mount.shown(done) == (
        CHANGED.format(3) + "verify: /env (archive unknown): /archives holds no digest of its files\n"
        "    hint: the ConfigMap with the digests is older than this run; wait until Argo CD has synced the model, then run the job again\n"
        "verify: /env/absent (archive DIGEST): it is not there: Argo did not unpack it as a directory\n"
        "    hint: the log of the container `init` says what Argo did\n"
        "verify: 3 of 3 archives refused; nothing in them was executed\n"
    )


def test_a_root_that_is_a_link_is_refused(mount: Mount) -> None:
    (mount.root.parent / "elsewhere").symlink_to(mount.root)
    done = mount.verify(f"{DIGEST}={mount.root.parent}/elsewhere")
    assert done.returncode == 1
    assert "Argo did not unpack it as a directory" in done.stderr


def test_a_command_that_is_not_there(mount: Mount, verify_script: str) -> None:
    command = [sys.executable, "-I", "-c", verify_script, "--index-digests", str(mount.index_digests), "--archive", f"{DIGEST}={mount.root}"]
    done = subprocess.run([*command, "--", "/nonexistent"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (127, "verify: cannot start /nonexistent: No such file or directory\n")


names = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="/\0\n"), min_size=1, max_size=8).filter(
    lambda name: name not in (".", "..")
)
trees = st.dictionaries(st.lists(names, min_size=1, max_size=3).map("/".join), st.tuples(st.binary(max_size=20), st.booleans()), max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees)
def test_the_index_is_that_of_the_archive_builder(tmp_path_factory: pytest.TempPathFactory, verify_script: str, files: dict[str, tuple[bytes, bool]]) -> None:
    mount = Mount(tmp_path_factory.mktemp("mount"), verify_script)
    for path, (content, executable) in files.items():
        file = mount.root / path
        if any(parent.is_file() for parent in file.parents) or file.is_dir():
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o755 if executable else 0o644)
    mount.record()
    done = mount.verify()
    assert (done.returncode, done.stderr) == (0, "")


def test_argo_finds_no_parameter_in_the_scripts(verify_script: str, transfer_in_script: str) -> None:
    assert "{" * 2 not in verify_script + transfer_in_script
