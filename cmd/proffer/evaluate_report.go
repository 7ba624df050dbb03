package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"proffer/offline"
	"proffer/offline/figures"
)

// leave writes what was found into the directory of the report, if one was asked
// for: as a page, as the text of the terminal, and as a document.
func (e *evaluating) leave(found *offline.Judgement) error {
	if e.report == "" {
		return nil
	}
	if err := os.MkdirAll(e.report, 0o755); err != nil {
		return err
	}
	report := figures.Report{Log: e.file, Confidence: e.confidence, Judgement: found, Trace: e.evaluation.Trace}
	var page, text, document strings.Builder
	if err := errors.Join(report.Write(&page), e.print(&text, found), printJSON(&document, found)); err != nil {
		return err
	}
	return errors.Join(
		writeWhole(filepath.Join(e.report, "index.html"), page.String()),
		writeWhole(filepath.Join(e.report, "evaluation.txt"), text.String()),
		writeWhole(filepath.Join(e.report, "evaluation.json"), document.String()))
}
