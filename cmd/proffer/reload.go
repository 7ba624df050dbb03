package main

import (
	"context"
	"errors"

	"proffer/engine"
	"proffer/policy"
)

// reload reads again what an operator may have changed: the catalogue and the keys.
func (s *serving) reload(ctx context.Context, srv *server) {
	s.app.reload(ctx, srv, s.catalogue)
	if s.keys != "" {
		srv.rekey(s.keys, s.pepper)
	}
}

// rekey puts the key file into force again. A faulty one leaves the keys that
// there were; one whose keys are all revoked shuts everybody out, as it says.
func (s *server) rekey(file, pepperFile string) {
	log := s.cfg.Logger.With().Str("keys", file).Logger()
	ring, err := readKeyring(file, pepperFile)
	if err != nil {
		log.Error().Err(err).Msg("the keys could not be read, and the old ones stay in force")
		return
	}
	s.keys.Store(ring)
	if !usable(ring) {
		log.Warn().Msg("the keys are in force, and none of them may be used")
		return
	}
	log.Info().Msg("the keys are in force")
}

// reload puts the catalogue file into force if it changed since it was read
// last, as a start does. A bad one changes nothing, and the log says what is
// wrong with it.
func (a *app) reload(ctx context.Context, s *server, file string) {
	log := s.cfg.Logger.With().Str("catalogue", file).Logger()
	src, err := a.read(file)
	if err != nil {
		log.Error().Err(err).Msg("the catalogue could not be read, and nothing was changed")
		return
	}
	p, err := engine.Compile(src)
	if err == nil && p.Version == s.service.Filed() {
		log.Info().Str("policy_version", s.service.Catalogue().Version).Msg(unchanged(s.service, p))
		return
	}
	if err == nil {
		_, err = s.service.SetCatalogue(ctx, src, engine.ByFile)
	}
	var faults policy.Faults
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			log.Error().Int("line", f.Line).Int("column", f.Column).Msg(f.String())
		}
		log.Error().Int("faults", len(faults)).Msg("the catalogue is faulty, and nothing was changed")
	case err != nil:
		log.Error().Err(err).Msg("the catalogue could not be put into force")
	default:
		log.Info().Str("policy_version", p.Version).Msg("the catalogue is in force")
	}
}

// unchanged says what is in force when the file has nothing new.
func unchanged(s *engine.Service, file *engine.Policy) string {
	if s.Catalogue().Version == file.Version {
		return "the catalogue is in force already"
	}
	return "the catalogue in force was put there over the API, and stays until the file changes"
}
