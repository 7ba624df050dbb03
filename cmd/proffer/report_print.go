package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"proffer/engine"
	"proffer/measure"
	"proffer/policy"
)

// A reportPage prints a report as tables that fit a terminal, and what somebody
// should look at as sentences.
type reportPage struct {
	*measure.Report
	currency policy.Currency
	out      io.Writer
}

func printReport(out io.Writer, r *measure.Report) error {
	currency, err := policy.ParseCurrency(r.Currency)
	if err != nil {
		return err
	}
	p := reportPage{r, currency, out}
	p.head()
	for _, print := range []func(*tabwriter.Writer){p.offers, p.money, p.regret, p.conversion, p.incremental} {
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		print(w)
		if err := w.Flush(); err != nil {
			return err
		}
	}
	p.sentences()
	return nil
}

func (p *reportPage) head() {
	t := &p.Total
	fmt.Fprintf(p.out, "Decisions from %s to %s, as of %s: %s in %s visits\n", bound(p.From, "the first"), bound(p.To, "the last"),
		bound(p.At, "an empty log"), thousands(t.Decisions), thousands(t.Visits.Count))
	fmt.Fprintf(p.out, "Money in %s. %s\n", p.Currency, p.Basis)
}

// bound tells a moment, by its date alone when it is a midnight.
func bound(t time.Time, otherwise string) string {
	switch {
	case t.IsZero():
		return otherwise
	case t.Equal(t.UTC().Truncate(24 * time.Hour)):
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}

// each writes a line for every row, and the last for the total.
func (p *reportPage) each(w io.Writer, line func(*measure.Row) string) {
	for i := range p.Rows {
		fmt.Fprintf(w, "%s\t%s\n", p.name(&p.Rows[i]), line(&p.Rows[i]))
	}
	fmt.Fprintf(w, "%s\t%s\n", "all", line(&p.Total))
}

func (p *reportPage) name(row *measure.Row) string {
	var parts []string
	for _, d := range p.By {
		parts = append(parts, cmp.Or(row.Key[d], "(none)"))
	}
	return strings.Join(parts, ", ")
}

func (p *reportPage) offers(w *tabwriter.Writer) {
	fmt.Fprintln(w, "\nshown\tdecisions\tvisits\toffers\tseen\tview rate\taccepted\tacceptance\t95 %\tdeclined")
	p.each(w, func(r *measure.Row) string {
		visits := "-"
		if r.Visits != nil {
			visits = thousands(r.Visits.Count)
		}
		return strings.Join([]string{thousands(r.Decisions), visits, thousands(r.Shown), thousands(r.Seen), share(r.View.Share),
			thousands(r.Accepted), share(r.Acceptance.Share), within(r.Acceptance), share(r.Decline.Share)}, "\t")
	})
}

func (p *reportPage) money(w *tabwriter.Writer) {
	fmt.Fprintln(w, "\nbrought in\tgross\trefunded\tnet revenue\tnet value\tan accept\t95 %")
	p.each(w, func(r *measure.Row) string {
		return strings.Join([]string{p.amount(r.Gross), p.amount(r.Refunded), p.amount(r.Net), p.amount(r.Value),
			estimated(r.Each, 1, ""), range95(r.Each, 1, "")}, "\t")
	})
}

func (p *reportPage) amount(m engine.Money) string { return p.currency.Format(m.Amount) }

func (p *reportPage) regret(w *tabwriter.Writer) {
	fmt.Fprintln(w, "\nregretted\taccepts\trefunded\t95 %\tpending\tchurned\t95 %\tpending\ttickets\t95 %\tpending")
	p.each(w, func(r *measure.Row) string {
		cells := []string{thousands(r.Accepted)}
		for _, g := range []*measure.Regret{&r.Refund, &r.Churn, &r.Ticket} {
			cells = append(cells, share(g.Rate.Share), within(g.Rate), share(g.PendingShare))
		}
		return strings.Join(cells, "\t")
	})
}

func (p *reportPage) conversion(w *tabwriter.Writer) {
	if len(p.Rows) > 0 && p.Rows[0].Conversion == nil {
		fmt.Fprintf(w, "\nA visit belongs to no offer alone: conversion is told by placement, segment, trigger or day.\n")
	}
	fmt.Fprintln(w, "\nconverted\tclosed\toffered\tvisits\tcontrol\tvisits\tpoints\t95 %\tchange\t95 %")
	p.each(w, func(r *measure.Row) string {
		c := r.Conversion
		if c == nil {
			return "-"
		}
		return strings.Join([]string{share(r.Visits.ClosedShare), share(c.Offered.Share), thousands(c.Offered.Visits), share(c.Control.Share), thousands(c.Control.Visits),
			estimated(c.Difference, 100, ""), range95(c.Difference, 100, ""), estimated(c.Relative, 100, "%"), range95(c.Relative, 100, "%")}, "\t")
	})
}

func (p *reportPage) incremental(w *tabwriter.Writer) {
	fmt.Fprintln(w, "\nrevenue\toffered\tcustomers\tholdout\tcustomers\tdifference\t95 % at any time")
	for _, line := range []struct {
		per string
		measure.Uplift
	}{{"per customer", p.Incremental.PerCustomer}, {"per visit", p.Incremental.PerVisit}} {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", line.per, mean(line.Offered), thousands(line.Offered.Customers),
			mean(line.Holdout), thousands(line.Holdout.Customers), estimated(line.Difference, 1, ""), range95(line.Difference, 1, ""))
	}
}

// sentences tell what the tables cannot.
func (p *reportPage) sentences() {
	if p.Incremental.Returning > 0 {
		printFilled(p.out, "Revenue is of the customers first seen in the period: %s more had been seen before it.", thousands(p.Incremental.Returning))
	}
	for _, r := range []struct {
		group, units string
		measure.Ratio
	}{{"holdout", "customers", p.SampleRatio.Holdout}, {"control", "visits", p.SampleRatio.Control}} {
		if r.OK && r.Expected != nil {
			printFilled(p.out, "The %s has %s of %s %s (%s), where %s were to be expected: as chance has it.",
				r.group, thousands(r.Compared), thousands(r.Compared+r.Offered), r.units, share(r.Share), share(r.Expected))
		}
	}
	for _, f := range p.Findings {
		printFilled(p.out, "%s", f.Sentence)
	}
}

// share writes a part of a whole, and a dash where there is none.
func share(x *float64) string {
	if x == nil {
		return "-"
	}
	return percent(*x)
}

func within(r measure.Rate) string {
	if r.Share == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f..%.1f", 100**r.Low, 100**r.High)
}

func mean(m measure.Mean) string {
	if m.Revenue == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f", *m.Revenue)
}

// estimated writes an estimate in a unit that goes so often into it.
func estimated(i *measure.Interval, times float64, unit string) string {
	if i == nil {
		return "-"
	}
	return fmt.Sprintf("%+.2f%s", times*i.Estimate, unit)
}

func range95(i *measure.Interval, times float64, unit string) string {
	if i == nil {
		return "-"
	}
	return fmt.Sprintf("%+.2f..%+.2f%s", times*i.Low, times*i.High, unit)
}
