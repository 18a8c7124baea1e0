// Volumes of a pod, and mounts of a container.
{
  emptyDir(name):: { name: name, emptyDir: {} },

  sizedEmptyDir(name, size):: { name: name, emptyDir: { sizeLimit: size } },

  configMap(name, configMap):: { name: name, configMap: { name: configMap } },

  // Mode 0440: readable by the group that the pod's fsGroup gives, writable by nobody.
  secret(name, secret):: { name: name, secret: { secretName: secret, defaultMode: 288 } },

  mount(name, path):: { name: name, mountPath: path },

  readOnlyMount(name, path):: { name: name, mountPath: path, readOnly: true },
}
