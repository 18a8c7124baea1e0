"""What a person is told when a repository cannot be used, as whole texts; one file a case in `messages/`."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from gitcode.fleet import LOCK, Fleet
from gitcode.git_server import GitServer
from gitcode.repository import Remote, make_remote
from golden import assert_golden_text

from modelfleet.archive import git_tree, remote
from modelfleet.git import Bounds


class Case:
    """What a case may use. `code` is the field of model.yaml that the person has written."""

    def __init__(self, fleet: Fleet, server: GitServer, remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fleet, self.server, self.remote, self.tmp_path, self.monkeypatch = fleet, server, remote, tmp_path, monkeypatch

    def code(self, revision: str = "main", repository: str = "scoring.git", more: str = "", url: str | None = None) -> None:
        self.fleet.describe(f'{{git: {{repo: "{url or self.server.url}/{repository}", revision: "{revision}"{more}}}}}')


def unreachable_host(case: Case) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        case.code(url=f"http://127.0.0.1:{closed.getsockname()[1]}")


def unknown_host(case: Case) -> None:
    case.code(url="http://git.invalid")


def no_such_repository(case: Case) -> None:
    case.code(repository="scorign.git")


def repository_without_commits(case: Case) -> None:
    make_remote(case.tmp_path / "theirs", case.server.root, "fresh")
    case.code(repository="fresh.git")


def branches_of_strange_names(case: Case) -> None:
    strange = make_remote(case.tmp_path / "theirs", case.server.root, "strange")
    strange.git("checkout", "-q", "-b", "{{=workflow.name}}")
    strange.push({"train.py": ""})
    case.code(repository="strange.git")


def commit_of_a_strange_branch(case: Case) -> None:
    case.remote.git("checkout", "-q", "-b", 'a"{{=workflow.name}}')
    case.code(case.remote.push({"train.py": ""}))


def revision_misspelt(case: Case) -> None:
    case.code("mian")


def revision_unknown(case: Case) -> None:
    case.code("zzz")


def revision_shortened(case: Case) -> None:
    case.code(case.remote.git("rev-parse", "--short=8", "HEAD"))


def revision_of_two_kinds(case: Case) -> None:
    case.remote.git("tag", "main")
    case.remote.push({})
    case.code()


def commit_unknown(case: Case) -> None:
    case.code("0123456789" * 4)


def tag_of_no_commit(case: Case) -> None:
    case.remote.git("tag", "blob", case.remote.git("rev-parse", "HEAD:train.py"))
    case.remote.push({})
    case.code("blob")


def directory_misspelt(case: Case) -> None:
    case.code(more=", path: libs")


def commit_without_files(case: Case) -> None:
    case.remote.git("rm", "--quiet", "-r", ".")
    case.remote.git("commit", "--quiet", "--message", "Empty")
    case.remote.git("push", "--quiet", str(case.remote.bare), "main")
    case.code()


def submodule(case: Case) -> None:
    case.remote.git("update-index", "--add", "--cacheinfo", f"160000,{case.remote.git('rev-parse', 'HEAD')},vendor/other")
    case.remote.git("commit", "--quiet", "--message", "Submodule")
    case.remote.git("push", "--quiet", str(case.remote.bare), "main")
    case.code()


def large_file_storage(case: Case) -> None:
    case.remote.push({"model.bin": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n"})
    case.code()


def link_to_elsewhere(case: Case) -> None:
    (case.remote.tree / "data").symlink_to("../data")
    case.remote.push({})
    case.code()


def strange_name(case: Case) -> None:
    case.remote.push({"a\tb.py": ""})
    case.code()


def too_many_files(case: Case) -> None:
    case.monkeypatch.setattr(git_tree, "MAXIMUM_FILES", 2)
    case.code()


def too_many_bytes(case: Case) -> None:
    case.monkeypatch.setattr(git_tree, "MAXIMUM_BYTES", 1_000_000)
    case.remote.push({"big.csv": b"0" * 1_500_000})
    case.code()


def larger_than_the_limit_of_a_fetch(case: Case) -> None:
    case.monkeypatch.setattr(remote, "FETCHING", Bounds(60, 200_000))
    # Bytes that no compression makes smaller.
    case.remote.push({"noise.bin": b"".join(number.to_bytes(4, "big") * 1 for number in _noise(200_000))})
    case.code()


def slower_than_the_limit(case: Case) -> None:
    case.monkeypatch.setattr(remote, "ASKING", Bounds(0.0, 1 << 20))
    case.code()


def _noise(count: int) -> list[int]:
    value, numbers = 1, []
    for _ in range(count):
        value = (value * 1103515245 + 12345) % 2**32
        numbers.append(value)
    return numbers


CASES: tuple[Callable[[Case], None], ...] = (
    *(unreachable_host, unknown_host, no_such_repository, repository_without_commits, branches_of_strange_names, commit_of_a_strange_branch),
    *(revision_misspelt, revision_unknown, revision_shortened),
    *(revision_of_two_kinds, commit_unknown, tag_of_no_commit, directory_misspelt, commit_without_files, submodule, large_file_storage),
    *(link_to_elsewhere, strange_name, too_many_files, too_many_bytes, larger_than_the_limit_of_a_fetch, slower_than_the_limit),
)


@pytest.mark.parametrize("arrange", CASES, ids=lambda case: case.__name__)
def test_message(
    arrange: Callable[[Case], None],
    fleet: Fleet,
    server: GitServer,
    remote: Remote,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    update_golden: bool,
) -> None:
    arrange(Case(fleet, server, remote, tmp_path, monkeypatch))
    assert fleet.lock() == 1
    assert not Path(LOCK).exists()
    said = re.sub(r"127\.0\.0\.1(:| port )\d+", r"127.0.0.1\1PORT", capsys.readouterr().err)
    said = re.sub(r" after \d+ ms", " after N ms", said)
    assert_golden_text(said, Path(__file__).parent / "messages" / f"{arrange.__name__}.txt", update=update_golden)
