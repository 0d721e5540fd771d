package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

// webServer is a real server of the machine that answers by an exported map.
type webServer struct {
	format string   // of redirects export
	binary string   // without which the test is skipped
	paths  []string // further places of the binary
	// config returns the server's configuration and its arguments. Folder holds the exported map under the name map.
	config func(folder string, port int, snippet string) (text string, args []string)
}

// webServers are the servers that the formats are for and that can be had here.
var webServers = []webServer{
	{
		format: "nginx", binary: "nginx", paths: []string{"/usr/sbin/nginx"},
		config: func(folder string, port int, snippet string) (string, []string) {
			var temp strings.Builder
			for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
				fmt.Fprintf(&temp, "%s_temp_path %s/%s;\n", kind, folder, kind)
			}
			return fmt.Sprintf("daemon off;\nmaster_process off;\npid %[1]s/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n%[2]sinclude %[1]s/map;\n"+
					"server {\nlisten 127.0.0.1:%[3]d;\n%[4]s\nlocation / { return 404; }\n}\n}\n", folder, temp.String(), port, snippet),
				[]string{"-c", folder + "/config", "-e", "stderr", "-p", folder}
		},
	},
	{
		format: "apache", binary: "apache2", paths: []string{"/usr/sbin/apache2"},
		config: func(folder string, port int, snippet string) (string, []string) {
			const modules = "/usr/lib/apache2/modules/"
			user := ""
			if os.Getuid() == 0 {
				user = "User www-data\nGroup www-data\n"
			}
			return fmt.Sprintf("LoadModule mpm_event_module %[1]smod_mpm_event.so\nLoadModule authz_core_module %[1]smod_authz_core.so\n"+
				"LoadModule rewrite_module %[1]smod_rewrite.so\n%[2]sServerRoot %[3]s\nServerName localhost\nPidFile %[3]s/pid\nErrorLog %[3]s/errors\n"+
				"DefaultRuntimeDir %[3]s\nListen 127.0.0.1:%[4]d\n<VirtualHost *:%[4]d>\nAllowEncodedSlashes On\nDocumentRoot %[3]s/pages\n%[5]s\n</VirtualHost>\n",
				modules, user, folder, port, strings.ReplaceAll(snippet, "/etc/apache2/pocomigrate.txt", folder+"/map")), []string{"-X", "-f", folder + "/config"}
		},
	},
	{
		format: "caddy", binary: "caddy",
		config: func(folder string, port int, snippet string) (string, []string) {
			site := regexp.MustCompile(`(?m)^.*\{$`).ReplaceAllString(snippet, fmt.Sprintf("http://:%d {", port))
			site = strings.TrimSuffix(strings.TrimSpace(site), "}") + "\trespond 404\n}\n"
			return fmt.Sprintf("{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n}\nimport %s/map\n%s", folder, site),
				[]string{"run", "--config", folder + "/config", "--adapter", "caddyfile"}
		},
	},
}

// start runs the server with an exported map until the test ends, and returns where it listens.
func (s webServer) start(t *testing.T, exported []byte) string {
	t.Helper()
	binary, err := exec.LookPath(s.binary)
	for _, path := range s.paths {
		if err != nil {
			binary, err = exec.LookPath(path)
		}
	}
	if err != nil {
		t.Skipf("%s is not installed here; Debian's package of it has it", s.binary)
	}
	// The server may not run as who runs the test, so that its folder is open to all.
	folder, err := os.MkdirTemp("", "pocomigrate-server-") //nolint:usetesting // a folder of the test is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) }) //nolint:errcheck // a folder of its own in the folder for such
	var snippet strings.Builder
	for line := range strings.Lines(string(exported)) {
		if rest, ok := strings.CutPrefix(line, "#> "); ok {
			snippet.WriteString(rest)
		}
	}
	port := freePort(t)
	config, args := s.config(folder, port, snippet.String())
	for name, data := range map[string]string{"map": string(exported), "config": config} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // see above
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "pages"), 0o755); err != nil { //nolint:gosec // see above
		t.Fatal(err)
	}
	var said strings.Builder
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.Env = append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_CONFIG_HOME="+folder)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() //nolint:errcheck // it is stopped
		close(ended)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() //nolint:errcheck // it may have ended
		<-ended
	})
	address := fmt.Sprintf("127.0.0.1:%d", port)
	for range 100 {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close() //nolint:errcheck // it was only knocked at
			return address
		}
		select {
		case <-ended:
			t.Fatalf("%s ends:\n%s%s", s.binary, said.String(), fileText(filepath.Join(folder, "errors")))
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatalf("%s does not listen", s.binary)
	return ""
}

func fileText(name string) string {
	data, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return string(data)
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()                     //nolint:errcheck // only its number was wanted
	return l.Addr().(*net.TCPAddr).Port //nolint:errcheck // that is what a TCP listener has
}

