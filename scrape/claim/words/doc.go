// Package words knows the words with which shops say what stands beside them: the labels of codes, units of goods, notes about tax.
package words
