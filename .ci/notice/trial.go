package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// trial takes lines out of one package.
type trial struct {
	wish
	pkg      listed
	tests    []listed
	dir      string    // for the changed files and the programs
	programs []program // of the tests, with a switch for each line
	parts    []part    // of them, the quicker ones of each program first
}

// program is the compiled tests of a package.
type program struct {
	listed
	file string
}

func (t *trial) run(random *rand.Rand) (noticed, tried int, err error) {
	files, cuts, err := t.read()
	if err != nil || len(cuts) == 0 {
		return 0, 0, err
	}
	if t.programs, err = t.build("all", t.switched(files, cuts)); err != nil {
		return 0, 0, err
	}
	for i := range t.programs {
		parts, err := t.split(part{program: i})
		if err != nil {
			return 0, 0, err
		}
		slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.took, b.took) })
		t.parts = append(t.parts, parts...)
	}
	if t.lines > 0 {
		random.Shuffle(len(cuts), func(i, j int) { cuts[i], cuts[j] = cuts[j], cuts[i] })
	}
	for _, c := range cuts {
		if tried == t.lines && t.lines > 0 {
			break
		}
		hit, err := t.notices(files, c)
		if errors.Is(err, errCompile) {
			continue
		} else if err != nil {
			return noticed, tried, err
		}
		tried++
		place := fmt.Sprintf("%s:%d", filepath.Base(c.file), c.line)
		switch {
		case !hit && !slices.ContainsFunc(t.parts, func(p part) bool { return p.reached[c.number] }):
			fmt.Printf("  UNREACHED %-28s %s\n", place, c.words(files))
		case !hit:
			fmt.Printf("  UNNOTICED %-28s %s\n", place, c.words(files))
		case !t.quiet:
			fmt.Printf("  noticed   %-28s %s\n", place, c.words(files))
		}
		if hit {
			noticed++
		}
	}
	return noticed, tried, nil
}

var errCompile = errors.New("does not compile")

// notices says whether a test fails, or does not end in time, without the line.
func (t *trial) notices(files map[string][]byte, c cut) (bool, error) {
	programs, number := t.programs, strconv.Itoa(c.number)
	if c.kind == whole {
		var err error
		name := "without " + number
		text := slices.Concat(files[c.file][:c.from], files[c.file][c.to:])
		if programs, err = t.build(name, map[string][]byte{c.file: text}); err != nil {
			return false, errCompile
		}
		defer os.RemoveAll(filepath.Join(t.dir, name))
		number = ""
	}
	for _, p := range t.parts {
		if !p.reached[c.number] {
			continue
		}
		if _, err := t.test(programs[p.program], p.run, number, 10*p.took+t.limit); err != nil {
			return true, nil
		}
	}
	return false, nil
}

// build compiles the tests with files put in the place of those of the package.
func (t *trial) build(name string, files map[string][]byte) ([]program, error) {
	dir := filepath.Join(t.dir, name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	replace := map[string]string{}
	for file, text := range files {
		changed := filepath.Join(dir, filepath.Base(file))
		if err := os.WriteFile(changed, text, 0o600); err != nil {
			return nil, err
		}
		replace[file] = changed
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, data, 0o600); err != nil {
		return nil, err
	}
	var programs []program
	for i, p := range t.tests {
		file := filepath.Join(dir, "test"+strconv.Itoa(i))
		if out, err := exec.Command("go", "test", "-vet=off", "-c", "-overlay", overlay, "-o", file, p.ImportPath).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("go test -c %s: %w\n%s", p.ImportPath, err, out)
		}
		programs = append(programs, program{p, file})
	}
	return programs, nil
}

// test runs the tests of a program that match run without the line of that number. Programs that the tests start in an
// environment of their own learn the number from a file.
func (t *trial) test(p program, run, number string, limit time.Duration) (output []byte, err error) {
	if err := os.WriteFile(t.file("number"), []byte(number), 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit+10*time.Second)
	defer cancel()
	args := []string{p.file, "-test.v", "-test.failfast", "-test.timeout", limit.String(), "-test.run", run}
	if _, err := exec.LookPath("prlimit"); err == nil && !strings.Contains(p.ImportPath, "browser") && !strings.Contains(p.ImportPath, "cmd/") {
		args = append([]string{"prlimit", "--as=8589934592"}, args...) // a loop that lost its end may fill the memory; browsers reserve more
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = p.Dir
	cmd.WaitDelay = 10 * time.Second
	return cmd.CombinedOutput()
}
