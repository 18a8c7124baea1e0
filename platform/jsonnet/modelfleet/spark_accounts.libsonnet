// Names of the service accounts of Spark, in owners' namespaces on stages that have it.
{
  // Drivers: they make the pods of their executors, so their token is in the driver's pod, within reach of the model's code.
  driver: 'modelfleet-spark',

  // Argo's own containers, and the one that reads the driver's log.
  submitter: 'modelfleet-spark-submitter',
}
