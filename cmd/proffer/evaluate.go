package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"proffer/offline"
	"proffer/offline/ope"
)

const evaluateHelp = `Estimate from a log what another policy would have earned.

The log is a table: CSV, also gzipped, JSON lines or Parquet, whichever its bytes
say. Its columns are known by their names: action, reward and pscore, the
probability the action was taken with; position; x0, x1, … for what was known
before; pe0, pe1, … for the probability that the evaluated policy takes action
0, 1, …, or pe for that of the action taken alone; q0, q1, … for the reward that a
model predicts for each; pe_NAME and q_NAME where actions have names. The names of
the Open Bandit Dataset (item_id, click, propensity_score) do as well, and so does
the dsjson of Vowpal Wabbit, where a reward is the negative cost.

What proffer export writes is such a log, in all its formats. Each row says what it
could have shown, and policies choose from that. Rows do not count where nothing
was drawn, as in the holdout and the control, or where nothing was left to chance;
and the log ends with the first row whose outcome is still open, since an accept
stays open longer than a refusal. --immature takes rewards as they stand.

The policy is "columns" (pe0, pe1, … or pe), "uniform", "fixed:ACTION", or "best",
the action with the best mean on this very log, which flatters it. Where a row of
our own log could not take a fixed action, the policy does as the log did.

A policy whose name ends in .yaml is a catalogue. The engine decides every row with
it, after it has learned all rows before as the log has them. So the estimate is
the mean, over the rows, of what the catalogue would earn with what it would know
by then from choices that were the log's and not its own. Its offers are called as
the actions are. Signals are columns of their names, sets with | between members,
or what the features of our own export say; they must be declared as they were
then. Its conditions, segments, caps and budgets hold, with what the log shows that
a customer has seen; its breakers stay closed, and it has no comparison groups.

The name of a strategy (greedy, beta_thompson, thompson, epsilon_greedy, linucb) is
the catalogue that proffer replay --print-catalogue writes of the same table.

The estimators sips, iips, rips and cascade_dr are of slates: rows that share a
slate_id, or the decision_id of our own export, and differ in position. pscore and
pe are then given the places before, and pscore_marginal and pe_marginal, which
iips asks for, are not.

Without q0, q1, … a reward model is learned from the log: a ridge for each action
on position and x0, x1, …, which predicts for a fifth of the rows from the other
four. The rows of one customer stay together if a column customer names them.

Diagnostics come first: how much of the log the policy's weights leave, whether
they average 1 as they must, and where the log never took what the policy would.
When one is beyond its threshold no estimate is given, the reasons are, and the
command ends with 3. --force estimates all the same.

hoeffding and bernstein hold for any number of rows, given true bounds: all
rewards within --rewards, and for weights that are not clipped a --floor that no
action was logged below. They never use the largest value seen. Where few rows are
paid, snips with clopper_pearson holds the truth about as often as it says; normal
does not: docs/offline.md has the figures.`

const evaluateExamples = `  proffer evaluate --log log.csv --policy uniform
  proffer evaluate --log log.csv.gz --policy columns --estimators ips,snips,dr,switch_dr_5 --interval bootstrap --seed 1
  proffer evaluate --log log.csv --policy fixed:b --interval bernstein --floor 0.05 --rewards 0,1 --json
  proffer export --data ./data --format parquet --out log.parquet
  proffer evaluate --log log.parquet --policy new.yaml
  proffer evaluate --log slates.jsonl --policy columns --estimators sips,iips,rips,cascade_dr`

// An evaluating is one run of the command.
type evaluating struct {
	app        *app
	evaluation offline.Evaluation
	file       string
	interval   string
	rewards    []float64
	confidence float64
	report     string
	actions    string
	asJSON     bool
}

