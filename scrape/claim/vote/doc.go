// Package vote settles what claims mean and which of them are followed. Sources that agree about a value make it surer than each
// of them; a value that another source vouches for and that is not followed becomes an issue.
package vote
