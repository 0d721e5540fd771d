// Package tree holds data as pages carry it: the values of JSON, and what is written in other ways and has the same shape.
//
// A [Value] knows where it stands, and is asked by JSON pointers, in which * stands for every element. [Parse] reads JSON as the
// standard has it; package tree/script reads it as pages really hold it.
package tree
