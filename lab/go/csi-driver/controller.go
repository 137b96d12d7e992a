package main

import (
	"context"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// nodeLabel is the label of a node that its volumes are bound to.
const nodeLabel = "lab.local/node"

// controller makes and deletes the volumes of its own node.
type controller struct {
	csi.UnimplementedControllerServer
	node string
}

func (*controller) ControllerGetCapabilities(context.Context, *csi.ControllerGetCapabilitiesRequest) (*csi.ControllerGetCapabilitiesResponse, error) {
	// A volume is expanded by its node alone.
	return &csi.ControllerGetCapabilitiesResponse{Capabilities: []*csi.ControllerServiceCapability{{
		Type: &csi.ControllerServiceCapability_Rpc{Rpc: &csi.ControllerServiceCapability_RPC{
			Type: csi.ControllerServiceCapability_RPC_CREATE_DELETE_VOLUME,
		}},
	}}}, nil
}

func (c *controller) CreateVolume(_ context.Context, request *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	for _, capability := range request.VolumeCapabilities {
		if err := checkCapability(capability); err != nil {
			return nil, err
		}
	}
	created, err := newVolume(request.Name)
	if err != nil {
		return nil, err
	}
	size := request.CapacityRange.GetRequiredBytes()
	if err := created.setSize(size); err != nil {
		return nil, err
	}
	return &csi.CreateVolumeResponse{Volume: &csi.Volume{
		VolumeId:           request.Name,
		CapacityBytes:      size,
		AccessibleTopology: []*csi.Topology{topology(c.node)},
	}}, nil
}

func (*controller) DeleteVolume(_ context.Context, request *csi.DeleteVolumeRequest) (*csi.DeleteVolumeResponse, error) {
	deleted, err := newVolume(request.VolumeId)
	if err != nil {
		return nil, err
	}
	return &csi.DeleteVolumeResponse{}, deleted.remove()
}

// checkCapability refuses block devices, and volumes that pods of several nodes could write to.
func checkCapability(capability *csi.VolumeCapability) error {
	if capability.GetMount() == nil {
		return status.Error(codes.InvalidArgument, "a volume of the lab is a file system, not a block device")
	}
	if mode := capability.GetAccessMode().GetMode(); mode != csi.VolumeCapability_AccessMode_SINGLE_NODE_WRITER {
		return status.Errorf(codes.InvalidArgument, "a volume of the lab is there for one node: it has no access mode %s", mode)
	}
	return nil
}

func topology(node string) *csi.Topology {
	return &csi.Topology{Segments: map[string]string{nodeLabel: node}}
}
