package given_test

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder/runfoldertest"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// sound returns a small snapshot in which nothing is wrong: two old variants, of which one is mapped to the new one.
func sound() *runfolder.Contents {
	c := &runfolder.Contents{
		Variants: []catalog.Variant{
			variant("mi.com/uk", "", "item:9", "poco-c75"),
			variant("po.co/uk", "", "item:1", "poco-c75"),
			variant("poco-store-app", "in", "item:1", "poco-c65"),
		},
		Mappings: []mapping.Mapping{
			{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", TargetID: "9", Status: mapping.Matched},
			{Source: "poco-store-app", Market: "in", SourceID: "item:1", Target: "mi.com/in", Status: mapping.Unmapped},
		},
		Coverage: []catalog.Coverage{
			{Shop: "mi.com/uk", URL: "https://mi.com/uk/product/poco-c75", Slug: "poco-c75", State: catalog.Found, Reason: "read"},
			{Shop: "po.co/uk", URL: "https://po.co/uk/product/poco-c75", Slug: "poco-c75", State: catalog.Found, Reason: "read"},
			{Shop: "po.co/uk", URL: "https://po.co/uk/product/poco-f6", Slug: "poco-f6", State: catalog.Gone, Reason: "not_found"},
		},
	}
	for _, v := range c.Variants {
		c.Sources = append(c.Sources, catalog.NewSources(v.Key, []catalog.Provenance{
			{Key: v.Key, Field: "title", Raw: v.Title, Used: true, At: catalog.Locator{URL: v.Link, Reader: "html", Path: "h1"}},
		}))
	}
	return c
}

func variant(shop catalog.ShopID, market string, id catalog.Identity, slug string) catalog.Variant {
	return catalog.Variant{
		Key: catalog.NewKey(shop, market, id), Shop: shop, Market: market, Identities: []catalog.Identity{id},
		ItemGroupID: slug, Link: "https://" + string(shop) + "/" + slug, Title: "POCO " + slug,
	}
}

// run writes a snapshot into a new run folder and returns the folder's name.
func run(t *testing.T, c *runfolder.Contents) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	runfoldertest.Write(t, filepath.Join(dir, runfolder.SnapshotFolder), c)
	return dir
}

// edit replaces words of a file of the snapshot in a run folder, as somebody would by hand.
func edit(t *testing.T, dir, file, from, to string) {
	t.Helper()
	name := filepath.Join(dir, runfolder.SnapshotFolder, file)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), from) {
		t.Fatalf("%s does not hold %q:\n%s", file, from, text)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// packed packs a folder, or several, and returns the archive's name.
func packed(t *testing.T, name string, folders map[string]string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for at, folder := range folders {
		err := filepath.WalkDir(folder, func(file string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(folder, file)
			if err != nil {
				return err
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			entry, err := w.Create(strings.TrimPrefix(at+"/"+filepath.ToSlash(rel), "/"))
			if err == nil {
				_, err = entry.Write(text)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// repository makes the working folder a repository in which some folders were committed, or skips the test.
func repository(t *testing.T, folders map[string]*runfolder.Contents) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git here")
	}
	t.Chdir(t.TempDir())
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "core.fsync")
	t.Setenv("GIT_CONFIG_VALUE_0", "none")
	git(t, "init", "-q")
	for name, c := range folders {
		runfoldertest.Write(t, filepath.Join(name, runfolder.SnapshotFolder), c)
	}
	commit(t)
}

func commit(t *testing.T) {
	t.Helper()
	git(t, "add", "-A")
	git(t, "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "gc.auto=0", "commit", "-q", "-m", "a run")
}

func git(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// open opens a snapshot and closes it with the test.
func open(t *testing.T, name string) *given.Snapshot {
	t.Helper()
	g, err := given.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

// pages returns the addresses of a snapshot's coverage.
func pages(t *testing.T, g *given.Snapshot) []string {
	t.Helper()
	var out []string
	if err := g.Coverage(func(c catalog.Coverage) { out = append(out, c.URL) }); err != nil {
		t.Fatal(err)
	}
	return out
}

// sums returns a manifest's sums without some files.
func sums(of map[string]string, without ...string) map[string]string {
	out := map[string]string{}
	for file, sum := range of {
		if !slices.Contains(without, file) {
			out[file] = sum
		}
	}
	return out
}
