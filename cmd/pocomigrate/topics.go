package main

import "github.com/spf13/cobra"

// newHelp is cobra's help command, except that a word which is no command is refused.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND or TOPIC]",
		Short: "Help about a command or a topic",
		Long: `Help about a command or a topic.

  pocomigrate help scrape
  pocomigrate help exit-codes

The topics are exit-codes, files, shops and sources.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err == nil {
				err = knownCommand(about, rest)
			}
			if err != nil {
				return err
			}
			return about.Help()
		},
		ValidArgsFunction: completeHelp,
	}
}

// newTopics returns the topics of help that are no commands. Shops, the fourth, is one.
func newTopics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "exit-codes", Short: "The exit statuses of every command", Long: exitCodesTopic},
		{Use: "files", Short: "The files in a run folder, and those that you may give", Long: filesTopic},
		{Use: "sources", Short: "Where pages come from: live, browser, wayback, archives, mirrors", Long: sourcesTopic},
	}
}

// topicNames returns the names of what help knows below a command and cobra, which suggests only what can be run, passes over.
func topicNames(cmd *cobra.Command) []string {
	var out []string
	for _, c := range cmd.Commands() {
		if !c.Runnable() && !c.HasSubCommands() {
			out = append(out, c.Name())
		}
	}
	return out
}

const exitCodesTopic = `The exit statuses of every command:

    0  fine
    1  the answer is no: diff found changes, a check found faults, a feed breaks
       rules, reviewers contradict each other
    2  trouble or misuse: a file that cannot be read, a wrong flag
    3  done, but with gaps: pages that were expected are unknown (blocked, torn,
       not captured)
  130  interrupted: the same command goes on where the run was stopped

A page that is gone (not found, redirect of a closed shop, empty category) is an answer, not a gap.

In a script that runs under "set -e", let 3 pass and stop on the rest:

  pocomigrate scrape -o new || [ $? -eq 3 ]`

const filesTopic = `The files that pocomigrate writes and reads.

  pocomigrate scrape --sample       writes the folder poco-migration

A run folder, poco-migration unless -o names another, holds:

  review.xlsx               the workbook: what needs a decision, and all the rest
  report.json               the sums of pages, hit rates, gaps, what to do next
  snapshot/variants.jsonl   the catalogue, one variant a line
  snapshot/mappings.jsonl   the SKU proposed for each variant, with the evidence
  snapshot/coverage.jsonl   each expected address: found, gone or unknown, and why
  snapshot/sources.jsonl    where each value was read, and when
  snapshot/manifest.json    counts and digests, by which torn files are noticed
  decisions.jsonl           the ledger of what people ruled; review writes it, the others only read it
  clicks.jsonl              what the lists of --urls count for each old address
  capture/0001.wacz         all that was fetched; while a run is going, or was stopped, 0001.warc.gz
  .lock                     keeps two runs from writing at once; empty

diff compares all of the snapshot but sources.jsonl. A workbook that is open elsewhere, or holds input that the ledger
lacks, is never replaced: the new one is written beside it as review-DIGEST.xlsx. A sheet of more than 50,000 rows is
divided by shop.

In report.json, expected = found + gone + unknown, for every shop and in sum. Of each shop that was walked it has
"reading" (pages of each kind that came and that a layout could read, on how many each field was found, of how many
variants the sources disagree) and "drift": for each of these counts found, of, rate with the bounds low and high of its
99 % interval, the same of the last run, and a warning where chance does not explain the difference. All warnings stand
once more in "drift" at the top. A folder without a report has no last run.

Files of your own:

  --data FOLDER    tables laid over ours: colors.csv, products.csv, match/aliases.csv, …
  --shops FOLDER   profiles laid over ours, and their layouts in FOLDER/layouts
  --urls FILE      old addresses, with clicks where you have them
  --policy FILE    rules that replace ours (diff) or go before them (redirects)
  --ledger FILE    a ledger that several runs share

Every file is written whole or not at all. The same input gives the same bytes.`

const sourcesTopic = `Where pages come from. Without --from, each shop is asked where its profile says.

  pocomigrate scrape --sample
  pocomigrate scrape --plan po.co/uk        who would be asked for what; nothing is touched

Sources that are asked on the network, and recorded in the run folder:

  --from live       the shops themselves, at their pace and by their robots.txt
  --from browser    Chromium, for pages that are empty until scripts have run
  --from wayback    the Wayback Machine; --as-of 2024-12-31 for a day that counts

Sources that are files, read with the network off:

  --sample          the sample archive inside the program
  --from FILE.wacz  archives of any writer, also .warc and .warc.gz
  --from FILE.har   what a browser saves as "all as HAR"
  --from FOLDER     a mirror that wget or HTTrack wrote; --base ADDRESS where it has no folder for the host
  --from poco-migration/capture/0001.wacz
                    an earlier run, which gives the same snapshot again

--from is repeatable, and sources are asked in this order. --urls FILE adds addresses that nothing leads to.

A run that was stopped goes on where it was when the same command is given again: what was fetched is not asked again.`
