package ope

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// An Estimator is how a round's reward, weight and predictions become its term.
// With f the weight as the estimator shrinks it, a round adds
//
//	d + f(w)·(r − q̂)                 and the estimate is the mean of that, or
//	d, f(w)·(r − q̂) and f(w)         and it is mean(d) + Σ f·(r − q̂) / Σ f, when Ratio.
//
// Without a model d and q̂ are 0. The names are those of the families below, with
// the parameter behind those that have one: ips_clip10, switch_dr_3.
type Estimator struct {
	Name     string
	Modelled bool // needs a reward model
	Ratio    bool // divides by the sum of its weights
	shrink   shrinkage
	limit    float64 // the parameter of f
}

// A family is an estimator but for its parameter.
type family struct {
	name     string // what the parameter is written behind
	modelled bool
	ratio    bool
	shrink   shrinkage
	usual    float64            // the parameter if none is given; 0: there is none
	allowed  func(float64) bool // which parameters make sense
}

// families are all estimators of single choices:
//
//	replay     the mean of rewards where the log took the policy's action; Li, Chu, Langford and Wang 2011
//	ips        f = w; Horvitz and Thompson 1952
//	ips_clipλ  f = min(w, λ); Ionides 2008, Bottou et al. 2013
//	snips      the ratio with f = w; Swaminathan and Joachims 2015
//	dm         f = 0, the model alone
//	dr         f = w; Dudík, Langford and Li 2011
//	dr_clipλ   f = min(w, λ)
//	sndr       the ratio with f = w; Thomas and Brunskill 2016
//	switch_drτ f = w where w ≤ τ, else 0; Wang, Agarwal and Dudík 2017
//	dros_λ     f = λw/(w²+λ); Su, Dimakopoulou, Krishnamurthy and Dudík 2020
//	sgips_λ    f = w/(1−λ+λw); Metelli, Russo and Restelli 2021
//	sgdr_λ     the same with a model
var families = []family{
	{name: "replay", ratio: true, shrink: matching},
	{name: "ips", shrink: whole},
	{name: "ips_clip", shrink: clipping, usual: 100, allowed: positive},
	{name: "snips", ratio: true, shrink: whole},
	{name: "dm", modelled: true, shrink: nothing},
	{name: "dr", modelled: true, shrink: whole},
	{name: "dr_clip", modelled: true, shrink: clipping, usual: 100, allowed: positive},
	{name: "sndr", modelled: true, ratio: true, shrink: whole},
	{name: "switch_dr_", modelled: true, shrink: switching, usual: 100, allowed: positive},
	{name: "dros_", modelled: true, shrink: optimistic, usual: 10_000, allowed: positive},
	{name: "sgips_", shrink: subGaussian, usual: .001, allowed: share},
	{name: "sgdr_", modelled: true, shrink: subGaussian, usual: .001, allowed: share},
}

func positive(x float64) bool { return x > 0 && !math.IsInf(x, 1) }
func share(x float64) bool    { return x > 0 && x < 1 } // at 1 a weight of 0 is 0/0

// Parse finds an estimator by its name. A family's name alone, with or without
// its trailing line, takes the usual parameter.
func Parse(name string) (Estimator, error) {
	var found *family
	for i := range families { // dr_clip10 begins with dr too: the longest name wins
		f := &families[i]
		bare := strings.TrimSuffix(f.name, "_")
		fits := name == bare || f.usual > 0 && strings.HasPrefix(name, f.name)
		if fits && (found == nil || len(f.name) > len(found.name)) {
			found = f
		}
	}
	if found == nil {
		return Estimator{}, fmt.Errorf("ope: no estimator is called %q: there are %s", name, strings.Join(Names(), ", "))
	}
	limit := found.usual
	if text := strings.TrimPrefix(name, found.name); text != "" && text != name {
		var err error
		if limit, err = strconv.ParseFloat(text, 64); err != nil || !found.allowed(limit) {
			return Estimator{}, fmt.Errorf("ope: %q is no parameter of %s", text, strings.TrimSuffix(found.name, "_"))
		}
	}
	return found.with(limit), nil
}

func (f *family) with(limit float64) Estimator {
	e := Estimator{Name: f.name, Modelled: f.modelled, Ratio: f.ratio, shrink: f.shrink, limit: limit}
	if f.usual > 0 {
		e.Name += strconv.FormatFloat(limit, 'g', -1, 64)
	}
	return e
}

// Usual are all estimators with their usual parameters: those without a model
// first, and with one only if there is one.
func Usual(model bool) []Estimator {
	var all []Estimator
	for i := range families {
		if f := &families[i]; model || !f.modelled {
			all = append(all, f.with(f.usual))
		}
	}
	slices.SortStableFunc(all, func(a, b Estimator) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

func rank(e Estimator) int {
	if e.Modelled {
		return 1
	}
	return 0
}

// Names are the names of Usual.
func Names() []string {
	var names []string
	for _, e := range Usual(true) {
		names = append(names, e.Name)
	}
	return names
}

// MostWeight is the largest f(w) of any w up to most, which may be infinite.
func (e Estimator) MostWeight(most float64) float64 { return e.shrink.most(most, e.limit) }

// terms writes what the rounds of a batch add: f(w)·(r − q̂) into gain, f(w) into
// weight. Both have room for the batch.
func (e Estimator) terms(gain, weight []float64, b *Batch) {
	n := b.rows
	e.shrink.apply(weight[:n], b.weight[:n], e.limit)
	reward, model := b.reward[:n], b.model[:n]
	gain, weight = gain[:n], weight[:n]
	if !e.Modelled {
		for i, r := range reward {
			gain[i] = weight[i] * r
		}
		return
	}
	for i, r := range reward {
		gain[i] = weight[i] * (r - model[i])
	}
}
