// What the controller of Argo Workflows is set to: function(controllers) -> { role: object }.
local configMap = import 'kubernetes/config_map.libsonnet';
local container = import 'kubernetes/container.libsonnet';
local sizes = import 'sizes.libsonnet';

// The controller pastes `key: value` for a value of one line, which a mapping of one field would be, and indents any other
// (parseConfigMap in config/controller.go of Argo Workflows).
local yaml(value) = std.manifestYamlDoc(value, indent_array_in_object=true, quote_keys=false) + '\n';

// Runs by hand, which bring no rules of their own. Runs of models do, and keep theirs.
local defaults = {
  spec: {
    podGC: { strategy: 'OnPodCompletion' },
    ttlStrategy: { secondsAfterCompletion: 7 * 24 * 60 * 60 },
  },
};

// Argo's own containers in every pod. Argo restricts them only in pods that act on resources (newExecContainer in
// workflow/controller/workflowpod.go), so restricted namespaces refuse all other pods without this.
local executor = container.withRestrictions();

local secret(logs, key) = { name: logs.credentials_secret, key: key };

local repository(logs) = {
  archiveLogs: true,
  s3: {
    endpoint: logs.endpoint,
    bucket: logs.bucket,
    region: logs.region,
    insecure: logs.insecure,
    accessKeySecret: secret(logs, 'access-key'),
    secretKeySecret: secret(logs, 'secret-key'),
    // By day first, so that a rule of the bucket can remove old ones.
    keyFormat: logs.prefix + std.join('/', [
      '{{workflow.creationTimestamp.Y}}-{{workflow.creationTimestamp.m}}-{{workflow.creationTimestamp.d}}',
      '{{workflow.namespace}}',
      '{{workflow.name}}',
      '{{pod.name}}',
    ]),
  },
};

function(controllers)
  local namespace = controllers.workflows_namespace;
  local size = sizes[controllers.fleet].workflows;
  local logs = controllers.logs;
  {
    settings: configMap.new(
      'workflow-controller-configmap',
      namespace,
      {
        parallelism: std.toString(size.parallelism),
        resourceRateLimit: yaml(size.podCreation),
        executor: yaml(executor),
        nodeEvents: yaml({ enabled: false }),
        workflowDefaults: yaml(defaults),
      } + if logs == null then {} else { artifactRepository: yaml(repository(logs)) }
    ),
    // Flags of the controller, which reads them from variables with this prefix (cmd/workflow-controller/main.go).
    variables: configMap.new('workflow-controller-environment', namespace, {
      ['ARGO_' + name]: std.toString(size.flags[name])
      for name in std.objectFields(size.flags)
    }),
  }
