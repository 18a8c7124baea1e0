// The version of the Spark operator whose definitions the rendered applications are checked against.
module spark-operator

go 1.24

require github.com/kubeflow/spark-operator/v2 v2.5.2
