// Command argo-git loads a Git artifact as the init container of a pod does, by the driver of the Argo Workflows version
// in go.mod: `argo-git DIRECTORY` with the artifact as JSON on standard input. MODELFLEET_TEST_USERNAME, …_PASSWORD and
// …_SSH_KEY stand for what the artifact's secrets hold.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"syscall"

	wfv1 "github.com/argoproj/argo-workflows/v3/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v3/workflow/artifacts/git"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var artifact wfv1.Artifact
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&artifact); err != nil {
		return err
	}
	// As the executor does (workflow/executor/osspecific/umask_linux.go).
	syscall.Umask(0)
	driver := git.ArtifactDriver{
		Username:              os.Getenv("MODELFLEET_TEST_USERNAME"),
		Password:              os.Getenv("MODELFLEET_TEST_PASSWORD"),
		SSHPrivateKey:         os.Getenv("MODELFLEET_TEST_SSH_KEY"),
		InsecureIgnoreHostKey: artifact.Git.InsecureIgnoreHostKey,
		InsecureSkipTLS:       artifact.Git.InsecureSkipTLS,
		DisableSubmodules:     artifact.Git.DisableSubmodules,
	}
	return driver.Load(&artifact, os.Args[1])
}
