package httpapi

import (
	_ "embed" // the interface's description is part of the program
	"io/fs"
	"net/http"

	"github.com/swaggest/swgui"
	"github.com/swaggest/swgui/v5/static"
	"github.com/swaggest/swgui/v5emb"
)

//go:embed openapi.yaml
var openAPI []byte

func (a *api) openapi(*call) (reply, error) { return reply{media: mediaYAML, body: openAPI}, nil }

// newSwagger shows the description. All that it needs is embedded: it also
// works where there is no way to the internet.
func newSwagger() http.Handler {
	return v5emb.NewHandlerWithConfig(swgui.Config{
		Title: "Proffer", SwaggerJSON: "/openapi.yaml", BasePath: "/docs",
		SettingsUI: map[string]string{"tryItOutEnabled": "true", "docExpansion": `"list"`},
	})
}

// docs lets Swagger UI answer, for the files that it has.
func (a *api) docs(c *call) (reply, error) {
	if file := c.named("file"); file != "" && !embedded(file) {
		return reply{}, refuse(notFound, "The docs have no such file.")
	}
	return reply{from: a.swagger}, nil
}

// embedded reports whether a file is there, as it is or compressed.
func embedded(file string) bool {
	for _, name := range []string{file, file + ".gz"} {
		if info, err := fs.Stat(static.FS, name); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}
