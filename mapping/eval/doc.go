// Package eval measures mappings against known pairs: how many are right, how far the scores can be trusted, and which
// are wrong. It also fits the calibration by which the matcher turns bits into probabilities.
//
// A source counts as right when its line names one of the targets that the truth gives for it, whatever the status: the
// best target is what an analyst is shown first. What was accepted without asking (status matched) is measured apart.
//
// Intervals hold 95 times in 100: for a share after Clopper and Pearson (exact, never too narrow), for an F1 from 200
// samples of the known targets, drawn with replacement from a fixed seed.
package eval
