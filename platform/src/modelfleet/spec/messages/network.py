"""What is said about where the pods of models may go, and about the rules of alerts."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_network(text: str) -> Fault:
    return Fault(f"`{text}` is no network", "an address and the length of its prefix, e.g. `10.20.0.0/16`, or `10.20.0.5/32` for one host")


def loose_network(text: str, network: str) -> Fault:
    return Fault(f"`{text}` has bits beyond its prefix", f"the network is `{network}`")


def whole_internet(text: str) -> Fault:
    return Fault(f"`{text}` is every address there is", "a rule that lets everything pass protects nothing; name the networks that models need")


def bad_port(written: object) -> Fault:
    return Fault(f"`{written}` is no port", "a number from 1 to 65535, alone for TCP or with its protocol: `443`, `88/udp`")


def bad_page_url(url: str) -> Fault:
    return Fault(f"`{url}` is no directory of pages", "a URL that ends with `/`, e.g. `https://git.example/modelfleet/docs/runbooks/`")
