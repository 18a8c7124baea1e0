// What Argo CD does not watch. The setting replaces the one that it is installed with, so that stands here too: kinds that
// change often and that nobody keeps in Git.
local kinds(groups, names) = { apiGroups: groups, kinds: names };

local installed = [
  kinds(['', 'discovery.k8s.io'], ['Endpoints', 'EndpointSlice']),
  kinds(['coordination.k8s.io'], ['Lease']),
  kinds(
    ['authentication.k8s.io', 'authorization.k8s.io'],
    ['LocalSubjectAccessReview', 'SelfSubjectAccessReview', 'SelfSubjectReview', 'SelfSubjectRulesReview', 'SubjectAccessReview', 'TokenReview']
  ),
  kinds(['certificates.k8s.io'], ['CertificateSigningRequest']),
  kinds(['cert-manager.io'], ['CertificateRequest']),
  kinds(['cilium.io'], ['CiliumEndpoint', 'CiliumEndpointSlice', 'CiliumIdentity']),
  kinds(
    ['kyverno.io', 'reports.kyverno.io', 'wgpolicyk8s.io'],
    [
      'AdmissionReport',
      'BackgroundScanReport',
      'ClusterAdmissionReport',
      'ClusterBackgroundScanReport',
      'ClusterEphemeralReport',
      'ClusterPolicyReport',
      'EphemeralReport',
      'PolicyReport',
      'UpdateRequest',
    ]
  ),
];

// Runs: thousands of objects a day that change every few seconds. They are looked at in Argo Workflows.
installed + [kinds(['argoproj.io'], ['Workflow', 'WorkflowArtifactGCTask', 'WorkflowTaskResult', 'WorkflowTaskSet'])]
