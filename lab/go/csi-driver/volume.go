package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// volume is a folder with a file that tells the size, and a tmpfs. The folder is on the node's disk, the tmpfs is
// not: after a boot of the node the volume is there again in its last size, but empty. A file system in a
// file would survive, but ext4 grows under its pods only for a process with CAP_SYS_RESOURCE.
type volume struct {
	sizeFile string
	data     string
}

func newVolume(id string) (volume, error) {
	if id == "" || strings.ContainsAny(id, "/.") {
		return volume{}, status.Errorf(codes.InvalidArgument, "%q is not the name of a volume", id)
	}
	own := filepath.Join(folder, "volumes", id)
	return volume{sizeFile: filepath.Join(own, "size"), data: filepath.Join(own, "data")}, nil
}

// setSize makes the volume if it is new; mount makes a size of bytes take effect.
func (v volume) setSize(bytes int64) error {
	if err := os.MkdirAll(v.data, 0o755); err != nil {
		return err
	}
	return os.WriteFile(v.sizeFile, fmt.Appendf(nil, "%d", bytes), 0o600)
}

// mount mounts the tmpfs, or gives the mounted one its new size.
func (v volume) mount() error {
	size, err := os.ReadFile(v.sizeFile)
	if err != nil {
		return err
	}
	var flags uintptr
	if isTmpfs(v.data) {
		flags = unix.MS_REMOUNT
	}
	return unix.Mount("tmpfs", v.data, "tmpfs", flags, "mode=0755,size="+string(size))
}

// publish lets the volume appear at another path.
func (v volume) publish(target string) error {
	if isTmpfs(target) {
		return nil
	}
	if err := v.mount(); err != nil {
		return err
	}
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	return unix.Mount(v.data, target, "", unix.MS_BIND, "")
}

func (v volume) remove() error {
	if err := unmount(v.data); err != nil {
		return err
	}
	return os.RemoveAll(filepath.Dir(v.data))
}

// unmount removes a mount point and its directory, if they are there.
func unmount(path string) error {
	if isTmpfs(path) {
		if err := unix.Unmount(path, 0); err != nil {
			return err
		}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// isTmpfs tells whether a tmpfs is mounted: all folders around are on a disk.
func isTmpfs(path string) bool {
	var found unix.Statfs_t
	return unix.Statfs(path, &found) == nil && found.Type == unix.TMPFS_MAGIC
}
