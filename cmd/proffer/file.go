package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// replaceFile puts new content in the place of a file, which only its owner
// may read from then on. Whatever happens in between, there is the old file or
// the new one. Two who do so at once do not lose each other's change: content,
// which reads the old file, runs while the new one stands beside it as a lock.
func replaceFile(name string, content func() ([]byte, error)) (err error) {
	beside := name + ".new"
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there: %s is being changed, or a change was cut off and the file should be removed", beside, name)
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(beside))
		}
	}()
	text, err := content()
	if err == nil {
		_, err = f.Write(text)
	}
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(beside, name)
}

// writeWhole writes a short text, which whoever waits for the file never sees
// half of.
func writeWhole(name, text string) error {
	beside := name + ".new"
	if err := os.WriteFile(beside, []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(beside, name)
}
