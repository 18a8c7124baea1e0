"""Checks unpacked archives against the deploy branch before anything in them is executed, then becomes the command after `--`.

This file stands inline in a template (`python3 -I -c`), so it uses the standard library only, and it holds no two
adjacent opening braces, which Argo would take for a parameter. The digest of an archive's file index comes from a
ConfigMap that the deploy branch holds: whoever can write only to the store cannot change what runs.

File index, format 1: a line `f <sha256> <x or -> <path>` for each regular file, `l <target> <path>` for each symbolic link,
sorted by path as bytes. Directories are not listed.
"""

import argparse
import hashlib
import os
import shutil
import stat
import sys


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest().encode()


def lines_of(root, faults):
    """Path -> line of the file index; what must not be in an archive is added to `faults`."""
    lines, inside, pending = {}, os.path.realpath(root) + b"/", [b""]
    while pending:
        folder = pending.pop()
        with os.scandir(os.path.join(root, folder)) as entries:
            for entry in entries:
                path = os.path.join(folder, entry.name)
                name, mode = os.fsdecode(path), entry.stat(follow_symlinks=False).st_mode
                if b"\n" in path:
                    faults.append(f"{name!r} has a line break in its name")
                elif stat.S_ISDIR(mode):
                    pending.append(path)
                elif stat.S_ISLNK(mode):
                    target = os.readlink(entry.path)
                    # A space or a line break in the target would let two different trees have one index.
                    if len(target.split()) != 1 or not os.path.realpath(entry.path).startswith(inside):
                        faults.append(f"{name} is a symbolic link that leaves the directory: {os.fsdecode(target)!r}")
                    lines[path] = b"l %s %s\n" % (target, path)
                elif stat.S_ISREG(mode):
                    lines[path] = b"f %s %s %s\n" % (sha256_of(entry.path), b"x" if mode & 0o111 else b"-", path)
                else:
                    faults.append(f"{name} is neither a file, a directory nor a symbolic link")
    return lines


def faults_of(digest, root, index_digests):
    """What is wrong with one unpacked archive: an empty list when it is what the deploy branch says."""
    try:
        with open(os.path.join(index_digests, digest), encoding="ascii") as file:
            expected = file.read().strip()
    except FileNotFoundError:
        return [
            f"{index_digests} holds no digest of its files\n"
            "    hint: the ConfigMap with the digests is older than this run; wait until Argo CD has synced the model, then run the job again"
        ]
    if os.path.islink(root) or not os.path.isdir(root):
        return ["it is not there: Argo did not unpack it as a directory\n    hint: the log of the container `init` says what Argo did"]
    # A clone comes with its history. It is in no index, so nothing of it may stay where the job could meet it.
    history = os.path.join(root, ".git")
    if os.path.isdir(history) and not os.path.islink(history):
        shutil.rmtree(history)
    faults = []
    lines = lines_of(os.fsencode(root), faults)
    found = hashlib.sha256(b"".join(lines[path] for path in sorted(lines))).hexdigest()
    if found != expected:
        faults.append(
            f"its {len(lines)} files have the index digest {found}, the deploy branch says {expected}\n"
            "    hint: the archive in the store is damaged or was replaced; compare its checksum with "
            f"archives/{digest}.json on the deploy branch, remove it from the store and publish again"
        )
    return faults


def main():
    parser = argparse.ArgumentParser(prog="verify")
    parser.add_argument("--index-digests", required=True, metavar="DIRECTORY", help="one file an archive: its name is the archive's digest")
    parser.add_argument("--archive", action="append", required=True, metavar="DIGEST=DIRECTORY", help="an archive and where it is unpacked")
    parser.add_argument("command", nargs="+", help="what to become when every archive is right")
    arguments = parser.parse_args()
    wrong = 0
    for archive in arguments.archive:
        digest, _, root = archive.partition("=")
        try:
            faults = faults_of(digest, root, arguments.index_digests)
        except (OSError, ValueError) as error:
            faults = [f"it cannot be read: {error}"]
        wrong += bool(faults)
        for fault in faults:
            print(f"verify: {root} (archive {digest}): {fault}", file=sys.stderr)
    if wrong:
        print(f"verify: {wrong} of {len(arguments.archive)} archives refused; nothing in them was executed", file=sys.stderr)
        return 1
    print(f"verify: {len(arguments.archive)} archives are what the deploy branch says", flush=True)
    try:
        os.execvp(arguments.command[0], arguments.command)
    except OSError as error:
        print(f"verify: cannot start {arguments.command[0]}: {error.strerror}", file=sys.stderr)
        return 127


sys.exit(main())
