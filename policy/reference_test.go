package policy

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"proffer/features"
)

const reference = "../docs/catalogue.md"

// generated are the parts of the page that the code writes: a mark says what
// stands there, and the text is what stood there.
var generated = regexp.MustCompile(`(?s)(<!-- (fields of|strategies|answers|refusals) ?(\S*) -->\n)(.*?)(<!-- end of )`)

// The tables of docs/catalogue.md are what the readers, the strategies and the
// conditions say of themselves, and its examples are one good catalogue.
func TestReference(t *testing.T) {
	page := string(read(t, reference))
	c := load(t, blocks(page, "yaml"))
	if warnings := c.Lint(); len(warnings) > 0 {
		t.Errorf("warnings of the page's catalogue: %v", warnings)
	}
	holdTo(t, reference, generated.ReplaceAllStringFunc(page, func(part string) string {
		m := generated.FindStringSubmatch(part)
		return m[1] + write(t, c, m[2], m[3], page, m[4]) + m[5]
	}))
}

func write(t *testing.T, c *Catalogue, what, of, page, before string) string {
	t.Helper()
	k := newConditions(c.Signals, nil)
	switch what {
	case "fields of":
		return fieldTable(t, of)
	case "strategies":
		return strategyTable(t)
	case "answers":
		return answerTable(t, k, request(t, c, page), before)
	default:
		return refusalTable(t, k, before)
	}
}

// Whatever the catalogue can say has its place on the page: each section a
// heading, each strategy its advice, each guardrail its line.
func TestReferenceIsWhole(t *testing.T) {
	page := string(read(t, reference))
	says := func(words string) {
		t.Helper()
		if !strings.Contains(page, words) {
			t.Errorf("docs/catalogue.md does not say %q", words)
		}
	}
	for name, field := range shapeOfAll().Properties {
		if field.Properties != nil || field.Items != nil || field.Others != nil {
			says("\n## " + name + "\n")
		}
	}
	for _, name := range Strategies() {
		says("\n- `" + name + "` ")
	}
	for _, name := range functions {
		says("`" + name + "`")
	}
	guardrails, _, _ := strings.Cut(string(read(t, "../docs/guardrails.md")), "\n### What counts as evidence")
	for _, m := range regexp.MustCompile(`(?m)^### (\w+)$`).FindAllStringSubmatch(guardrails, -1) {
		says(fmt.Sprintf("| [%#q](guardrails.md#%s) |", m[1], m[1]))
	}
}

// blocks are the fenced blocks of a language, one after the other.
func blocks(page, language string) string {
	var all strings.Builder
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(page, -1) {
		all.WriteString(m[1])
	}
	return all.String()
}

