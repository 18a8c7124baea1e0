# Gets a Kerberos ticket: kinit.sh KEYTAB PRINCIPAL. The cache is where KRB5CCNAME says.
set -eu

kinit -k -t "$1" -- "$2"
echo "kinit: got a ticket for $2"
