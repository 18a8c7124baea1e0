// Names of the service accounts that every owner's namespace has.
{
  run: 'modelfleet-run',
  executor: 'modelfleet-executor',
}
