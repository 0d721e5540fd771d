// Package capture keeps what a run fetches, as it comes, and is the run's memory: there is no other.
//
// A run writes capture/NNNN.warc.gz, one gzip member a record, each answer with its request in one write. A run that was
// killed left whole records up to some byte; when the folder is opened again, what follows them is cut off and the
// recording goes on. An address with a recorded outcome is not asked again: it is answered from the recording, so that the
// walk repeats its steps up to the point where it was stopped. A finished recording is sealed as NNNN.wacz, with an index,
// and the .warc.gz is removed.
//
// Later runs ask whether the pages of earlier recordings have changed. One that has not is copied into the new recording,
// followed by a revisit record, so that every archive can be read alone.
package capture

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// Options say how to record.
type Options struct {
	Software string           // what the archive says that it was written by
	Now      func() time.Time // the clock; needed
	// Sync brings to the disk what the system still holds of a file; nil for [os.File.Sync].
	Sync func(*os.File) error
}

// Store is the folder of a run's recordings, of which it writes one. It is a [scrape.Recorder] and may be used from several
// goroutines. Two stores on one folder at once are not guarded against; the caller locks the run folder.
type Store struct {
	dir, name string // folder, and number of the recording
	o         Options

	earlier *earlier // recordings before this one
	resumed Resumption
	part    *warc.Archive // what was recorded before an interruption, nil for a new recording
	done    map[asked]outcome

	mu     sync.Mutex
	file   *os.File // nil until something is recorded
	writer *warc.Writer
	refs   []warc.Ref       // of the records written, for the index
	broken error            // the first error in writing, after which nothing is recorded any more
	asking map[string]place // pages of earlier recordings, by the address that is asked whether they still hold
	copies map[string]warc.Ref
	flush  *time.Timer // pending fsync
}

var _ scrape.Recorder = (*Store)(nil)

// Resumption says what an interrupted run left.
type Resumption struct {
	File    string    // path of the recording
	Answers int       // recorded outcomes
	Since   time.Time // of the first record, in UTC
}

const (
	partSuffix = ".warc.gz"
	doneSuffix = ".wacz"
	tempPrefix = ".sealing-"
)

// Open opens the folder of recordings, which may not exist yet: nothing is made on disk before something is recorded. A
// recording that was interrupted is gone on with. Whatever an earlier program left half done is put in order.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	s := &Store{dir: dir, o: o, asking: map[string]place{}, copies: map[string]warc.Ref{}, done: map[asked]outcome{}}
	if s.o.Sync == nil {
		s.o.Sync = (*os.File).Sync
	}
	parts, sealed, err := s.look()
	if err != nil {
		return nil, fmt.Errorf("open the recordings in %s: %w", dir, err)
	}
	s.earlier = &earlier{dir: dir, names: sealed}
	switch {
	case len(parts) > 1:
		return nil, fmt.Errorf("%s holds more than one interrupted recording (%s); move all but one of them away",
			dir, strings.Join(parts, partSuffix+", ")+partSuffix)
	case len(parts) == 1:
		s.name = parts[0]
		if err := s.resume(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("go on with %s: %w", s.path(partSuffix), err), s.Close())
		}
	default:
		s.name = nextName(sealed)
	}
	return s, nil
}

// look returns the numbers of interrupted and of sealed recordings, in order. A recording that is sealed and still there
// is removed: the program was ended between the two.
func (s *Store) look() (parts, sealed []string, err error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, tempPrefix) {
			if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
				return nil, nil, err
			}
		}
		if number, ok := strings.CutSuffix(name, doneSuffix); ok && isNumber(number) {
			sealed = append(sealed, number)
		}
		if number, ok := strings.CutSuffix(name, partSuffix); ok && isNumber(number) {
			parts = append(parts, number)
		}
	}
	for _, number := range parts {
		if slices.Contains(sealed, number) {
			if err := os.Remove(filepath.Join(s.dir, number+partSuffix)); err != nil {
				return nil, nil, err
			}
		}
	}
	parts = slices.DeleteFunc(parts, func(number string) bool { return slices.Contains(sealed, number) })
	return parts, sealed, nil
}

func isNumber(name string) bool {
	_, err := strconv.ParseUint(name, 10, 31)
	return err == nil && len(name) >= 4
}

// nextName returns the number after the highest.
func nextName(sealed []string) string {
	highest := 0
	for _, name := range sealed {
		n, err := strconv.Atoi(name)
		if err == nil {
			highest = max(highest, n)
		}
	}
	return fmt.Sprintf("%04d", highest+1)
}

func (s *Store) path(suffix string) string { return filepath.Join(s.dir, s.name+suffix) }

// archive is what pages of this recording say that they come from: the sealed file, which a replay reads.
func (s *Store) archive() string { return s.name + doneSuffix }

// Resumed returns what an interrupted run left, and false where the recording is new.
func (s *Store) Resumed() (Resumption, bool) { return s.resumed, s.part != nil }

// Close ends the recording without sealing it, so that the next run goes on with it. A sealed one is closed already.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.end(), s.earlier.close())
}

// end closes the recording's file, all of which is on disk then. The caller holds the lock.
func (s *Store) end() error {
	var errs []error
	if s.file != nil {
		errs = append(errs, s.sync(), s.file.Close())
		s.file = nil
	}
	if s.part != nil {
		errs = append(errs, s.part.Close())
		s.part = nil
	}
	return errors.Join(errs...)
}
