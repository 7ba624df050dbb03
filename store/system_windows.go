package store

import (
	"os"

	"golang.org/x/sys/windows"
)

// freeSpace is the number of bytes that this user may still write to dir.
func freeSpace(dir string) (free uint64, err error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	err = windows.GetDiskFreeSpaceEx(name, &free, nil, nil)
	return free, err
}

// lockFile takes f for this process alone, until f is closed.
func lockFile(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
}

// syncDir does nothing: this system has no such operation, and orders the
// names of a directory in its own journal.
func syncDir(string) error { return nil }
