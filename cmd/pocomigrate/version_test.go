package main

import (
	"runtime/debug"
	"testing"
)

// TestDescribed: a build is described by what it says of itself.
func TestDescribed(t *testing.T) {
	commit := []debug.BuildSetting{{Key: "GOOS", Value: "linux"}, {Key: "vcs.revision", Value: "3889b5c"}}
	for want, info := range map[string]*debug.BuildInfo{
		"pocomigrate (devel)":                  nil,
		"pocomigrate (devel) go1.26.8":         {GoVersion: "go1.26.8"},
		"pocomigrate v1.2.3 go1.26.8":          {GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.3"}},
		"pocomigrate (devel) 3889b5c go1.26.8": {GoVersion: "go1.26.8", Main: debug.Module{Version: "(devel)"}, Settings: commit},
	} {
		if got := described(info); got != want {
			t.Errorf("%+v is described as %q, want %q", info, got, want)
		}
	}
}
