package rows

import "strconv"

// mostDeep bounds how deep features may nest; what is deeper is passed over.
const mostDeep = 16

// flat reads a value as features under a name, however it nests: a member of an
// object has its own name behind a point, and an element of a list its number from
// 0, but for objects in a list, whose members are as if there were no list.
func (p *parser) flat(dst []Pair, name string, depth int) ([]Pair, error) {
	kind := p.dec.PeekKind()
	if nests := kind == '{' || kind == '['; !nests {
		return p.feature(dst, name)
	}
	if depth == mostDeep {
		return dst, p.skip()
	}
	if kind == '{' {
		err := p.object(func(member string) (err error) {
			dst, err = p.flat(dst, p.join(name, member), depth+1)
			return err
		})
		return dst, err
	}
	at := 0
	err := p.list(func() (err error) {
		inner := name
		if p.dec.PeekKind() != '{' {
			inner = p.join(name, strconv.Itoa(at))
		}
		at++
		dst, err = p.flat(dst, inner, depth+1)
		return err
	})
	return dst, err
}

// join is the name of what is inside of something.
func (p *parser) join(name, inner string) string {
	if name == "" {
		return inner
	}
	p.plain = append(append(append(p.plain[:0], name...), '.'), inner...)
	return p.words.of(p.plain)
}
