"""Rules about an owner's namespace: accounts without tokens, rights for accounts that exist, secrets without content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelfleet.errors import Problem
from modelfleet.validate.subject import Subject

TOKEN = "kubernetes.io/service-account-token"
TOKEN_OF = "kubernetes.io/service-account.name"


def token(subject: Subject) -> Iterator[Problem]:
    """A service account does not hand its token to every pod that uses it."""
    if subject.kind == "ServiceAccount" and subject.object.get("automountServiceAccountToken") is not False:
        yield subject.problem("automountServiceAccountToken", "expected false", "code of a model must not hold a token of the cluster")


def secret(subject: Subject) -> Iterator[Problem]:
    """No Secret holds data: the deploy branch is read by many, and what it held stays in its history."""
    if subject.kind == "Secret":
        for field in ("data", "stringData"):
            if field in subject.object:
                yield subject.problem(field, "a secret is written into a manifest", "create the secret in the cluster and refer to it")


def existing(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """Roles, bindings and tokens belong to service accounts and roles of the same set.

    Source: setupServiceAccount of Argo Workflows: an account for the executor needs the secret
    `<account>.service-account-token`, or its pods stay pending.
    """
    names = {(subject.kind, subject.name) for subject in subjects}
    for subject in subjects:
        if subject.kind == "RoleBinding":
            role = subject.object.get("roleRef") or {}
            if role.get("kind") == "Role" and ("Role", role.get("name")) not in names:
                yield subject.problem("roleRef.name", f'no role "{role.get("name")}"')
            for index, holder in enumerate(subject.object.get("subjects") or ()):
                if holder.get("kind") == "ServiceAccount" and ("ServiceAccount", holder.get("name")) not in names:
                    yield subject.problem(f"subjects[{index}].name", f'no service account "{holder.get("name")}"')
        if subject.kind == "Secret" and subject.object.get("type") == TOKEN:
            account = (subject.metadata.get("annotations") or {}).get(TOKEN_OF)
            if account is None:
                yield subject.problem(f'metadata.annotations["{TOKEN_OF}"]', "missing")
            elif ("ServiceAccount", account) not in names:
                yield subject.problem(f'metadata.annotations["{TOKEN_OF}"]', f'no service account "{account}"')
            elif subject.name != f"{account}.service-account-token":
                yield subject.problem("metadata.name", f'Argo looks for "{account}.service-account-token"')
