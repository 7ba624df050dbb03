package main

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"proffer/offline"
)

const replayHelp = `Run learning policies over a logged, randomised table, or another catalogue over
the log of a data directory.

With --table, it is said what each policy would have earned. The table is CSV,
also gzipped, with a line of column names: one row a choice, with the action
taken, the probability it was taken with, what it earned, and what was known
before. A policy decides each row with the engine itself. Where
it chooses what the row's log says was taken, it is told what that earned; all
other rows it never saw (Li, Chu, Langford and Wang 2011). Where propensities
differ, a row is kept in proportion to 1/propensity, so that no action's rows
are heard more often than their share.

Numbers of the context are standardised, other columns are categories, an empty
cell is a missing signal. Rewards that are all 0 or 1 are learned as accepts,
any others as the numbers they are. The prior knows the mean and the deviation
of the whole table's rewards, and nothing of how actions differ.

The standard error is that of the rows one shuffle keeps: more shuffles average
out the luck of the order, but they are not more customers. "best fixed" is the
action with the best mean on its own rows, weighted by 1/propensity; it was
chosen by the figure it is shown with, which flatters it.

With --server the same is done over HTTP against a running proffer serve. Its
catalogue is replaced meanwhile, and put back at the end.

` + replayOwnHelp

const replayExamples = `  proffer replay --table log.csv.gz --action arm --propensity propensity --reward visit \
    --context recency,newbie,channel --shuffles 8 --seed 1
  proffer replay --table log.csv --action arm --propensity p --reward spend --strategy thompson --json
  proffer replay --table log.csv --action arm --propensity p --reward spend --context plan --print-catalogue
` + replayOwnExamples

// A replaying is one run of the command.
type replaying struct {
	app       *app
	table     offline.Table
	file      string
	replay    offline.Replay
	catalogue bool
	server    string
	key       string
	own       owning
	asJSON    bool
}

func newReplay(a *app) *cobra.Command {
	r := &replaying{app: a, own: owning{rehearsing: rehearsing{app: a}}}
	c := &cobra.Command{
		Use:     "replay {--table FILE --action COL --propensity COL --reward COL | --data DIR --catalogue FILE}",
		Short:   "Run learning policies over a table, or a catalogue over a log",
		Long:    replayHelp,
		Example: replayExamples,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if !c.Flags().Changed("table") && c.Flags().Changed("data") {
				r.own.asJSON = r.asJSON
				return r.own.run(c)
			}
			if err := needs(c, "table", "action", "propensity", "reward"); err != nil {
				return err
			}
			return r.run(c.Context())
		},
	}
	f, columns := c.Flags(), &r.table.Columns
	f.StringVar(&r.file, "table", "", "the table, CSV or gzipped CSV")
	f.StringVar(&columns.Action, "action", "", "column of the action taken")
	f.StringVar(&columns.Propensity, "propensity", "", "column of the probability it was taken with")
	f.StringVar(&columns.Reward, "reward", "", "column of what it earned, any number")
	f.StringSliceVar(&columns.Context, "context", nil, "columns of what was known before, with commas between")
	f.StringSliceVar(&r.replay.Strategies, "strategy", nil, "a strategy to run, once for each (default "+strings.Join(offline.Usual(), ", ")+")")
	f.IntVar(&r.replay.Shuffles, "shuffles", 0, "orders of the rows to average over; 0 reads the table once, in its own order and in flat memory")
	f.Uint64Var(&r.replay.Seed, "seed", 1, "seed of all chance")
	f.IntVar(&r.table.Limit, "rows", 0, "rows to read at most; 0 is all")
	f.BoolVar(&r.catalogue, "print-catalogue", false, "print the catalogue that the table is replayed with, as proffer evaluate --policy takes it, and do no more")
	f.StringVar(&r.server, "server", "", "URL of a running proffer serve to replay against")
	f.StringVar(&r.key, "key", "", "key of that server, with the scopes rank, feedback and admin")
	jsonFlag(c, &r.asJSON)
	r.own.flags(f)
	return c
}

func (r *replaying) run(ctx context.Context) error {
	if err := errors.Join(r.table.Columns.Validate(), r.replay.Validate()); err != nil {
		return misused("%w", err)
	}
	if r.table.Limit < 0 {
		return misused("--rows %d: must not be negative", r.table.Limit)
	}
	r.table.Name, r.table.Open = r.file, func() (io.ReadCloser, error) { return openTable(r.file) }
	bar := r.app.progress("reading")
	survey, err := offline.Look(ctx, &r.table, func(rows int) { bar.rows(rows, -1) })
	bar.end()
	if err != nil {
		return err
	}
	r.replay.Table, r.replay.Survey, r.replay.Clock = &r.table, survey, r.app.now
	r.replay.Workers = runtime.GOMAXPROCS(0)
	if r.catalogue {
		_, err := r.app.out.Write(survey.OwnCatalogue(r.replay.Runs()[0]))
		return err
	}
	report, err := r.play(ctx)
	if err != nil {
		return err
	}
	if r.asJSON {
		return printJSON(r.app.out, report)
	}
	return r.print(report)
}

// play replays with a progress bar, in this process or against a server.
func (r *replaying) play(ctx context.Context) (*offline.Report, error) {
	bar := r.app.progress("replaying")
	defer bar.end()
	done := 0
	r.replay.Progress = func(rows int) {
		done += rows
		bar.rows(done, r.replay.Rows())
	}
	if r.server == "" {
		return r.replay.Run(ctx)
	}
	return r.playOnServer(ctx)
}

// rows shows that so many rows of all are done; -1 is of nobody knows how many.
func (p *progress) rows(done, all int) {
	if p.bar == nil {
		return
	}
	p.bar.ChangeMax(all)
	_ = p.bar.Set(done) // a bar that cannot be drawn stops nothing
}