// request is what the page's example sends, as conditions see it.
func request(t *testing.T, c *Catalogue, page string) features.Values {
	t.Helper()
	var raw map[string]any
	if err := json.Unmarshal([]byte(blocks(page, "json")), &raw); err != nil {
		t.Fatal(err)
	}
	e, err := features.NewEncoder(c.Schema())
	if err != nil {
		t.Fatal(err)
	}
	v, err := e.Read(nil, raw)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// firstCell is the code in the first cell of a row of a table.
var firstCell = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|")

func answerTable(t *testing.T, k *conditions, v features.Values, before string) string {
	t.Helper()
	table := "| condition | of this request | of one that sends nothing |\n|---|---|---|\n"
	for _, m := range firstCell.FindAllStringSubmatch(before, -1) {
		c, flaws := k.compile(m[1])
		if c == nil {
			t.Fatalf("%s: %+v", m[1], flaws)
		}
		table += fmt.Sprintf("| %#q | %s | %s |\n", m[1], answer(c.Holds(v)), answer(c.Holds(nil)))
	}
	return table
}

func answer(v Verdict) string {
	switch {
	case v.Missing != "":
		return "no, `" + v.Missing + "` is missing"
	case v.Problem != "":
		return "no, it " + v.Problem[strings.LastIndex(v.Problem, ": ")+2:]
	case v.Holds:
		return "yes"
	}
	return "no"
}

func refusalTable(t *testing.T, k *conditions, before string) string {
	t.Helper()
	table := "| condition | what `proffer check` says |\n|---|---|\n"
	for _, m := range firstCell.FindAllStringSubmatch(before, -1) {
		c, flaws := k.compile(m[1])
		if c != nil || len(flaws) != 1 {
			t.Fatalf("%s: %+v, want one flaw", m[1], flaws)
		}
		said := Fault{Problem: flaws[0].problem, Hint: flaws[0].hint}.String()
		table += fmt.Sprintf("| %#q | %s |\n", m[1], strings.ReplaceAll(said, "|", `\|`))
	}
	return table
}

func strategyTable(t *testing.T) string {
	t.Helper()
	yes := map[bool]string{true: "yes", false: "no"}
	table := "| strategy | learns | by signals | its log can be evaluated offline | may show nothing |\n|---|---|---|---|---|\n"
	for _, s := range strategies(t, defaultLearning()) {
		none := s.Distribution(nil, []Candidate{{Weight: 1}}, 1)
		traits := s.Traits()
		table += fmt.Sprintf("| %#q | %s | %s | %s | %s |\n", traits.Name,
			yes[traits.Learns], yes[traits.Contextual], yes[traits.Exact], yes[none[1] > 0])
	}
	return table
}

// fieldTable has a row for each field of a section, and for those inside of it.
func fieldTable(t *testing.T, section string) string {
	t.Helper()
	sh := shapeOfAll()
	if section != "." {
		sh = sh.Properties[section]
	}
	if sh == nil {
		t.Fatalf("the catalogue has no section %s", section)
	}
	if each, ok := sh.Others.(*shape); ok {
		sh = each
	} else if sh.Items != nil {
		sh = sh.Items
	}
	table := "| field | what it may be | default | what it does |\n|---|---|---|---|\n"
	return table + sh.rows("", section == ".")
}

// rows are what is required first, then by name. A prior within has a section of
// its own, and so has all within the root.
func (sh *shape) rows(prefix string, shallow bool) string {
	names := slices.SortedFunc(maps.Keys(sh.Properties), func(a, b string) int {
		first, second := slices.Contains(sh.Required, a), slices.Contains(sh.Required, b)
		if first != second {
			return map[bool]int{true: -1, false: 1}[first]
		}
		return strings.Compare(a, b)
	})
	rows := ""
	for _, name := range names {
		f := sh.Properties[name]
		silence := fmt.Sprintf("`%v`", f.Default)
		if slices.Contains(sh.Required, name) {
			silence = "required"
		} else if f.Default == nil {
			silence = "–"
		}
		title := "`" + prefix + name + "`"
		if shallow && f.Type != "string" && f.Type != "integer" {
			title = "[" + title + "](#" + name + ")"
		}
		rows += fmt.Sprintf("| %s | %s | %s | %s |\n", title, f.kind(), silence, f.Description)
		if shallow || name == "prior" {
			continue
		}
		rows += f.rows(prefix+name+".", false)
		for _, kind := range f.AnyOf {
			rows += kind.rows(prefix+name+".", false)
		}
	}
	return rows
}

// kind says in words what a field may hold.
func (sh *shape) kind() string {
	switch {
	case sh.Enum != nil:
		return "`" + strings.Join(sh.Enum, "`, `") + "`"
	case sh.AnyOf != nil:
		return sh.AnyOf[0].kindOfSeveral(sh)
	case sh.Type == "boolean":
		return "`true` or `false`"
	case sh.Type == "array" && sh.Items.Type == "object":
		return "list of mappings"
	case sh.Type == "array" && sh.Items.MaxLength == maxText:
		return "list of texts"
	case sh.Type == "array" && sh.Items.Pattern != "":
		return "list of crossings"
	case sh.Type == "array":
		return "list of names"
	case sh.Type == "object" && sh.Properties == nil:
		return "mapping by name"
	case sh.Type == "object":
		return "mapping"
	case sh.Type == "string" && sh.MaxLength == maxExpression:
		return "[condition](#conditions)"
	case sh.Type == "string" && sh.Pattern != "":
		return "name"
	case sh.Type == "string":
		return "text"
	case sh.Type == "integer":
		return "whole number" + sh.bounds()
	default:
		return "number" + sh.bounds()
	}
}

// kindOfSeveral tells by the first of its kinds what a field may be.
func (sh *shape) kindOfSeveral(whole *shape) string {
	switch {
	case sh.Enum != nil:
		return "`off` or a mapping"
	case sh.Type == "number":
		return "share"
	case len(whole.AnyOf) == 1:
		return "duration above 0"
	default:
		return "duration"
	}
}

// bounds are those that somebody could meet.
func (sh *shape) bounds() string {
	const never = 1e9
	low, high := sh.Minimum, sh.Maximum
	switch {
	case *low == *high:
		return fmt.Sprintf(", %v", *low)
	case *high < never && math.Abs(*low) < never:
		return fmt.Sprintf(" from %v to %v", plain(*low), plain(*high))
	case math.Abs(*low) < never:
		return fmt.Sprintf(", at least %v", plain(*low))
	}
	return ""
}
