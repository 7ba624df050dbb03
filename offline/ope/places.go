package ope

// Places number the contexts of a view in the order in which they come, as far as
// there is room; those that come later share a number. They are a hash table with
// open addresses, since the names of contexts are hashes, or small numbers.
type places struct {
	most  int
	names []uint64 // by number
	slots []int32  // a number and 1, by name; 0: free
}

// later is the name of the contexts for which there is no room.
const later = 0x9e3779b97f4a7c15

// newPlaces have room for so many contexts.
func newPlaces(most int) places {
	return places{most: most, slots: make([]int32, 16)}
}

// known is the number of a context that is where its name says, as nearly all are,
// and else −1.
func (p *places) known(name uint64) int {
	n := int(p.slots[name&uint64(len(p.slots)-1)]) - 1
	if n >= 0 && p.names[n] == name {
		return n
	}
	return -1
}

// at is the number of a context, which may be new.
func (p *places) at(name uint64) int {
	slot := p.slot(name)
	if n := p.slots[slot]; n > 0 {
		return int(n) - 1
	}
	if len(p.names) >= p.most-1 && name != later {
		return p.at(later)
	}
	p.names = append(p.names, name)
	p.slots[slot] = int32(len(p.names))
	if 2*len(p.names) > len(p.slots) {
		p.grow()
	}
	return len(p.names) - 1
}

// slot is where a name is, or would be.
func (p *places) slot(name uint64) int {
	last := uint64(len(p.slots) - 1)
	for slot := name & last; ; slot = (slot + 1) & last {
		if n := p.slots[slot]; n == 0 || p.names[n-1] == name {
			return int(slot)
		}
	}
}

// grow makes room for as many again.
func (p *places) grow() {
	p.slots = make([]int32, 2*len(p.slots))
	for n, name := range p.names {
		p.slots[p.slot(name)] = int32(n) + 1
	}
}
