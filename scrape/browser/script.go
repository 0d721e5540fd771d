package browser

import _ "embed" // the scripts

var (
	//go:embed before.js
	beforeScript string
	//go:embed state.js
	stateScript string
	//go:embed scroll.js
	scrollScript string
	//go:embed more.js
	moreScript string
	//go:embed document.js
	documentScript string
)
