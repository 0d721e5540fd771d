package match

import (
	"sync"

	"github.com/pocomigrate/pocomigrate/mapping"
)

var shippedCalibration = sync.OnceValue(func() *mapping.Calibration { return &mapping.Calibration{} })
