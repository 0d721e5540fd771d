package browser

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// ErrNoChromium says that no Chromium, Chrome or Edge was found, and which package brings one.
var ErrNoChromium = errors.New("no Chromium found; install one with `apt install chromium` (Debian, Ubuntu), " +
	"`brew install --cask chromium` (macOS) or `winget install Google.Chrome` (Windows)")

// Find returns the path of the first Chromium, Chrome or Edge on PATH or where the system puts them. The error is
// [ErrNoChromium].
func Find() (string, error) {
	home, _ := os.UserHomeDir() //nolint:errcheck // a person without one has installed nothing there
	return find(exec.LookPath, usualPlaces(runtime.GOOS, home))
}

func find(look func(name string) (string, error), places []string) (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"} {
		if path, err := look(name); err == nil {
			return path, nil
		}
	}
	for _, path := range places {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// usualPlaces are the paths that installers use without putting them on PATH.
func usualPlaces(system, home string) []string {
	switch system {
	case "darwin":
		var places []string
		for _, app := range []string{"Chromium", "Google Chrome", "Microsoft Edge"} {
			path := filepath.Join("Applications", app+".app", "Contents", "MacOS", app)
			places = append(places, "/"+path, filepath.Join(home, path))
		}
		return places
	case "windows":
		var places []string
		for _, program := range []string{
			`Chromium\Application\chrome.exe`, `Google\Chrome\Application\chrome.exe`, `Microsoft\Edge\Application\msedge.exe`,
		} {
			for _, folder := range []string{`C:\Program Files`, `C:\Program Files (x86)`, home + `\AppData\Local`} {
				places = append(places, folder+`\`+program)
			}
		}
		return places
	}
	return []string{"/snap/bin/chromium", "/usr/lib/chromium/chromium", "/opt/google/chrome/chrome"}
}
