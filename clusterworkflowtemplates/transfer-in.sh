# Copies a job's inputs into its working directory, and leaves the rclone binary where the launcher finds it.
#
# It stands inline in a template (`sh -c`) and runs in the rclone image: POSIX sh, busybox tools. It reads
# run/transfers.tsv, one input a line: name, rclone path, absolute target directory, `latest_complete` or `-`.
# Exit codes: 1 = a person must act, 75 = try again later (Argo does).
set -eu

run="${MODELFLEET_WORKSPACE:-/workspace}/run"
tab="$(printf '\t')"
list="$run/.list"
outcome=0
trap 'rm -f "$list" "$list.dates" "$list.runs"' EXIT

say() { printf 'transfer-in: %s\n' "$*" >&2; }

# The configuration comes from the environment alone: no file of the image takes part.
quiet_rclone() { rclone --config '' --retries 3 --retries-sleep 10s --low-level-retries 10 "$@"; }

# fail CODE TEXT: notes the worst outcome, so that one run names every input that failed. A lasting fault (1) wins.
fail() {
    say "$2"
    if [ "$outcome" -ne 1 ]; then outcome="$1"; fi
}

# fail_as_rclone CODE INPUT PATH: rclone's exit codes 3 and 4 mean "not there", 2 and 7 "will not work", the rest may pass.
fail_as_rclone() {
    case "$1" in
        3 | 4) fail 1 "input $2: nothing is at $3" ;;
        2 | 7) fail 1 "input $2: rclone refuses $3 (exit code $1, see above)" ;;
        *) fail 75 "input $2: rclone could not read $3 (exit code $1, see above); the job may be retried" ;;
    esac
}

# sorted_directories PREFIX PATH FILE: names of the directories under PATH that begin with PREFIX, newest name first.
# Through files, because a pipe would hide the exit code of rclone.
sorted_directories() {
    quiet_rclone lsf --dirs-only -- "$2" >"$list" || return "$?"
    { grep "^$1" "$list" || true; } | sed 's:/$::' | LC_ALL=C sort -r >"$3"
}

# select_latest PATH: sets `selected` to the newest `logical_date=…/run=…` under PATH that holds _SUCCESS, or to nothing.
select_latest() {
    selected=''
    sorted_directories 'logical_date=' "$1" "$list.dates" || return "$?"
    while IFS= read -r date <&4; do
        sorted_directories 'run=' "$1/$date" "$list.runs" || return "$?"
        while IFS= read -r one <&5; do
            quiet_rclone lsf --files-only --include /_SUCCESS -- "$1/$date/$one" >"$list" || return "$?"
            if [ -s "$list" ]; then
                selected="$date/$one"
                return 0
            fi
        done 5<"$list.runs"
    done 4<"$list.dates"
}

copy_input() {
    name="$1" source="${2%/}" target="$3" select="$4" code=0
    set --
    if [ "$select" = latest_complete ]; then
        select_latest "$source" || code="$?"
        if [ "$code" -ne 0 ]; then
            fail_as_rclone "$code" "$name" "$source"
            return 0
        fi
        if [ -z "$selected" ]; then
            fail 1 "input $name: no complete run is under $source (no logical_date=…/run=…/ holds _SUCCESS)
  hint: run the job that writes it and let it end well, then run this job again"
            return 0
        fi
        printf '%s\n' "$selected" >"$run/selected/$name"
        source="$source/$selected"
        set -- --exclude /_SUCCESS
    fi
    say "input $name: $source -> $target"
    mkdir -p "$target"
    quiet_rclone copy --stats 30s --stats-one-line --stats-log-level NOTICE "$@" -- "$source" "$target" || code="$?"
    if [ "$code" -ne 0 ]; then
        fail_as_rclone "$code" "$name" "$source"
    elif [ -z "$(ls -A "$target")" ]; then
        fail 1 "input $name: no files are at $source
  hint: check \`uri\` of the input, and that whatever writes there has run"
    fi
}

mkdir -p "$run/bin" "$run/selected"
# The launcher runs in an image without rclone; renamed when whole, so that a killed copy is never executed.
cp "$(command -v rclone)" "$run/bin/rclone.part"
chmod 755 "$run/bin/rclone.part"
mv "$run/bin/rclone.part" "$run/bin/rclone"

count=0
while IFS="$tab" read -r name source target select <&3; do
    count=$((count + 1))
    copy_input "$name" "$source" "$target" "$select"
done 3<"$run/transfers.tsv"

if [ "$outcome" -eq 0 ]; then say "$count inputs are in place"; fi
exit "$outcome"
