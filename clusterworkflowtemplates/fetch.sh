# Copies archives from the store and unpacks them into the workspace, where the verifier then checks them.
#
# It stands inline in the pods of a Spark application (`sh -c`) and runs in the rclone image: POSIX sh, busybox tools. Each
# argument is an archive as rclone names it. An archive holds one directory, `code`, `env` or `runtime`.
# Exit code 1 = the store lacks it or it is damaged.
set -eu

workspace="${MODELFLEET_WORKSPACE:-/workspace}"
archive="$workspace/archive.tgz"

fail() {
    printf 'fetch: %s\n' "$*" >&2
    exit 1
}

# What an attempt before this one has left is not trusted.
find "$workspace" -mindepth 1 -maxdepth 1 -exec rm -rf {} +

for source in "$@"; do
    # The configuration comes from the environment alone: no file of the image takes part.
    rclone --config '' --retries 3 --retries-sleep 10s --low-level-retries 10 copyto -- "$source" "$archive" ||
        fail "$source cannot be read from the store (see above)
    hint: publish again if the store lacks it; the secret of the store must exist in this namespace"
    tar -xzf "$archive" -C "$workspace" || fail "$source is no archive of ours"
    rm "$archive"
done

# Only what is verified may be in the workspace: nothing beside the three directories.
found="$(ls -A "$workspace" | LC_ALL=C sort | tr '\n' ' ')"
[ "$found" = 'code env runtime ' ] || fail "the archives hold ${found% } instead of code, env and runtime"
printf 'fetch: %s archives are unpacked\n' "$#" >&2
