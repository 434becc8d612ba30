module github.com/BigCorp/Lib

go 1.22
