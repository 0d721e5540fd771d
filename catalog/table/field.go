package table

import "iter"

// Field is one column of a table of Rs, and how its cell is read off an R.
type Field[R any] struct {
	Column

	Cell func(R) Cell
}

// Of returns a sheet with one column for each field and one row for each value, in their order.
func Of[R any](name string, fields []Field[R], values []R) Sheet {
	s := Sheet{Name: name, Columns: make([]Column, len(fields)), Rows: make([][]Cell, len(values))}
	for i, f := range fields {
		s.Columns[i] = f.Column
	}
	for i, v := range values {
		row := make([]Cell, len(fields))
		for j, f := range fields {
			row[j] = f.Cell(v)
		}
		s.Rows[i] = row
	}
	return s
}

// Streamed is as [Of] without holding the rows: each is made when a writer asks for it, in the memory of the one before.
func Streamed[R any](name string, fields []Field[R], values []R) Sheet {
	s := Sheet{Name: name, Columns: make([]Column, len(fields)), StreamLen: len(values)}
	for i, f := range fields {
		s.Columns[i] = f.Column
	}
	s.Stream = rows(fields, values)
	return s
}

func rows[R any](fields []Field[R], values []R) iter.Seq[[]Cell] {
	return func(yield func([]Cell) bool) {
		row := make([]Cell, len(fields))
		for _, v := range values {
			for i, f := range fields {
				row[i] = f.Cell(v)
			}
			if !yield(row) {
				return
			}
		}
	}
}
