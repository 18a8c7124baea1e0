// Parameters of templates and of those who call them.
{
  new(name, value):: { name: name, value: value },

  // The parameters that a template takes: names without values, so that a caller who forgets one is refused.
  required(names):: [{ name: name } for name in names],

  // Hands inputs of the calling template on under their own names.
  passedOn(names):: [self.new(name, '{{inputs.parameters.' + name + '}}') for name in names],
}
