package bandit_test

import (
	"encoding/json"
	"math"
	"testing"

	"proffer/bandit"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// A snapshot of the sums restores them bit for bit.
func TestMomentsRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := sums(t, rapid.SliceOfN(anyOutcome, 0, 20).Draw(rt, "outcomes"))
		text, err := json.Marshal(want)
		must(t, err)
		got := new(bandit.Moments)
		must(t, json.Unmarshal(text, got))
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
		must(t, got.Validate())
	})
}

// Sums merge, and subtracting what was merged gives back what was there.
func TestMomentsMergeAndSubtract(t *testing.T) {
	approximately := cmpopts.EquateApprox(0, 1e-10)
	rapid.Check(t, func(rt *rapid.T) {
		a := rapid.SliceOfN(anyOutcome, 0, 20).Draw(rt, "some")
		b := rapid.SliceOfN(anyOutcome, 0, 20).Draw(rt, "more")
		got := sums(t, a)
		must(t, got.Merge(sums(t, b)))
		if diff := cmp.Diff(sums(t, append(a[:len(a):len(a)], b...)), got, approximately); diff != "" {
			rt.Fatalf("merged (-want +got):\n%s", diff)
		}
		must(t, got.Subtract(sums(t, b)))
		if diff := cmp.Diff(sums(t, a), got, approximately); diff != "" {
			rt.Fatalf("subtracted (-want +got):\n%s", diff)
		}
	})
}

// Revising a sum is having added the later reward.
func TestMomentsRevise(t *testing.T) {
	o := stream(23, 1, dim)[0]
	got := sums(t, []outcome{o})
	must(t, got.Revise(o.x, o.r, -4, o.w))
	o.r = -4
	if diff := cmp.Diff(sums(t, []outcome{o}), got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The products are those of the outcomes, whichever way round they are asked for.
func TestMomentsCross(t *testing.T) {
	all := stream(53, 4, dim)
	got := sums(t, all)
	for i := range dim {
		for j := range dim {
			want := 0.0
			for _, o := range all {
				x := dense(o.x, dim)
				want += o.w * x.AtVec(i) * x.AtVec(j)
			}
			if !near(got.Cross(i, j), want, 1e-12) {
				t.Errorf("Cross(%d, %d) = %v, want %v", i, j, got.Cross(i, j), want)
			}
		}
	}
}

// A clone shares nothing with its original.
func TestMomentsClone(t *testing.T) {
	o := stream(29, 1, dim)[0]
	original := sums(t, []outcome{o})
	must(t, original.Clone().Add(o.x, o.r, o.w))
	if diff := cmp.Diff(sums(t, []outcome{o}), original); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Sums that are no sums are refused.
func TestMomentsRefusals(t *testing.T) {
	broken := func(spoil func(*bandit.Moments)) error {
		m := bandit.NewMoments(dim)
		spoil(m)
		return m.Validate()
	}
	for name, err := range map[string]error{
		"a product missing":      broken(func(m *bandit.Moments) { m.A = m.A[1:] }),
		"a sum missing":          broken(func(m *bandit.Moments) { m.B = m.B[1:] }),
		"a dimension below zero": broken(func(m *bandit.Moments) { m.Dim = -1 }),
		"a product NaN":          broken(func(m *bandit.Moments) { m.A[3] = math.NaN() }),
		"a count infinite":       broken(func(m *bandit.Moments) { m.N = math.Inf(1) }),
		"merge of another size":  bandit.NewMoments(dim).Merge(bandit.NewMoments(1)),
		"scale by NaN":           bandit.NewMoments(dim).Scale(math.NaN()),
		"scale below zero":       bandit.NewMoments(dim).Scale(-1),
		"reward NaN":             bandit.NewMoments(dim).Add(bandit.Vector{}, math.NaN(), 1),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// sums returns the moments of the outcomes.
func sums(t *testing.T, all []outcome) *bandit.Moments {
	m := bandit.NewMoments(dim)
	for _, o := range all {
		must(t, m.Add(o.x, o.r, o.w))
	}
	return m
}
