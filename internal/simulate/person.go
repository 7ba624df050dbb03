package simulate

import (
	"fmt"
	"math/rand/v2"
)

// A person is one customer. Each has their own chance, so that what one is
// shown does not change what another does.
type person struct {
	id     string
	chance *rand.Rand
	life   life
	here   bool // in the middle of a visit
	left   bool // for good
}

// returning is the share of arrivals by people who were here before.
const returning = 0.35

// somebody is who comes through the door: a newcomer, or one of those who were
// here before.
func (s *Simulation) somebody() *person {
	if s.gate.Float64() < returning && len(s.people) > 0 {
		return s.people[s.gate.IntN(len(s.people))]
	}
	n := len(s.people)
	p := &person{id: fmt.Sprintf("c-%d-%d", s.Seed, n), chance: rand.New(rand.NewPCG(s.Seed, uint64(n)+100))}
	p.life = s.World.born(p.chance, s.now)
	s.people = append(s.people, p)
	return p
}

// happens draws whether something does, for this person.
func (p *person) happens(probability float64) bool { return p.chance.Float64() < probability }

// id is a new id that begins with a letter.
func (s *Simulation) id(kind string) string {
	s.ids++
	return fmt.Sprintf("%s-%d-%d", kind, s.Seed, s.ids)
}
