package main

import (
	"context"

	"github.com/container-storage-interface/spec/lib/go/csi"
)

// node gives its volumes to pods.
type node struct {
	csi.UnimplementedNodeServer
	name string
}

func (n *node) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: n.name, AccessibleTopology: topology(n.name)}, nil
}

func (*node) NodeGetCapabilities(context.Context, *csi.NodeGetCapabilitiesRequest) (*csi.NodeGetCapabilitiesResponse, error) {
	return &csi.NodeGetCapabilitiesResponse{Capabilities: []*csi.NodeServiceCapability{{
		Type: &csi.NodeServiceCapability_Rpc{Rpc: &csi.NodeServiceCapability_RPC{
			Type: csi.NodeServiceCapability_RPC_EXPAND_VOLUME,
		}},
	}}}, nil
}

func (*node) NodePublishVolume(_ context.Context, request *csi.NodePublishVolumeRequest) (*csi.NodePublishVolumeResponse, error) {
	if err := checkCapability(request.VolumeCapability); err != nil {
		return nil, err
	}
	published, err := newVolume(request.VolumeId)
	if err != nil {
		return nil, err
	}
	return &csi.NodePublishVolumeResponse{}, published.publish(request.TargetPath)
}

func (*node) NodeUnpublishVolume(_ context.Context, request *csi.NodeUnpublishVolumeRequest) (*csi.NodeUnpublishVolumeResponse, error) {
	return &csi.NodeUnpublishVolumeResponse{}, unmount(request.TargetPath)
}

func (*node) NodeExpandVolume(_ context.Context, request *csi.NodeExpandVolumeRequest) (*csi.NodeExpandVolumeResponse, error) {
	expanded, err := newVolume(request.VolumeId)
	if err != nil {
		return nil, err
	}
	size := request.CapacityRange.GetRequiredBytes()
	if err := expanded.setSize(size); err != nil {
		return nil, err
	}
	return &csi.NodeExpandVolumeResponse{CapacityBytes: size}, expanded.mount()
}
