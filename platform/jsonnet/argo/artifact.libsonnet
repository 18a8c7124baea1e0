// Artifacts: an archive in the store, and where a template wants it.
{
  // What a template takes. The path is the template's, everything else comes from the caller (ProcessArgs in
  // workflow/common/util.go keeps path and mode of the template only).
  input(name, path):: { name: name, path: path },

  // An archive as the caller passes it. `tar` means gzip and tar, and has to stand here: Argo takes it from the caller.
  fromStore(name, key, store):: {
    name: name,
    archive: { tar: {} },
    s3: {
      endpoint: store.endpoint,
      bucket: store.bucket,
      key: key,
      region: store.region,
      insecure: store.insecure,
      accessKeySecret: { name: store.credentials_secret, key: 'access-key' },
      secretKeySecret: { name: store.credentials_secret, key: 'secret-key' },
    },
  },
}
