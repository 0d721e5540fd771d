package extract

import "golang.org/x/net/html"

type place struct{}
type shown struct{}

func (s *shown) text(e *html.Node, within place)        {}
func (s *shown) enter(e *html.Node, within place) place { return within }
func (s *shown) leave(e *html.Node)                     {}
func (s *shown) end()                                   {}
