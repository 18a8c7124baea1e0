// Command state-metrics prints the metrics that kube-state-metrics makes of objects, without a cluster.
//
// usage: state-metrics CONFIGURATION < OBJECTS, where the configuration is the one that kube-state-metrics takes as
// --custom-resource-state-config-file and the objects are a JSON list of Kubernetes objects.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"gopkg.in/yaml.v3"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kube-state-metrics/v2/pkg/customresourcestate"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: state-metrics CONFIGURATION < OBJECTS")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var configuration customresourcestate.Metrics
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&configuration); err != nil {
		return err
	}
	var objects []map[string]interface{}
	if err := json.NewDecoder(os.Stdin).Decode(&objects); err != nil {
		return err
	}
	for _, resource := range configuration.Spec.Resources {
		factory, err := customresourcestate.NewCustomResourceMetrics(resource)
		if err != nil {
			return err
		}
		for _, family := range factory.MetricFamilyGenerators() {
			for _, object := range objects {
				value := &unstructured.Unstructured{Object: object}
				if value.GroupVersionKind() == schema.GroupVersionKind(resource.GroupVersionKind) {
					fmt.Print(string(family.Generate(value).ByteSlice()))
				}
			}
		}
	}
	return nil
}
