// Package examples holds the example catalogues, so that a binary can show what
// it does without any file beside it.
//
// It knows nothing of what is in them. They are the files of this folder, to
// the byte.
package examples

import (
	"embed"
	"fmt"
)

//go:embed *.yaml
var files embed.FS

// Catalogue returns the example with a name, such as "skincare".
func Catalogue(name string) ([]byte, error) {
	source, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("examples: there is no example called %q", name)
	}
	return source, nil
}
