// Command argo-lint is `argo lint --offline --strict --output simple PATH...` of the Argo Workflows version in go.mod.
//
// Argo's own command embeds its user interface, which its Go module does not hold, so this calls the same lint package.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/argoproj/argo-workflows/v4/cmd/argo/lint"
	"github.com/argoproj/argo-workflows/v4/pkg/apiclient"
	"github.com/argoproj/argo-workflows/v4/pkg/apis/workflow"
)

// Every kind that the linter knows, as its command does when no kind is named.
var kinds = []string{workflow.WorkflowPlural, workflow.WorkflowTemplatePlural, workflow.CronWorkflowPlural, workflow.ClusterWorkflowTemplatePlural}

func main() {
	paths := os.Args[1:]
	if len(paths) == 0 {
		fmt.Fprintln(os.Stderr, "usage: argo-lint PATH...")
		os.Exit(2)
	}
	if err := run(paths); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run lints the manifests under paths; references between them resolve from these paths alone. Faults in them go to
// standard output and end the process with 1; the error is for what stops the linter itself.
func run(paths []string) error {
	ctx, client, err := apiclient.NewClientFromOptsWithContext(context.Background(), apiclient.Opts{Offline: true, OfflineFiles: paths})
	if err != nil {
		return err
	}
	return lint.RunLint(ctx, client, kinds, "simple", true, lint.Options{Files: paths, Strict: true, Printer: os.Stdout})
}
