package rows

// A Nest reads the pairs of cells, also where they are JSON in a text, as in CSV.
type Nest struct {
	parser *parser
	room   []Pair
}

// Pairs are those of a cell, good until the next are read. None are in an empty one.
func (n *Nest) Pairs(c *Cell) ([]Pair, error) {
	if c.Kind != Text {
		return c.Pairs, nil
	}
	if n.parser == nil {
		n.parser = newParser()
	}
	n.parser.begin([]byte(c.Text))
	var err error
	if n.room, err = n.parser.pairs(n.room[:0]); err != nil {
		return nil, err
	}
	return n.room, n.parser.end()
}
