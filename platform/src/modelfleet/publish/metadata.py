"""How the branch says which source commit it comes from: `hydrator.metadata` files and trailers of commits.

Both in the formats of Argo CD's source hydrator, so that its UI and GitOps Promoter read them
(https://argo-cd.readthedocs.io/en/stable/user-guide/source-hydrator/).
"""

from __future__ import annotations

import json

from modelfleet.publish.source import Source

FILE = "hydrator.metadata"
SPECIAL = frozenset('()<>[]:;@\\,."')


def is_metadata(path: str) -> bool:
    """Whether a file of the branch only says where the rest comes from; a change of such files alone makes no commit."""
    return path == FILE or path.endswith(f"/{FILE}")


def root_metadata(source: Source) -> bytes:
    """The `hydrator.metadata` at the root of the branch."""
    return _to_json(
        {"author": source.author, "body": source.body, "date": source.date, "drySha": source.commit, "repoURL": source.url, "subject": source.subject}
    )


def model_metadata(source: Source) -> bytes:
    """The `hydrator.metadata` of one model: the commit that changed its manifests last."""
    return _to_json({"drySha": source.commit, "repoURL": source.url})


def _to_json(fields: dict[str, str | None]) -> bytes:
    return (json.dumps({name: value for name, value in fields.items() if value}, indent=2, sort_keys=True) + "\n").encode()


def address(author: str) -> str:
    """`Name <address>` as RFC 5322 wants it, and so Argo CD: a name with punctuation in it is quoted."""
    name, separator, rest = author.rpartition(" <")
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"{separator}{rest}' if SPECIAL & set(name) else author


def message(subject: str, body: str, source: Source | None) -> str:
    """The message of a commit: subject, body, and the trailers that Argo CD's UI links to the source commit by."""
    paragraphs = [subject, body] if body else [subject]
    if source is not None:
        trailers = {
            "author": address(source.author),
            "sha": source.commit,
            "subject": source.subject,
            "body": json.dumps(source.body) if source.body else None,
            "repourl": source.url,
            "date": source.date,
        }
        paragraphs.append("\n".join(f"Argocd-reference-commit-{name}: {value}" for name, value in trailers.items() if value))
    return "\n\n".join(paragraphs) + "\n"
