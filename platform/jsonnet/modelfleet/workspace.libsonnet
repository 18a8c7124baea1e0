// Where things are in the pod of a run.
{
  root:: '/workspace',
  code:: '/workspace/code',
  environment:: '/workspace/env',
  runtime:: '/workspace/runtime',
  work:: '/workspace/work',
  artifacts:: '/workspace/artifacts',
  run:: '/workspace/run',
  interpreter:: '/workspace/run/venv/bin/python',
  indexDigests:: '/etc/modelfleet/archives',
  keytab:: '/etc/modelfleet/keytab',
  kerberos:: '/etc/modelfleet/kerberos',
  ticketCache:: '/workspace/krb5cc',
}
