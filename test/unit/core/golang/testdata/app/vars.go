package main

var never = make(chan int)

// Literals of package-level variables belong to no function.
var table = map[string]func(){
	"one": func() { <-never },
	"two": func() {
		func() {
			<-never
		}()
	},
}

func init() {
	go func() { <-never }()
}

func init() {
	go func() {
		<-never
	}()
}
