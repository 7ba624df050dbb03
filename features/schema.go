package features

// A Type says what a signal's values are.
type Type string

// The types, and the Go type that Values hold for each.
const (
	Number   Type = "number"   // float64
	Count    Type = "count"    // float64, whole and not negative
	Boolean  Type = "boolean"  // bool
	Category Type = "category" // string
	Set      Type = "set"      // []string, sorted and without duplicates
	Duration Type = "duration" // time.Duration
)

// A Scale says how a number, a count or a duration in hours becomes a feature.
// The empty scale is log for counts and durations, and none for numbers.
type Scale string

// The scales, with the bound that a feature's magnitude never exceeds.
const (
	None     Scale = "none"     // x, at most 1000
	Log      Scale = "log"      // sign(x)·ln(1+|x|), at most 32
	Standard Scale = "standard" // (x−Mean)/SD, at most 8
)

// Limits of a schema and of what is read under it.
const (
	MaxSignals    = 256     // signals of a schema, and entries of a raw map
	MaxSegments   = 256     // segments of a schema
	MaxValues     = 1024    // known values of a category or a set
	MaxBuckets    = 1024    // slots of a hashed category or set
	MaxDim        = 1 << 16 // entries of a vector
	MaxNameLength = 64      // bytes of a signal's or a segment's name
	MaxTextLength = 256     // bytes of a category's value or a set's member
	MaxSetSize    = 64      // members of a set as it is sent

	defaultBuckets = 16
)

// A Signal declares one named, typed fact.
type Signal struct {
	// Name is an identifier, so that conditions can name it too: ASCII letters,
	// digits and underscores, beginning with a letter.
	Name string
	Type Type

	// Scale is for numbers, counts and durations. Empty means the type's own.
	Scale Scale
	// Mean and SD are what scale standard subtracts and divides by; a duration's are in hours.
	Mean, SD float64

	// Values are the known values of a category or a set: each has a slot of its
	// own, and all others share one. None means that values are hashed.
	Values []string
	// Buckets is the number of slots that hashed values share. 0 means 16.
	Buckets int
}

// An Interaction crosses the segments with one signal: each segment gets its
// own copy of the signal's slots, so that what the signal means may differ
// between segments.
type Interaction struct{ Signal string }

// A Schema declares all that can be encoded. Its order carries no meaning.
type Schema struct {
	Signals      []Signal
	Segments     []string // named as signals are, and with hyphens too
	Interactions []Interaction
}
