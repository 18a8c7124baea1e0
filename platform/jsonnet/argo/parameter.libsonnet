// Parameters of templates and of those who call them.
{
  // The parameters that a template takes: names without values, so that a caller who forgets one is refused.
  required(names):: [{ name: name } for name in names],

  // Arguments by name. std.objectFields sorts, so the order in which a caller writes them does not reach the manifest.
  fromMap(values):: [{ name: name, value: values[name] } for name in std.objectFields(values)],

  // Hands inputs of the calling template on under their own names.
  passedOn(names):: { [name]: '{{inputs.parameters.' + name + '}}' for name in names },
}
