package diff

import (
	"bytes"
	"errors"
	"fmt"
)

// Source is all that one side holds of one kind of record. It can be walked over several times.
type Source interface {
	// Open returns a cursor that stands before the first record.
	Open() (Cursor, error)
}

// Cursor walks over the records of a source, which must be sorted by the bytes of their keys. What it returns is good
// until it moves on. Its law: the same source gives the same records each time.
type Cursor interface {
	// Next moves to the next record; false after the last.
	Next() (bool, error)
	// Text is what the record is read from: records with equal texts are equal. Nil means that it cannot be said.
	Text() []byte
	// Key returns the record's key.
	Key() ([]byte, error)
	// Names calls yield with every name under which the record can be found, its key among them; it may repeat one.
	Names(yield func(name []byte)) error
	// Record returns the record itself. It stays good.
	Record() (Record, error)
	// At says where the record stands, for errors: "variants.jsonl:17".
	At() string
	Close() error
}

// ErrOrder says that the records of a source are not sorted by their keys, or two have one key.
var ErrOrder = errors.New("each key must come after the one before")

// Merge compares two sources of records of one kind as [Compare] does, without holding them: it walks over both side by
// side, and once more where records are left over whose partner may stand under another key. Memory grows with what
// differs, not with what is there. A record out of order, or under a key that was there before, is an ErrOrder that says
// where it stands. Whatever a cursor returns as an error ends the comparison.
func Merge(before, after Source, opt Options) (r Result, err error) {
	m := merger{opt: opt}
	if err := m.walk(before, after); err != nil {
		return Result{}, err
	}
	if err := m.join(before, after); err != nil {
		return Result{}, err
	}
	if err := m.describeLeft(); err != nil {
		return Result{}, err
	}
	return settled(m.r), nil
}

// merger holds what was found so far.
type merger struct {
	opt    Options
	r      Result
	reader fieldReader
	gone   []left // only on the old side
	come   []left // only on the new side
}

// left is a record without a record under the same key on the other side.
type left struct {
	record Record
	place  int  // among all records of its side
	doubt  bool // the other side has what it shares an identity with; means nothing once it is joined
	joined bool
}

// side walks over one source.
type side struct {
	Cursor
	more bool
	key  []byte // of the record, once it was asked for
	last []byte // key of the record before
	n    int    // records so far
}

func open(s Source) (*side, error) {
	c, err := s.Open()
	if err != nil {
		return nil, err
	}
	w := &side{Cursor: c}
	if err := w.next(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return w, nil
}

// next moves on. The key of the record that is left must have been checked.
func (s *side) next() (err error) {
	if s.more, err = s.Next(); s.more {
		s.n++
	}
	s.key = nil
	return err
}

// check takes the key of the record that the side stands at and refuses it if it is out of order.
func (s *side) check(key []byte) error {
	switch order := bytes.Compare(s.last, key); {
	case s.n > 1 && order == 0:
		return fmt.Errorf("%s: the key %q stands in the record before, too: %w", s.At(), key, ErrOrder)
	case s.n > 1 && order > 0:
		return fmt.Errorf("%s: the key %q stands behind %q: %w", s.At(), key, s.last, ErrOrder)
	}
	s.last = append(s.last[:0], key...)
	s.key = s.last
	return nil
}

// ready makes sure that the key of the record is known and checked.
func (s *side) ready() error {
	if !s.more || s.key != nil {
		return nil
	}
	key, err := s.Key()
	if err != nil {
		return err
	}
	return s.check(key)
}

// walk compares what stands under the same keys and keeps what is left.
func (m *merger) walk(before, after Source) (err error) {
	old, err := open(before)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	current, err := open(after)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, current.Close()) }()
	for old.more || current.more {
		if err := m.step(old, current); err != nil {
			return err
		}
	}
	m.r.Old, m.r.New = old.n, current.n
	return nil
}

// step takes the next record of one side, or of both where they have one key.
func (m *merger) step(old, current *side) error {
	if old.more && current.more && old.key == nil && current.key == nil && old.Text() != nil && bytes.Equal(old.Text(), current.Text()) {
		// Nearly all records are equal: then one key is read for both, and nothing else.
		key, err := old.Key()
		if err != nil {
			return err
		}
		if err := errors.Join(old.check(key), current.check(key)); err != nil {
			return err
		}
	}
	if err := errors.Join(old.ready(), current.ready()); err != nil {
		return err
	}
	order := 0
	switch {
	case !current.more:
		order = -1
	case !old.more:
		order = 1
	default:
		order = bytes.Compare(old.key, current.key)
	}
	switch {
	case order < 0:
		m.see(old.key, old.Text(), nil)
		return keep(&m.gone, old)
	case order > 0:
		m.see(current.key, nil, current.Text())
		return keep(&m.come, current)
	}
	return m.pair(old, current)
}

func (m *merger) see(key, before, after []byte) {
	if m.opt.Seen != nil {
		m.opt.Seen(key, before, after)
	}
}

// pair compares two records of one key and moves on.
func (m *merger) pair(old, current *side) error {
	m.r.Compared++
	m.see(old.key, old.Text(), current.Text())
	if old.Text() == nil || !bytes.Equal(old.Text(), current.Text()) {
		a, errOld := old.Record()
		b, errNew := current.Record()
		if err := errors.Join(errOld, errNew); err != nil {
			return err
		}
		m.compare(a, b)
	}
	return errors.Join(old.next(), current.next())
}

func (m *merger) compare(a, b Record) {
	c, differs := compare(a, b, &m.reader)
	if !differs {
		return
	}
	c.Reread = m.opt.Reread != nil && m.opt.Reread(c)
	m.r.Changes = append(m.r.Changes, c)
}

// keep puts a record aside and moves on.
func keep(list *[]left, s *side) error {
	record, err := s.Record()
	if err != nil {
		return err
	}
	*list = append(*list, left{record: record, place: s.n})
	return s.next()
}

// describeLeft turns what found no partner into changes.
func (m *merger) describeLeft() error {
	var missing []Record
	for _, g := range m.gone {
		if !g.joined {
			missing = append(missing, g.record)
		}
	}
	var unknown []bool
	if m.opt.Unknown != nil && len(missing) > 0 {
		var err error
		if unknown, err = m.opt.Unknown(missing); err != nil {
			return err
		}
	}
	n := 0
	for _, g := range m.gone {
		if g.joined {
			continue
		}
		c := describe(Removed, g.record)
		c.Ambiguous = g.doubt
		if n < len(unknown) && unknown[n] {
			c.Type = Unknown
		} else {
			c.Fields = m.reader.compare(g.record, nil)
		}
		n++
		m.r.Changes = append(m.r.Changes, c)
	}
	for _, l := range m.come {
		if l.joined {
			continue
		}
		c := describe(Added, l.record)
		c.Ambiguous = l.doubt
		c.Fields = m.reader.compare(nil, l.record)
		m.r.Changes = append(m.r.Changes, c)
	}
	return nil
}