// asking returns a client that reaches every host at one address, and follows nothing.
func asking(address string) *http.Client {
	return &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, address)
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// sampleMap returns the run folder of the sample and the map that is made of it with the arguments.
func sampleMap(t *testing.T, args ...string) (dir string, m *built) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "run")
	scraped(t, dir, "--sample")
	o := &redirectOptions{app: &app{quiet: true}, dir: dir}
	for i := 0; i+1 < len(args); i += 2 {
		switch args[i] {
		case "--urls":
			o.lists.files = append(o.lists.files, args[i+1])
		case "--existing":
			o.existing = append(o.existing, args[i+1])
		}
	}
	m, err := o.build()
	if err != nil {
		t.Fatal(err)
	}
	return dir, m
}

// TestServersAnswer: nginx, Apache httpd and Caddy answer every old address of the sample, and some that were written to be
// hard, with the right Location or 410, under every spelling; what has no rule is not found.
func TestServersAnswer(t *testing.T) {
	hard := filepath.Join(t.TempDir(), "hard.csv")
	write(t, hard, "old_url,new_url,status\n"+
		"https://www.po.co/uk/sp%20ace/,https://www.mi.com/uk/a,301\n"+
		"https://www.po.co/uk/%E0%A4%95,https://www.mi.com/uk/b?x=1&y=%20#c,301\n"+
		`https://www.po.co/uk/q'u$o;{t}e%22\\,https://www.mi.com/uk/d,301`+"\n"+
		"https://www.po.co/uk/caf%C3%A9,,410\n"+
		"https://www.po.co/uk/escapes,https://www.mi.com/uk/%20x%2Fy#z,301\n"+
		"https://www.po.co/uk/summer,https://www.mi.com/uk/sale?a=$b;c,302\n"+
		"https://www.po.co/uk/buyback?gid=77,https://www.mi.com/uk/buyback/,308\n"+
		"https://www.po.co/uk/"+strings.Repeat("long-", 60)+",https://www.mi.com/uk/long,301\n")
	dir, m := sampleMap(t, "--existing", hard)
	if len(m.unread) > 0 {
		t.Fatalf("left alone: %v", m.unread)
	}
	for _, s := range webServers {
		t.Run(s.format, func(t *testing.T) {
			status, exported, said := output(t, "redirects", "export", s.format, "--run", dir, "--existing", hard, "--allow", "braces")
			if s.format == "caddy" { // Caddy takes braces for its own
				braceless := strings.ReplaceAll(fileText(hard), "{t}", "t")
				write(t, hard+".caddy", braceless)
				status, exported, said = output(t, "redirects", "export", s.format, "--run", dir, "--existing", hard+".caddy")
			}
			if status != 0 {
				t.Fatalf("export ends with %d:\n%s", status, said)
			}
			client := asking(s.start(t, []byte(exported)))
			asked := 0
			for _, r := range m.Rules {
				if s.format == "caddy" && strings.Contains(r.From.Path, "%7Bt%7D") {
					continue
				}
				for _, address := range spellingsOf(m, r) {
					asked++
					expect(t, client, address, r)
				}
			}
			t.Logf("%d addresses asked, %d rules", asked, len(m.Rules))
		})
	}
}

// spellingsOf returns how an address is asked for: under all spellings of its host, with and without a final slash, with
// parameters that mean nothing.
func spellingsOf(m *built, r redirect.Rule) []string {
	if r.From.Host == "" {
		return nil
	}
	hosts := []string{r.From.Host}
	for _, h := range m.Hosts {
		if h.Name == r.From.Host {
			hosts = h.Spellings
		}
	}
	var out []string
	for _, host := range hosts {
		for _, slash := range []string{"", "/"} {
			address := "http://" + host + r.From.Path + slash
			if r.From.Query != "" {
				out = append(out, address+"?"+r.From.Query, address+"?utm_source=x&"+r.From.Query+"&srsltid=y")
			} else {
				out = append(out, address, address+"?utm_source=x")
			}
		}
	}
	return out
}

func expect(t *testing.T, client *http.Client, address string, r redirect.Rule) {
	t.Helper()
	resp, err := client.Get(address)
	if err != nil {
		t.Errorf("%s: %v", address, err)
		return
	}
	defer resp.Body.Close()               //nolint:errcheck // read to its end
	_, _ = io.Copy(io.Discard, resp.Body) //nolint:errcheck // only the head counts
	want, location := r.Status, strings.NewReplacer("$", "%24", ";", "%3B").Replace(r.To)
	if !r.Answers() {
		want = http.StatusNotFound
	}
	if resp.StatusCode != want || resp.Header.Get("Location") != location {
		t.Errorf("%s: %d %q, want %d %q", address, resp.StatusCode, resp.Header.Get("Location"), want, location)
	}
}

// output runs a command and returns its status and what it wrote.
func output(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, said bytes.Buffer
	s := terminal.Streams{In: strings.NewReader(""), Out: &out, Err: &said, Env: func(string) (string, bool) { return "", false }, Now: time.Now}
	status = run(t.Context(), args, s)
	return status, out.String(), said.String()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
