// Package terminaltest gives tests a terminal of their own, where the system has pseudo-terminals that it can open: on Linux.
package terminaltest
