"""How a cluster comes up, goes down, and says how it is."""

from __future__ import annotations

import http.client
import shutil
import ssl
import sys
import time
from dataclasses import dataclass

from e2e import credential
from e2e.api import wait_for
from e2e.component import ALL, CONTROL_PLANE, CONTROLLERS_OF_ARGO, ETCD_SERVER, KUBE_API_SERVER, REDIS_SERVER, Component, credentials
from e2e.installation import DEFINITIONS, argo_cd, argo_workflows
from e2e.package import ETCD, REDIS
from e2e.place import running
from e2e.program import KUBECTL, build_all
from e2e.setting import Setting, load_setting, new_setting
from e2e.trouble import Trouble
from e2e.wrapper import find_go


@dataclass(frozen=True)
class Up:
    """A cluster that is up, and what of it could not be had, with the reason."""

    setting: Setting
    missing: dict[str, Trouble]


def up(argo_workflows_release: str) -> Up:
    """Bring the cluster up, or what is missing of it; a cluster with another release of Argo Workflows is taken down first.

    Raises Trouble when there is no API server: all else can be done without.
    """
    find_go()
    setting = load_setting()
    if setting is not None and setting.argo_workflows != argo_workflows_release:
        down()
        setting = None
    setting = setting or new_setting(argo_workflows_release)
    setting.write()
    missing = _missing(setting)
    for name in (*(component.name for component in CONTROL_PLANE), "kubectl"):
        if name in missing:
            raise missing[name]
    credentials().make(setting.server)
    _start(CONTROL_PLANE, setting)
    kubeconfig = credentials().kubeconfig(credential.ADMIN)
    installed = running() / "installed"
    if not installed.exists():
        for installation in (*DEFINITIONS, argo_workflows(setting.argo_workflows), argo_cd()):
            installation.apply(KUBECTL.path, kubeconfig)
        installed.touch()
    _start(tuple(component for component in CONTROLLERS_OF_ARGO if component.name not in missing), setting)
    return Up(setting, missing)


def _missing(setting: Setting) -> dict[str, Trouble]:
    """Build what is not built; the components whose program is not to be had."""
    programs = {component: component.program(setting) for component in ALL}
    wanted = tuple(dict.fromkeys([KUBECTL, *(program for program in programs.values() if program is not None)]))
    failed = build_all(wanted)
    missing = {component.name: failed[program] for component, program in programs.items() if program is not None and program in failed}
    if KUBECTL in failed:
        missing["kubectl"] = failed[KUBECTL]
    for component, package in ((ETCD_SERVER, ETCD), (REDIS_SERVER, REDIS)):
        try:
            package.find()
        except Trouble as trouble:
            missing[component.name] = trouble
    return missing


def _start(components: tuple[Component, ...], setting: Setting) -> None:
    for component in components:
        component.start(setting)
        if component == KUBE_API_SERVER:
            wait_for("kube-apiserver", lambda: _ready(setting) or not KUBE_API_SERVER.process.runs(), 90)
    # What ends by itself ends soon: a flag that it does not know, a port that is taken.
    time.sleep(1)
    for component in components:
        if not component.process.runs():
            raise Trouble(f"{component.name} does not stay up:\n{component.process.last_words()}", f"its whole log is {component.process.log}")


def restart(component: Component, setting: Setting) -> None:
    """Stop one component and start it as `setting` says."""
    component.process.stop()
    setting.write()
    _start((component,), setting)


def down() -> None:
    """Stop every process and remove everything but the cache of programs; does nothing when nothing is there."""
    for component in reversed(ALL):
        component.process.stop()
    shutil.rmtree(running(), ignore_errors=True)


def status() -> list[tuple[str, str]]:
    """One row a component: its name and how it is."""
    setting = load_setting()
    if setting is None:
        return [("cluster", "down")]
    rows = [("cluster", f"up, Argo Workflows {setting.argo_workflows}, KUBECONFIG={credentials().kubeconfig(credential.ADMIN)}")]
    for component in ALL:
        process = component.process
        rows.append((component.name, f"runs, log {process.log}" if process.runs() else "does not run"))
    return rows


def _ready(setting: Setting) -> bool:
    context = ssl.create_default_context(cafile=str(credentials().authority))
    connection = http.client.HTTPSConnection("127.0.0.1", setting.ports["kube-apiserver"], timeout=5, context=context)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def say(text: str) -> None:
    """Progress, for a person."""
    print(text, file=sys.stderr, flush=True)
