// The security context of a pod.
{
  // The restricted profile of the Pod Security Standards, the part that belongs to a pod. One user for all containers,
  // because Argo's init container makes directories that only their owner may enter (mode 0700).
  restricted(user):: {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: { type: 'RuntimeDefault' },
  },
}
