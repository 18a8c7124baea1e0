module modelfleet.invalid/argo-lint-3.7

go 1.25.7

require github.com/argoproj/argo-workflows/v3 v3.7.18

// A replace directive of a dependency has no effect here, so it is repeated: newer versions changed the interface that Argo uses.
replace github.com/olekukonko/tablewriter => github.com/olekukonko/tablewriter v0.0.5
