// What an owner's namespace needs before the first run: function(namespace) -> { role: object }.
local access = import 'kubernetes/access.libsonnet';
local limits = import 'kubernetes/limits.libsonnet';
local accounts = import 'modelfleet/accounts.libsonnet';
local alerts = import 'modelfleet/alerts.libsonnet';
local labels = import 'modelfleet/labels.libsonnet';
local network = import 'modelfleet/network.libsonnet';
local rule = import 'prometheus/rule.libsonnet';
local semaphores = import 'modelfleet/semaphores.libsonnet';
local sparkAccess = import 'modelfleet/spark_access.libsonnet';

function(namespace)
  local labelled = { metadata+: { labels+: labels.ofOwner(namespace.owner) } };
  local objects = {
    // The account of the model's own code: it may do nothing in the cluster.
    runAccount: access.serviceAccount(accounts.run, namespace.name),

    // The account of Argo's containers in the same pods: it reports results, and that is all (docs/workflow-rbac.md of Argo).
    executorAccount: access.serviceAccount(accounts.executor, namespace.name),
    executorToken: access.tokenOf(accounts.executor, namespace.name),
    executorRole: access.role(accounts.executor, namespace.name, [
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
    ]),
    executorBinding: access.binding(accounts.executor, namespace.name, accounts.executor, accounts.executor),

    quota: limits.quota('modelfleet', namespace.name, namespace.quota),
    // For Argo's own containers, which have what the controller's settings give them, and that may be nothing.
    defaultRequests: limits.defaultRequests('modelfleet', namespace.name, { cpu: '50m', memory: '64Mi' }),
  } + (
    if namespace.network == null then {} else network.policies(namespace.name, namespace.network)
  ) + (
    // One object an owner: Prometheus loads all of its rules anew when any object changes.
    if namespace.alerts == null then {}
    else {
      alerts: rule.object(
        'modelfleet',
        namespace.name,
        namespace.alerts.rule_labels,
        alerts.rules(namespace.owner, namespace.name, namespace.alerts.runbooks)
      ),
    }
  ) + (
    // Argo reads the limit of a semaphore each time that a run asks for it, so a change needs no new run.
    if namespace.semaphores == {} then {}
    else { semaphores: limits.configMap(semaphores.name, namespace.name, namespace.semaphores) }
  ) + (
    if namespace.spark then sparkAccess.inNamespace(namespace.name) else {}
  ) + (
    if namespace.spark && namespace.network != null then sparkAccess.network(namespace.name) else {}
  );
  { [role]: objects[role] + labelled for role in std.objectFields(objects) }
