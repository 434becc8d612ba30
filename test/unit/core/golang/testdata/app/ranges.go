package main

func init() {
	go func() {
		for i := range count {
			for range count {
				func() {
					if i == 0 {
						<-never
					}
				}()
			}
		}
	}()
	go ranges()
}

func ranges() {
	for range count {
		<-never
	}
}

func count(yield func(int) bool) {
	for i := 0; i < 2; i++ {
		if !yield(i) {
			return
		}
	}
}
