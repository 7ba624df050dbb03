package features

// A category is encoded as 1 in the slot of its value.
type category struct{ vocabulary }

func (category) read(raw any) (any, string) {
	text, ok := raw.(string)
	if !ok {
		return nil, mismatch("a string", raw)
	}
	if problem := textProblem(text); problem != "" {
		return nil, problem
	}
	return raw, ""
}

func (c category) encode(dst Vector, first int32, value any) (Vector, bool) {
	text, ok := value.(string)
	if !ok {
		return dst, false
	}
	return dst.push(first+c.slot(text), 1), true
}
