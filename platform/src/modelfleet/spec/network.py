"""Where the pods of models may go. Kubernetes knows no names of hosts here, so networks and pods are named."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.fault import FaultError
from modelfleet.spec.label import Labels
from modelfleet.spec.messages import network as messages
from modelfleet.spec.name import ResourceName
from modelfleet.spec.record import Record, refuse_empty

PORT_PATTERN = r"^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$"


def check_network(text: str) -> str:
    """A network by its address and prefix, IPv4 or IPv6. Raises FaultError."""
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise FaultError(messages.bad_network(text)) from None
    if "/" not in text:
        raise FaultError(messages.bad_network(text))
    if network.prefixlen == 0:
        raise FaultError(messages.whole_internet(text))
    if text != str(network):
        raise FaultError(messages.loose_network(text, str(network)))
    return text


def parse_port(written: Any) -> str:
    """`443` or `88/udp`, as a number and a protocol: `443/tcp`. Raises FaultError."""
    text = str(written) if isinstance(written, int) and not isinstance(written, bool) else written
    if not isinstance(text, str) or not re.fullmatch(PORT_PATTERN, text, re.ASCII) or int(text.partition("/")[0]) > 65535:
        raise FaultError(messages.bad_port(written))
    return text if "/" in text else f"{text}/tcp"


Network = Annotated[str, AfterValidator(check_network)]
Port = Annotated[str, BeforeValidator(parse_port), WithJsonSchema({"type": "string", "pattern": PORT_PATTERN})]
Ports = Annotated[tuple[Port, ...], AfterValidator(refuse_empty)]


class Addresses(Record):
    """A network, in the cluster or outside."""

    cidr: Network = Field(description="The network.", examples=["10.20.0.0/16"])
    ports: Ports = Field(description="Ports, with their protocol unless it is TCP.", examples=[[443]])


class Pods(Record):
    """Pods of the same cluster."""

    namespace: ResourceName = Field(description="Their namespace.", examples=["kube-system"])
    labels: Labels = Field(default={}, description="Labels that they have; without any, all pods of the namespace.", examples=[{"k8s-app": "kube-dns"}])
    ports: Ports = Field(description="Ports of the pods, with their protocol unless it is TCP.", examples=[["53", "53/udp"]])


class Targets(Record):
    """Where traffic may go."""

    addresses: tuple[Addresses, ...] = Field(default=(), description="By their networks.")
    pods: tuple[Pods, ...] = Field(default=(), description="By their labels.")


class NetworkRules(Record):
    """Where the pods of every owner may go; nothing else, and nothing may come in."""

    dns: Targets = Field(description="The cluster's DNS.")
    kubernetes: Targets = Field(
        description="The API server, for Argo's containers in the pods: the service's address and those behind it, since networks differ in which they look at."
    )
    store: Targets = Field(description="Where archives and logs are: what `store.read.endpoint` leads to.")
    data: Targets = Field(default=Targets(), description="What the stores below `data` lead to.")
    kerberos: Targets = Field(default=Targets(), description="The key distribution centres.")
    git: Targets = Field(default=Targets(), description="Git repositories that hold code of models.")
    routes: Targets = Field(default=Targets(), description="What the webhooks of alert routes lead to.")
