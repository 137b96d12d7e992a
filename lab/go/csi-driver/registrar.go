package main

import (
	"context"
	"fmt"
	"os"

	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

// registry is the socket at which the kubelet finds the driver.
const registry = "/var/lib/kubelet/plugins_registry/lab.local.sock"

// registrar makes the driver known to the kubelet, which calls it.
type registrar struct {
	registration.UnimplementedRegistrationServer
}

func (*registrar) GetInfo(context.Context, *registration.InfoRequest) (*registration.PluginInfo, error) {
	return &registration.PluginInfo{
		Type:              registration.CSIPlugin,
		Name:              driverName,
		Endpoint:          socket,
		SupportedVersions: []string{"1.0.0"},
	}, nil
}

func (*registrar) NotifyRegistrationStatus(_ context.Context, status *registration.RegistrationStatus) (*registration.RegistrationStatusResponse, error) {
	if !status.PluginRegistered {
		fmt.Fprintln(os.Stderr, "csi-driver: the kubelet refuses it:", status.Error)
	}
	return &registration.RegistrationStatusResponse{}, nil
}
