// Artifacts: an archive in the store, and where a template wants it.
{
  // What a template takes. The path is the template's, everything else comes from the caller (ProcessArgs in
  // workflow/common/util.go keeps path and mode of the template only).
  input(name, path):: { name: name, path: path },

  // What a template takes if its caller has it: Argo leaves out an optional artifact that has no place (LoadArtifacts in
  // workflow/executor/executor.go).
  optionalInput(name, path):: self.input(name, path) { optional: true },

  // What a template leaves behind, if the path exists: a gzip-compressed tar file in the artifact repository. Who takes it
  // by `from` gets `archive` with it, so it is unpacked again.
  optionalOutput(name, path, compressionLevel):: {
    name: name,
    path: path,
    optional: true,
    archive: { tar: { compressionLevel: compressionLevel } },
  },

  // The output of another task of the same DAG, one that this task waits for.
  fromTask(name, task, output):: { name: name, from: '{{tasks.' + task + '.outputs.artifacts.' + output + '}}' },

  // Archives as the caller passes them: `keys` maps a name to the key in the store. `tar` means gzip and tar, and has to
  // stand here: Argo takes it from the caller.
  fromStore(keys, store)::
    local accessKey = { name: store.credentials_secret, key: 'access-key' };
    local secretKey = { name: store.credentials_secret, key: 'secret-key' };
    [
      {
        name: name,
        archive: { tar: {} },
        s3: {
          endpoint: store.endpoint,
          bucket: store.bucket,
          key: keys[name],
          region: store.region,
          insecure: store.insecure,
          accessKeySecret: accessKey,
          secretKeySecret: secretKey,
        },
      }
      for name in std.objectFields(keys)
    ],

  // A commit of a repository as the caller passes it. `none`, because Argo refuses to unpack a clone. One branch, because
  // with a revision Argo fetches the history of every branch otherwise; a depth would not hold for that second fetch
  // and could cut off the commit (workflow/artifacts/git/git.go). `secrets` are references by Argo's names. Submodules come from elsewhere, where nothing pins them.
  fromGit(name, git):: {
    name: name,
    archive: { none: {} },
    git:
      {
        repo: git.repo,
        revision: git.commit,
        singleBranch: true,
        branch: git.branch,
        disableSubmodules: true,
      }
      + (if git.fetch == [] then {} else { fetch: git.fetch })
      + git.secrets,
  },
}
