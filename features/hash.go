package features

import "math/bits"

// bucket is the slot, of n, that a hashed value falls into.
//
// It is FNV-1a of 64 bits (Fowler, Noll and Vo), then mixed: FNV's low bits
// depend on nothing but the low bits of the text, and its high bits hardly on
// the last letter, so that either alone would put "item1" and "item2", or "a"
// and "q", together.
func bucket(text string, n int) int32 {
	slot, _ := bits.Mul64(mix(fnv1a(text)), uint64(n))
	return int32(slot)
}

func fnv1a(text string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(text) {
		h ^= uint64(text[i])
		h *= 0x100000001b3
	}
	return h
}

// mix lets each bit of h change each bit of the result: the finalizer of 64
// bits of Appleby's MurmurHash3.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
