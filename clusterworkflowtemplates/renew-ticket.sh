# Keeps a Kerberos ticket fresh while the job runs: renew-ticket.sh KEYTAB PRINCIPAL. A new ticket replaces the old one by
# a rename, so that a reader never sees half a cache. A failure is said and tried again: the old ticket may outlive it.
set -u

cache="${KRB5CCNAME#FILE:}"
trap 'exit 0' TERM INT

pause() {
    sleep "$1" &
    wait "$!"
}

pause 3600
while :; do
    if kinit -k -t "$1" -c "FILE:$cache.next" -- "$2" && mv "$cache.next" "$cache"; then
        echo "renew-ticket: renewed the ticket of $2"
        pause 3600
    else
        echo "renew-ticket: could not renew the ticket of $2, trying again in a minute" >&2
        pause 60
    fi
done
