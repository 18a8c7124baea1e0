// One step of a list of steps.
{
  new(name):: { name: name },

  unlessSucceeded(name):: self.new(name) { when: "'{{workflow.status}}' != 'Succeeded'" },

  // A template of the same object.
  ofOwn(template):: { template: template },

  ofShared(reference, template):: { templateRef: { name: reference, template: template, clusterScope: true } },

  withParameters(parameters):: { arguments: { parameters: parameters } },

  // However it ends, what follows goes on, and the outcome is not this step's to decide.
  withFailuresIgnored():: { continueOn: { failed: true, 'error': true } },
}
