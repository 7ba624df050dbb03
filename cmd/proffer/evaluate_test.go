package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// evaluated evaluates a file of that content, and returns the document and how the
// command ends.
func evaluated(t *testing.T, name, content string, args ...string) (document string, err error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	a, out := unwatched()
	command := newEvaluate(a)
	markFailures(command)
	err = runs(t.Context(), command, append([]string{"--log", file, "--json"}, args...)...)
	if err != nil {
		err = &exit{exitCode(err), fmt.Errorf("%s", strings.ReplaceAll(err.Error(), filepath.Dir(file)+"/", ""))}
	}
	return out.String(), err
}

// A log that cannot say is a document without estimates that says why, and ends
// with 3: one with a single propensity of a millionth, one with two thirds of its
// cells empty, and one whose weights are all 0.
func TestEvaluateRefusals(t *testing.T) {
	var tiny, sparse, apart strings.Builder
	for _, b := range []*strings.Builder{&tiny, &sparse, &apart} {
		fmt.Fprintln(b, "action,reward,pscore,x0,pe")
	}
	for i := range 3000 {
		p := "0.25"
		if i == 1700 {
			p = "1e-6"
		}
		fmt.Fprintf(&tiny, "%d,%d,%s,0,0.25\n", i%4, i%3%2, p)
		fmt.Fprintf(&sparse, "%d,%d,0.5,%d,0\n", (i+i/9%2*3)%6, i%5%2, i%3)
		fmt.Fprintf(&apart, "%d,%d,0.25,0,0\n", i%4, i%3%2)
	}
	for _, c := range []struct{ what, content, policy, want string }{
		{"a millionth", tiny.String(), "uniform", "with propensity 1e-06"},
		{"empty cells", sparse.String(), "uniform", "66.7 % are empty"},
		{"weights of 0", apart.String(), "columns", "The mean weight is 0 ± 0 and must be 1"},
	} {
		document, err := evaluated(t, "log.csv", c.content, "--policy", c.policy)
		var found struct {
			Diagnostics map[string]any
			Estimates   []any
			Refused     string
		}
		if wrong := json.Unmarshal([]byte(document), &found); wrong != nil {
			t.Fatalf("%s: %v in %s", c.what, wrong, document)
		}
		if exitCode(err) != exitWanting || !strings.Contains(found.Refused, c.want) || found.Estimates == nil || len(found.Estimates) > 0 {
			t.Errorf("%s: got %d estimates, refused: %q, %v; want none and %q", c.what, len(found.Estimates), found.Refused, err, c.want)
		}
		for _, key := range []string{"rows", "ess", "mean_weight", "max_weight"} {
			if _, there := found.Diagnostics[key]; !there {
				t.Errorf("%s: the diagnostics have no %s", c.what, key)
			}
		}
	}
	document, err := evaluated(t, "log.csv", apart.String(), "--policy", "columns", "--force", "--estimators", "ips,snips")
	if err != nil || !strings.Contains(document, `"note": "no row of the log has any weight"`) {
		t.Errorf("by force, of weights of 0: got %v\n%s", err, document)
	}
}

// A file that is not whole, or not what it is called, ends with 1 and one sentence.
func TestEvaluateBrokenFiles(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprintln(z, "action,reward,pscore")
	for i := range 1000 {
		fmt.Fprintf(z, "%d,%d,0.5\n", i%2, i%7%2)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	whole := packed.String()
	for _, c := range []struct{ what, name, content, want string }{
		{"an empty file", "log.csv", "", "log.csv: the table is empty, without so much as a line that names its columns"},
		{"half of a packed file", "log.csv.gz", whole[:len(whole)/2], "log.csv.gz: the file is cut off"},
		{"the beginning of a packed file", "log.csv.gz", whole[:5], "offline: log.csv.gz: the compressed file is cut off or damaged: "},
		{"a packed file with another sum", "log.csv.gz", whole[:len(whole)-8] + "12345678", "log.csv.gz: the compressed file is damaged: "},
		{"no Parquet", "log.parquet", "PAR2", "log.parquet: is no Parquet: it does not begin with PAR1"},
		{"half a Parquet file", "log.parquet", "PAR1\x15\x04", "log.parquet: the Parquet file is cut off or damaged: "},
		{"a probability beyond 1", "log.jsonl", `{"action":"a","reward":1,"pscore":0.5,"pe":1.5}`, "log.jsonl:1: column pe: must be a probability, not 1.5"},
		{"no number", "log.csv", "action,reward,pscore,pe0,pe1\n0,1,.5,NaN,1\n", "log.csv:2: column pe0: must be a finite number within ±1e+75, not NaN"},
		{"probabilities that are nearly right", "log.csv", "action,reward,pscore,pe0,pe1\n0,1,.5,.5,.50002\n", "log.csv:2: column pe0: the columns pe0 to pe1 must add up to 1, not to 1.00002"},
		{"a probability below 0", "log.csv", "action,reward,pscore,pe0,pe1\n0,1,.5,1.5,-.5\n0,1,.5,1,0\n", "log.csv:2: column pe0: must be a probability, not 1.5"},
		{"another below 0", "log.csv", "action,reward,pscore,pe0,pe1\n0,1,.5,1,0\n0,1,.5,1,-.5\n", "log.csv:3: column pe1: must be a probability, not -0.5"},
	} {
		document, err := evaluated(t, c.name, c.content, "--policy", "columns")
		if exitCode(err) != exitFailed || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || document != "" {
			t.Errorf("%s:\n got %v\nwant %s", c.what, err, c.want)
		}
	}
}
