"""What the scenarios share: the cluster, the fleet on its deploy branch, and the record of what was proven."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e import credential
from e2e.api import Api, proxied
from e2e.component import credentials
from e2e.fleet import Fleet, load_manifests, new_fleet
from e2e.lifecycle import load_setting
from e2e.reason import reason_of
from e2e.setting import Setting
from e2e.site import Site, cleared, find_kubectl, prepared

NOT_RUN = "not run: it needs a cluster (`python tests/e2e/run`)"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kubeconfig", type=Path, help="run the scenarios on the cluster that this file leads to")
    parser.addoption("--argo-workflows", default="4.1", help="the release of Argo Workflows that is installed there (default: 4.1)")
    parser.addoption("--record", action="store_true", default=False, help="write the golden pods anew instead of comparing with them")
    parser.addoption("--report", type=Path, help="write what was proven to this file")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cluster: a scenario, which runs on a cluster")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--kubeconfig", default=None) is None:
        for item in items:
            if item.get_closest_marker("cluster"):
                item.add_marker(pytest.mark.skip(reason=NOT_RUN))


@pytest.fixture(scope="session")
def release(request: pytest.FixtureRequest) -> str:
    """The release of Argo Workflows, such as `4.1`."""
    return str(request.config.getoption("--argo-workflows"))


@pytest.fixture(scope="session")
def kubeconfig(request: pytest.FixtureRequest) -> Path:
    return Path(request.config.getoption("--kubeconfig")).resolve()


@pytest.fixture(scope="session")
def api(kubeconfig: Path) -> Iterator[Api]:
    with proxied(find_kubectl(), kubeconfig) as found:
        yield found


@pytest.fixture(scope="session")
def own(kubeconfig: Path) -> Setting:
    """The setting of the suite's own cluster, for what cannot be done to somebody else's."""
    setting = load_setting()
    if setting is None or kubeconfig != credentials().kubeconfig(credential.ADMIN).resolve():
        pytest.skip("not run: only the suite's own cluster reads a repository of this machine, and lets its controllers be started anew")
    return setting


@pytest.fixture(scope="session")
def site(api: Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The suite's fleet, published, with its namespaces and templates in the cluster."""
    fleet = new_fleet(tmp_path_factory.mktemp("site") / "fleet", "atlas", "harbor", "ledger")
    fleet.publish()
    site = Site(api, fleet, load_manifests(fleet.checkout()))
    prepared(site)
    yield site
    cleared(site)


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    """A fleet that one scenario may edit; nothing of it is published yet."""
    return new_fleet(tmp_path / "fleet", "ledger")


@pytest.fixture
def record(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--record"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if not item.get_closest_marker("cluster") or (report.when != "call" and report.passed):
        return
    kept = item.config.stash.setdefault(RESULTS, {})
    said = str(report.longrepr[2]).removeprefix("Skipped: ") if report.skipped and isinstance(report.longrepr, tuple) else ""
    said = said or (reason_of(call.excinfo.value) if call.excinfo is not None else "")
    kept[item.nodeid] = {
        **_named(item),
        "verdict": report.outcome,
        "seconds": round(report.duration, 1),
        "said": said,
        "measured": [f"{name}: {value}" for name, value in item.user_properties],
    }


def pytest_deselected(items: list[pytest.Item]) -> None:
    _put_on_record(items, "not run: it was not chosen")


def pytest_collection_finish(session: pytest.Session) -> None:
    _put_on_record(session.items, "not run: the run ended before it")


def _put_on_record(items: list[pytest.Item], said: str) -> None:
    """What does not run is on record too, so that the report cannot pass over it."""
    for item in items:
        if item.get_closest_marker("cluster"):
            left_out = item.config.stash.setdefault(LEFT_OUT, {})
            left_out[item.nodeid] = {**_named(item), "verdict": "skipped", "seconds": 0, "said": said, "measured": []}


def _named(item: pytest.Item) -> dict[str, str]:
    case = item.callspec.id if hasattr(item, "callspec") else ""
    return {"id": item.nodeid, "scenario": (item.function.__doc__ or item.name).strip().splitlines()[0], "case": case}  # type: ignore[attr-defined]


LEFT_OUT = pytest.StashKey[dict[str, dict]]()
RESULTS = pytest.StashKey[dict[str, dict]]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = session.config.getoption("--report", default=None)
    if path is None:
        return
    kept = session.config.stash.get(LEFT_OUT, {}) | session.config.stash.get(RESULTS, {})
    content = {"release": session.config.getoption("--argo-workflows"), "at": time.strftime("%Y-%m-%d"), "results": [kept[name] for name in sorted(kept)]}
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
