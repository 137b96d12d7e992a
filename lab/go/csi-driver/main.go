// Csi-driver provides the volumes of the lab's storage class that can be expanded: each is a tmpfs on one node.
//
//	csi-driver NODE
//
// It runs on every node, with csi-provisioner and csi-resizer beside it, which are Kubernetes' own.
package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

const (
	driverName = "lab.local"
	folder     = "/var/lib/kubelet/plugins/lab.local"
	socket     = folder + "/csi.sock"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: csi-driver NODE")
		os.Exit(2)
	}
	server := grpc.NewServer()
	csi.RegisterIdentityServer(server, &identity{})
	csi.RegisterControllerServer(server, &controller{node: os.Args[1]})
	csi.RegisterNodeServer(server, &node{name: os.Args[1]})
	registration.RegisterRegistrationServer(server, &registrar{})

	ended := make(chan error)
	for _, path := range []string{socket, registry} {
		go func() { ended <- serve(server, path) }()
	}
	fmt.Fprintln(os.Stderr, "csi-driver:", <-ended)
	os.Exit(1)
}

func serve(server *grpc.Server, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	// A driver that was killed leaves its socket behind.
	os.Remove(path)
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	return server.Serve(listener)
}
