// Parameters of templates and of those who call them.
{
  new(name, value):: { name: name, value: value },

  // The parameters that a template takes: names without values, so that a caller who forgets one is refused.
  required(names):: [{ name: name } for name in names],

  // An output that a file holds; `otherwise` is its value when there is no such file.
  fromFile(name, path, otherwise):: { name: name, valueFrom: { path: path, default: otherwise } },

  // An output of a task of the same DAG.
  fromTask(name, task, output):: { name: name, valueFrom: { parameter: '{{tasks.' + task + '.outputs.parameters.' + output + '}}' } },

  // Hands inputs of the calling template on under their own names.
  passedOn(names):: [self.new(name, '{{inputs.parameters.' + name + '}}') for name in names],
}