func newEvaluate(a *app) *cobra.Command {
	e := &evaluating{app: a}
	c := &cobra.Command{
		Use:     "evaluate --log FILE --policy NAME",
		Short:   "Estimate from a log what another policy would have earned",
		Long:    evaluateHelp,
		Example: evaluateExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return e.run(c.Context()) },
	}
	f, v := c.Flags(), &e.evaluation
	f.StringVar(&e.file, "log", "", "the log: CSV, also gzipped, JSON lines, Parquet or dsjson")
	f.StringVar(&v.Policy, "policy", "", "the policy: columns, uniform, best, fixed:ACTION, a strategy such as thompson, or a catalogue, FILE.yaml")
	f.StringSliceVar(&v.Estimators, "estimators", nil, "estimators, with commas between: "+strings.Join(ope.Names(), ", ")+" (default all that fit); or of slates: "+strings.Join(ope.SlateNames(), ", "))
	f.StringVar(&v.Model, "model", "", "the reward model: none, columns or ridge (default the columns if there are any, else ridge)")
	f.StringVar(&e.interval, "interval", string(ope.Normal), "how intervals are found: "+methods()+"; a ratio's normal one is called delta")
	f.Float64Var(&e.confidence, "confidence", .95, "share of the intervals that hold the truth")
	f.Float64SliceVar(&e.rewards, "rewards", []float64{0, 1}, "the least and the most that any reward can be, for hoeffding, bernstein, clopper_pearson and anytime_exact")
	f.Float64Var(&v.Bounds.LeastPropensity, "floor", 0, "propensity that no action was logged below, for hoeffding and bernstein; 0 is not known")
	f.IntVar(&v.Replicates, "replicates", 500, "replicates of the bootstrap")
	f.Uint64Var(&v.Seed, "seed", 1, "seed of the bootstrap")
	f.BoolVar(&v.Force, "force", false, "estimate although the diagnostics refuse it")
	f.StringVar(&e.actions, "actions", "name", "what actions of dsjson are called by: name (their _tag, id or only feature, else all of the line by place), place, or features (name, else all features as JSON)")
	f.BoolVar(&v.Immature, "immature", false, "count rows of our own log although their outcome is still open")
	f.StringVar(&e.report, "report", "", "directory to write index.html, a page with figures, evaluation.txt and evaluation.json into")
	jsonFlag(c, &e.asJSON)
	for _, name := range []string{"log", "policy"} {
		must(c.MarkFlagRequired(name))
	}
	return c
}

func methods() string {
	var names []string
	for _, m := range ope.Methods() {
		names = append(names, string(m))
	}
	return strings.Join(names, ", ")
}

func (e *evaluating) run(ctx context.Context) error {
	if len(e.rewards) != 2 {
		return misused("--rewards takes two numbers, not %d", len(e.rewards))
	}
	if !(e.confidence > 0 && e.confidence < 1) {
		return misused("--confidence %v: must be above 0 and below 1", e.confidence)
	}
	v := &e.evaluation
	v.Bounds.LeastReward, v.Bounds.MostReward = e.rewards[0], e.rewards[1]
	v.Alpha, v.Interval = 1-e.confidence, ope.Method(e.interval)
	v.Table = &offline.Table{Name: e.file, Actions: e.actions, Open: func() (io.ReadCloser, error) { return openTable(e.file) }}
	if e.report != "" {
		v.Trace = new(offline.Trace)
	}
	if isCatalogue(v.Policy) {
		var err error
		if v.Catalogue, err = e.app.readCatalogue(v.Policy); err != nil {
			return err
		}
	}
	if err := v.Validate(); err != nil {
		return misused("%w", err)
	}
	bar := e.app.progress("reading")
	v.Progress = func(rows int) { bar.rows(rows, -1) }
	found, err := v.Run(ctx)
	bar.end()
	if err != nil {
		return err
	}
	if err := e.tell(found); err != nil {
		return err
	}
	if found.Refused != "" && !v.Force {
		return wanting("%s is refused: %s", e.file, found.Refused)
	}
	return nil
}

// tell prints what was found, and leaves it as files if a report is asked for.
func (e *evaluating) tell(found *offline.Judgement) error {
	if err := e.leave(found); err != nil {
		return err
	}
	if e.asJSON {
		return printJSON(e.app.out, found)
	}
	return e.print(e.app.out, found)
}

// isCatalogue tells the name of a file from that of a policy.
func isCatalogue(policy string) bool {
	kind := filepath.Ext(policy)
	return kind == ".yaml" || kind == ".yml"
}
