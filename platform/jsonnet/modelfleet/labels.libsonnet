// Labels that lead from an object to the model, and from a pod to the content that it runs.
{
  // A label holds at most 63 characters; this many of a digest are enough to find it.
  local shortened = 16,

  ofOwner(owner):: { 'modelfleet.io/owner': owner },

  ofJob(job):: {
    'modelfleet.io/model': job.model,
    'modelfleet.io/job': job.job,
    'modelfleet.io/owner': job.owner,
    // Only of those who try: they are what somebody looks for.
    [if job.channel == 'canary' then 'modelfleet.io/channel']: job.channel,
  },

  ofRun(job):: self.ofJob(job) {
    ['modelfleet.io/' + kind]: std.substr(job.digests[kind], 0, shortened)
    for kind in ['code', 'environment', 'runtime']
  },

  model:: 'modelfleet.io/model',

  debug:: 'modelfleet.io/debug',

  step:: 'modelfleet.io/step',
}
