// Takes the code of the job from a commit of another repository instead of an archive in the store.
local artifact = import 'argo/artifact.libsonnet';

function(job) {
  taskArtifacts+:: [artifact.fromGit('code', job.git)],
}
