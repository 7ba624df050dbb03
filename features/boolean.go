package features

// A boolean is encoded as 1 if it is true, and as nothing if it is false.
type boolean struct{}

func (boolean) names(signal string) []string { return []string{signal} }

func (boolean) read(raw any) (any, string) {
	if _, ok := raw.(bool); !ok {
		return nil, mismatch("true or false", raw)
	}
	return raw, ""
}

func (boolean) encode(dst Vector, first int32, value any) (Vector, bool) {
	b, ok := value.(bool)
	if b {
		dst = dst.push(first, 1)
	}
	return dst, ok
}
