// A job that looks for drift: what it finds is no failure of the job.
local metrics = import 'modelfleet/metrics.libsonnet';

function(job) { status:: metrics.statusOfDriftCheck }
