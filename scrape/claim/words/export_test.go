package words

// Load reads the tables of other words.
var Load = load
