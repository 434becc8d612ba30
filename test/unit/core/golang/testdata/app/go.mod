module example.com/shapes

go 1.23

require (
	example.com/dep v1.0.0
	example.com/local v0.0.0
	github.com/BigCorp/Lib v1.2.3
)

replace example.com/local => ../local
