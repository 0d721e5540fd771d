package match

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"

	_ "embed"

	"github.com/pocomigrate/pocomigrate/mapping"
)

//go:embed data/calibration.csv
var calibrationCSV string

// shippedKnowledge returns the built-in tables. A fault in them is one of the program.
var shippedKnowledge = sync.OnceValue(func() *Knowledge {
	k, err := Load(nil)
	if err != nil {
		panic(err)
	}
	return k
})

// ShippedCalibration returns the calibration for names that are compared by the words of titles (data/calibration.csv, with
// the data that it was fitted to). It is right for shops like those; until rulings of one's own say more, a score is as good
// as that likeness. A fault in the file is one of the program.
func ShippedCalibration() *mapping.Calibration {
	comment, rows, _ := strings.Cut(calibrationCSV, "\n")
	c := &mapping.Calibration{Data: strings.TrimPrefix(comment, "# ")}
	list, err := csv.NewReader(strings.NewReader(rows)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("data/calibration.csv: %v", err))
	}
	for _, r := range list[1:] {
		var s mapping.Step
		for i, to := range []any{&s.From, &s.Share, &s.Rows, &s.Right, &s.Lower} {
			switch to := to.(type) {
			case *float64:
				*to, err = strconv.ParseFloat(r[i], 64)
			case *int:
				*to, err = strconv.Atoi(r[i])
			}
			if err != nil {
				panic(fmt.Sprintf("data/calibration.csv: %v", err))
			}
		}
		c.Steps = append(c.Steps, s)
	}
	return c
}
