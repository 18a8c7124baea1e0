// The ConfigMap of an owner's namespace that holds the limits of its semaphores.
{ name: 'modelfleet-semaphores' }
