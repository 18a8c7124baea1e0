// Command flows says of each flow whether network policies let it pass, without a cluster.
//
// It reads {"policies": [NetworkPolicy], "flows": [{"source": PEER, "destination": PEER, "port": 443, "protocol": "TCP"}]}
// from standard input, where a peer is {"ip": …} or {"ip": …, "pod": {"namespace": …, "namespaceLabels": {…}, "labels": {…}}},
// and writes a JSON list of booleans.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

type pod struct {
	Namespace       string            `json:"namespace"`
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	Labels          map[string]string `json:"labels"`
}

type peer struct {
	IP  string `json:"ip"`
	Pod *pod   `json:"pod"`
}

type flow struct {
	Source      peer          `json:"source"`
	Destination peer          `json:"destination"`
	Port        int           `json:"port"`
	Protocol    core.Protocol `json:"protocol"`
}

type question struct {
	Policies []*networking.NetworkPolicy `json:"policies"`
	Flows    []flow                      `json:"flows"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var asked question
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&asked); err != nil {
		return err
	}
	policy := matcher.BuildNetworkPolicies(false, asked.Policies)
	answers := make([]bool, 0, len(asked.Flows))
	for _, one := range asked.Flows {
		traffic := &matcher.Traffic{
			Source:       one.Source.peer(),
			Destination:  one.Destination.peer(),
			ResolvedPort: one.Port,
			Protocol:     one.Protocol,
		}
		answers = append(answers, policy.IsTrafficAllowed(traffic).IsAllowed())
	}
	return json.NewEncoder(os.Stdout).Encode(answers)
}

func (p peer) peer() *matcher.TrafficPeer {
	if p.Pod == nil {
		return &matcher.TrafficPeer{IP: p.IP}
	}
	internal := &matcher.InternalPeer{Namespace: p.Pod.Namespace, NamespaceLabels: p.Pod.NamespaceLabels, PodLabels: p.Pod.Labels}
	return &matcher.TrafficPeer{IP: p.IP, Internal: internal}
}
