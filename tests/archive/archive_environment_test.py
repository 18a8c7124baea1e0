"""Environments are the same wherever they are made, hold nothing of the machine, and are what Argo Workflows unpacks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archive.package_index import PYTHON, Index

from modelfleet.archive.build import build_environment, build_runtime
from modelfleet.archive.environment import environment_tree
from modelfleet.archive.file_index import FileEntry, file_index, index_digest, read_entries
from modelfleet.archive.tarball import read_tarball

ENTRY_POINTS = "[console_scripts]\nalpha = alpha.cli:main\n"


def write_lock(directory: Path, index: Index) -> Path:
    """Packages with everything that makes installations differ: scripts, data, .pth, extensions, files that clash."""
    alpha = {
        "alpha/__init__.py": "value = 1\n",
        "alpha/cli.py": "def main(): print('alpha', __file__)\n",
        "alpha/deep/er/native.cpython-311-x86_64-linux-gnu.so": b"\x7fELF",
        "alpha/template.py": "{% if x %}\n",
        "alpha.libs/libz.so": b"\x7fELF",
        "alpha-1.0.data/data/share/alpha/table.csv": "a,b\n",
        "alpha-1.0.data/data/etc/alpha.conf": "x\n",
        "alpha-1.0.data/headers/alpha.h": "#define X\n",
        "alpha-1.0.data/scripts/alpha-tool": "#!python\nprint('tool')\n",
        "alpha-1.0.data/scripts/alpha.sh": "#!/bin/sh\necho shell\n",
        "alpha-1.0.data/purelib/alpha/pure.py": "pure = 1\n",
        "alpha_hook.pth": "import sys\n",
        "tests/__init__.py": "whose = 'alpha'\n" * 500,
    }
    pins = [
        index.add_wheel("alpha", "1.0", alpha, tag="py3-none-manylinux_2_28_x86_64", metadata={"entry_points.txt": ENTRY_POINTS}, requires=("beta>=1",)),
        index.add_wheel("beta", "2.0", {"beta.py": "value = 2\n", "tests/__init__.py": "whose = 'beta'\n" * 900}),
        index.add_wheel("name-space", "1", {"name/space/__init__.py": ""}, tag="py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64"),
        *(index.add_wheel(f"filler{number}", "1", {f"filler{number}.py": "", "tests/__init__.py": f"whose = {number}\n"}) for number in range(6)),
    ]
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "requirements.lock").write_text("".join(pins))
    return directory / "requirements.lock"


def test_two_machines_make_the_same_environment(tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = write_lock(tmp_path / "models/x", index)
    first = build_environment(lock, PYTHON, tmp_path / "first.tgz", tmp_path / "cache")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "another uv cache"))
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    elsewhere = tmp_path / ("a long directory with blanks " * 6)
    old = os.umask(0o077)
    try:
        other = build_environment(lock, PYTHON, elsewhere / "other.tgz", elsewhere / "cache")
        warm = build_environment(lock, PYTHON, elsewhere / "warm.tgz", tmp_path / "third cache")
    finally:
        os.umask(old)
    assert first.index == other.index == warm.index
    assert first.path.read_bytes() == other.path.read_bytes()
    assert read_tarball(first.path) == first


def test_nothing_of_the_machine_is_inside(tmp_path: Path, index: Index) -> None:
    tree = environment_tree(write_lock(tmp_path / "models/x", index), PYTHON, tmp_path / "cache")
    names = {entry.path for entry in read_entries(tree)}
    traces = [os.fsencode(tmp_path), os.fsencode(sys.prefix), os.fsencode(sys.base_prefix + "/bin"), os.fsencode(index.root.as_uri())]
    assert [name for name in sorted(names) for trace in traces if trace in (tree / name).read_bytes()] == []
    assert not names & {".lock", "alpha-1.0.dist-info/direct_url.json", "alpha-1.0.dist-info/uv_cache.json"}


def test_every_part_of_a_wheel_has_its_place(tmp_path: Path, index: Index) -> None:
    tree = environment_tree(write_lock(tmp_path / "models/x", index), PYTHON, tmp_path / "cache")
    found = {entry.path: entry for entry in read_entries(tree)}
    for path in ("share/alpha/table.csv", "etc/alpha.conf", "alpha_hook.pth", "alpha/pure.py", "alpha.libs/libz.so", "name/space/__init__.py"):
        assert path in found
    tag = f"cpython-{PYTHON.replace('.', '')}"
    assert f"alpha/__pycache__/cli.{tag}.pyc" in found and f"alpha/__pycache__/template.{tag}.pyc" not in found
    for script, first_line in (("alpha", "#!/usr/bin/env python3"), ("alpha-tool", "#!/usr/bin/env python3"), ("alpha.sh", "#!/bin/sh")):
        assert (tree / "bin" / script).read_text().splitlines()[0] == first_line
        entry = found[f"bin/{script}"]
        assert isinstance(entry, FileEntry) and entry.executable


def test_the_record_of_a_package_is_true(tmp_path: Path, index: Index) -> None:
    tree = environment_tree(write_lock(tmp_path / "models/x", index), PYTHON, tmp_path / "cache")
    program = (
        "import importlib.metadata as m, hashlib, base64\n"
        "for file in m.distribution('alpha').files:\n"
        "    data = file.locate().read_bytes()\n"
        "    if file.hash and not str(file).startswith('tests/'):\n"
        "        assert file.hash.value == base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode(), file\n"
        "        assert file.size == len(data), file\n"
    )
    subprocess.run([sys.executable, "-s", "-c", program], env={"PYTHONPATH": str(tree)}, check=True)


def test_the_unpacked_archive_runs(tmp_path: Path, index: Index) -> None:
    built = build_environment(write_lock(tmp_path / "models/x", index), PYTHON, tmp_path / "env.tgz", tmp_path / "cache")
    (tmp_path / "pod").mkdir()
    subprocess.run(["tar", "-xzf", built.path, "-C", tmp_path / "pod"], check=True)
    assert index_digest(file_index(read_entries(tmp_path / "pod/env"))) == built.index_digest
    environment = {"PYTHONPATH": str(tmp_path / "pod/env"), "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    assert (
        subprocess.run([tmp_path / "pod/env/bin/alpha"], env=environment, capture_output=True, text=True, check=True).stdout
        == f"alpha {tmp_path}/pod/env/alpha/cli.py\n"
    )


def test_an_environment_without_packages(tmp_path: Path, index: Index) -> None:
    (tmp_path / "requirements.lock").touch()
    built = build_environment(tmp_path / "requirements.lock", PYTHON, tmp_path / "env.tgz", tmp_path / "cache")
    assert built.index == ""


def test_a_tree_that_something_wrote_into_is_made_again(tmp_path: Path, index: Index) -> None:
    lock = write_lock(tmp_path / "models/x", index)
    first = build_environment(lock, PYTHON, tmp_path / "first.tgz", tmp_path / "cache")
    tree = environment_tree(lock, PYTHON, tmp_path / "cache")
    (tree / "beta.py").write_text("value = 3\n")
    (tree / "stray.txt").touch()
    assert build_environment(lock, PYTHON, tmp_path / "again.tgz", tmp_path / "cache").index == first.index


def test_a_cached_environment_needs_no_index(tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = write_lock(tmp_path / "models/x", index)
    tree = environment_tree(lock, PYTHON, tmp_path / "cache")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert environment_tree(lock, PYTHON, tmp_path / "cache") == tree


PROGRAM = """
import sys
from pathlib import Path
from modelfleet.archive.environment import environment_tree
print(environment_tree(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
"""


def start(lock: Path, cache: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, lock, PYTHON, cache], env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)


def test_two_processes_at_once_make_one_tree(tmp_path: Path, index: Index) -> None:
    lock = write_lock(tmp_path / "models/x", index)
    makers = [start(lock, tmp_path / "cache") for _ in range(3)]
    assert len({maker.communicate(timeout=120)[0] for maker in makers}) == 1
    assert [maker.returncode for maker in makers] == [0, 0, 0]
    (tree,) = [path for path in (tmp_path / "cache/environments").iterdir() if path.is_dir()]
    assert file_index(read_entries(tree)) == tree.with_name(f"{tree.name}.index").read_text()


def test_after_a_kill_the_next_one_makes_it(tmp_path: Path, index: Index) -> None:
    lock = write_lock(tmp_path / "models/x", index)
    expected = build_environment(lock, PYTHON, tmp_path / "env.tgz", tmp_path / "other cache").index
    victim = start(lock, tmp_path / "cache")
    deadline = time.monotonic() + 60
    while not list((tmp_path / "cache").glob("environments/.*.part-*/tree/*")) and time.monotonic() < deadline:
        time.sleep(0.002)
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait()
    assert build_environment(lock, PYTHON, tmp_path / "env.tgz", tmp_path / "cache").index == expected
    assert [path.name for path in (tmp_path / "cache/environments").iterdir() if "part" in path.name] == []


def test_the_runtime_holds_sources_and_packages_without_bytecode(tmp_path: Path, index: Index) -> None:
    for path, content in (("launcher.py", "value = 1\n"), ("launcher_test.py", "")):
        file = tmp_path / "platform/src/modelfleet_runtime" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    lock = tmp_path / "3rdparty/python/runtime.lock"
    lock.parent.mkdir(parents=True)
    index.add_wheel("debugger", "1.0", {"debugger/fast.so": b"\x7fELF"}, tag="py3-none-manylinux_2_28_x86_64")
    # The lock names the pure wheel alone, though the index has one that fits this machine better.
    lock.write_text(index.add_wheel("debugger", "1.0", {"debugger/__init__.py": "", "debugger/slow.py": ""}))
    one = build_runtime(tmp_path, tmp_path / "one.tgz", tmp_path / "cache")
    other = build_runtime(tmp_path, tmp_path / "other.tgz", tmp_path / "another cache")
    assert one.path.read_bytes() == other.path.read_bytes()
    assert [line.split(" ", 3)[3] for line in one.index.splitlines() if "dist-info" not in line] == [
        "debugger/__init__.py",
        "debugger/slow.py",
        "modelfleet_runtime/launcher.py",
    ]
