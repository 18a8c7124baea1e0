"""Prints the log of a Spark driver while it runs, so that Argo keeps it like that of any other pod.

This file stands inline in a template (`python3 -I -c`), so it uses the standard library only, and it holds no two
adjacent opening braces. It always exits with 0: whether the application succeeded is for another pod to say.
"""

import datetime
import http.client
import json
import os
import ssl
import sys
import time

TOKEN = os.environ.get("MODELFLEET_TOKEN", "/var/run/secrets/modelfleet")
RUN, NAMESPACE = os.environ["MODELFLEET_RUN"], os.environ["MODELFLEET_NAMESPACE"]
APPLICATION = f"/apis/sparkoperator.k8s.io/v1beta2/namespaces/{NAMESPACE}/sparkapplications/{RUN}"
POD = f"/api/v1/namespaces/{NAMESPACE}/pods/{RUN}-driver"
CONTAINER = "spark-kubernetes-driver"
PAUSE = float(os.environ.get("MODELFLEET_PAUSE", "5"))
PATIENCE = 60
"""Pauses without an application: the pod that makes it may have to wait for a node."""


def say(text):
    print(f"driver-log: {text}", file=sys.stderr, flush=True)


def ask(path, seconds):
    """The response of the API server, which the caller reads. The token is read anew: it may have been replaced."""
    with open(f"{TOKEN}/token", encoding="ascii") as file:
        token = file.read().strip()
    host, port = os.environ["KUBERNETES_SERVICE_HOST"], int(os.environ["KUBERNETES_SERVICE_PORT"])
    if os.path.exists(f"{TOKEN}/ca.crt"):
        connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context(cafile=f"{TOKEN}/ca.crt"))
    else:
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
    connection.request("GET", path, headers=dict(Authorization=f"Bearer {token}"))
    return connection.getresponse()


def read(path):
    """An object, or None when it is not there."""
    response = ask(path, 30)
    body = response.read()
    if response.status == 404:
        return None
    if response.status != 200:
        raise OSError(f"the API server answers {response.status} to {path}")
    return json.loads(body)


def follow(since):
    """Print the log of the driver from a moment on, as long as it runs; returns the moment up to which it is printed."""
    response = ask(f"{POD}/log?follow=true&container={CONTAINER}" + (f"&sinceTime={since}" if since else ""), None)
    if response.status != 200:
        raise OSError(f"the API server answers {response.status} for the log")
    while piece := response.read1(65536):
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def state_of(pod):
    """`waiting`, `running` or `terminated`; what is not said yet is waiting."""
    statuses = pod.get("status", dict()).get("containerStatuses", [])
    return next((state for one in statuses if one["name"] == CONTAINER for state in one.get("state", dict())), "waiting")


def main():
    seen, missing = False, 0
    # The driver that is printed, up to which moment, and whether to its end. Another attempt is another pod of the same name.
    printed, since, ended = "", "", True
    while True:
        try:
            application = read(APPLICATION)
            pod = read(POD) if application else None
            if pod and pod["metadata"]["uid"] != printed and state_of(pod) != "waiting":
                printed, since, ended = pod["metadata"]["uid"], "", False
            if pod and not ended:
                since = follow(since)
                now = read(POD)
                # A connection ends for other reasons too; a second of the log may then be printed twice.
                ended = now is None or now["metadata"]["uid"] != printed or state_of(now) == "terminated"
                continue
            seen, missing = seen or application is not None, missing + 1
            state = (application or dict()).get("status", dict()).get("applicationState", dict()).get("state", "")
            if state in ("COMPLETED", "FAILED"):
                return say(f"the application is {state}")
            if application is None and seen:
                return say("the application is deleted")
            if not seen and missing > PATIENCE:
                return say("no application has appeared")
        except (OSError, http.client.HTTPException, ValueError) as error:
            say(f"{error}; tried again in {PAUSE:g} s")
        time.sleep(PAUSE)


main()
