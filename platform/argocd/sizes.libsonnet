// What controllers are set to for a fleet of hundreds of models (500) and of thousands (5,000).
local argocd(parameters, concurrentUpdates, webhookJitter) = {
  parameters: parameters {
    // Only files of the depth that is asked for: `*` would match slashes too.
    'applicationsetcontroller.enable.new.git.file.globbing': true,
  },
  variables: { ARGOCD_APPLICATIONSET_CONTROLLER_CONCURRENT_APPLICATION_UPDATES: concurrentUpdates },
  webhookJitter: webhookJitter,
};

{
  hundreds: {
    argocd: argocd({
      'controller.status.processors': 50,
      'controller.operation.processors': 25,
      'controller.kubectl.parallelism.limit': 20,
      'controller.k8s.client.qps': 100,
      'controller.k8s.client.burst': 200,
      'applicationsetcontroller.k8s.client.qps': 100,
      'applicationsetcontroller.k8s.client.burst': 200,
      'reposerver.parallelism.limit': 20,
    }, 10, '10s'),
    workflows: {
      // More than one run of each model at once would be a mistake somewhere.
      parallelism: 500,
      podCreation: { limit: 40, burst: 80 },
      flags: { QPS: 50, BURST: 100, WORKFLOW_WORKERS: 32, CRON_WORKFLOW_WORKERS: 32, WORKFLOW_TTL_WORKERS: 8, POD_CLEANUP_WORKERS: 16 },
    },
  },
  thousands: {
    argocd: argocd({
      'controller.status.processors': 100,
      'controller.operation.processors': 50,
      'controller.kubectl.parallelism.limit': 50,
      'controller.k8s.client.qps': 150,
      'controller.k8s.client.burst': 300,
      'applicationsetcontroller.k8s.client.qps': 150,
      'applicationsetcontroller.k8s.client.burst': 300,
      'reposerver.parallelism.limit': 50,
      'reposerver.git.lsremote.parallelism.limit': 20,
      'server.webhook.refresh.workers': 50,
    }, 50, '60s'),
    workflows: {
      parallelism: 2000,
      podCreation: { limit: 100, burst: 200 },
      flags: { QPS: 200, BURST: 400, WORKFLOW_WORKERS: 64, CRON_WORKFLOW_WORKERS: 64, WORKFLOW_TTL_WORKERS: 16, POD_CLEANUP_WORKERS: 32 },
    },
  },
}
