// A container: new() takes what every container must have, each with*() adds one thing.
{
  // command is compulsory: without it the controller would ask the image's registry for it on every run.
  new(name, image, command, args):: { name: name, image: image, command: command, args: args },

  // A program's text as an argument. The kubelet expands `$(NAME)` and turns `$$` into `$` in arguments, so `$(` is
  // escaped and `$$` is refused; Argo would take two adjacent opening braces for a tag.
  script(text)::
    assert std.strReplace(text, '{{', '') == text : 'a script in a template must not hold two adjacent opening braces';
    assert std.strReplace(text, '$$', '') == text : 'a script in a template must not hold two adjacent dollar signs';
    std.strReplace(text, '$(', '$$('),

  // In the order of the list: a value may refer to the names before it.
  withEnv(env):: { env+: env },

  variable(name, value):: { name: name, value: value },

  secretVariable(name, secret, key):: { name: name, valueFrom: { secretKeyRef: { name: secret, key: key } } },

  withMounts(mounts):: { volumeMounts+: mounts },

  // Of a container set: what has to end well before this one starts.
  withDependencies(names):: if names == [] then {} else { dependencies: names },

  withResources(requests, limits):: { resources: { requests: requests, limits: limits } },

  // The restricted profile of the Pod Security Standards, the part that belongs to a container.
  withRestrictions():: {
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  },
}
